#include "json/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/check.h"
#include "json/walk.h"

namespace offhook::json {
namespace {

constexpr std::int64_t kIntegerBound = std::int64_t{1} << 53;

class Builder final : public Visitor {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  Result<void> value(const Visit& visit) override {
    OFFHOOK_TRY(Value value, scalar_or_empty(visit));
    Value& placed = place(visit, std::move(value));
    // A parent takes no other child while one is open, so the address holds.
    if (visit.type == Type::object || visit.type == Type::array) open_.push_back(&placed);
    return {};
  }
  Result<void> container_end(const Visit&) override {
    open_.pop_back();
    return {};
  }

  Value root;

 private:
  Value& place(const Visit& visit, Value value) {
    if (open_.empty()) return root = std::move(value);
    if (Value::Array* array = open_.back()->array()) return array->emplace_back(std::move(value));
    return (*open_.back()->object())[std::string(visit.path.back().member)] = std::move(value);
  }

  [[nodiscard]] Result<Value> scalar_or_empty(const Visit& visit) const {
    const std::string_view bytes = text_.substr(visit.span.begin, visit.span.size());
    switch (visit.type) {
      case Type::object:
        return Value(Value::Object{});
      case Type::array:
        return Value(Value::Array{});
      case Type::boolean:
        return Value(bytes == "true");
      case Type::null:
        return Value();
      case Type::number:
        return number(bytes, visit.span.begin);
      case Type::string:
        break;
    }
    OFFHOOK_TRY(Decoded decoded, decode(bytes));
    return Value(std::move(decoded.text));
  }

  static Result<Value> number(std::string_view bytes, std::size_t offset) {
    const char* const end = bytes.data() + bytes.size();
    if (bytes.find_first_of(".eE") == std::string_view::npos) {
      std::int64_t integer = 0;
      if (std::from_chars(bytes.data(), end, integer).ec == std::errc{}) return Value(integer);
    }
    double real = 0;
    if (std::from_chars(bytes.data(), end, real).ec != std::errc{})
      return fail(ErrorClass::corrupt, "json.malformed",
                  "a number out of range at byte " + std::to_string(offset));
    return Value(real);
  }

  std::string_view text_;
  std::vector<Value*> open_;
};

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
  }
}

void append_quoted(std::string& out, std::string_view text) {
  const auto needs_escape = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
  };
  out += '"';
  for (;;) {
    const auto plain = static_cast<std::size_t>(std::ranges::find_if(text, needs_escape) - text.begin());
    out += text.substr(0, plain);
    if (plain == text.size()) break;
    append_escaped(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out += '"';
}

void append_real(std::string& out, double real) {
  check(std::isfinite(real), "JSON has no infinity and no NaN");
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, real).ptr;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  out += text;
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";  // stays a real when read back
}

enum class Style { canonical, compact };

void append(std::string& out, const Value& value, Style style) {
  if (value.is_null()) {
    out += "null";
  } else if (const bool* boolean = value.boolean()) {
    out += *boolean ? "true" : "false";
  } else if (const std::int64_t* integer = value.integer()) {
    check(style == Style::compact || (*integer > -kIntegerBound && *integer < kIntegerBound),
          "canonical JSON takes integers below 2^53");
    out += std::to_string(*integer);
  } else if (const double* real = value.real()) {
    check(style == Style::compact, "canonical JSON takes no real numbers");
    append_real(out, *real);
  } else if (const std::string* string = value.string()) {
    append_quoted(out, *string);
  } else if (const Value::Array* array = value.array()) {
    out += '[';
    for (const Value& element : *array) {
      if (&element != array->data()) out += ',';
      append(out, element, style);
    }
    out += ']';
  } else {
    const Value::Object& object = *value.object();
    out += '{';
    for (auto member = object.begin(); member != object.end(); ++member) {
      if (member != object.begin()) out += ',';
      append_quoted(out, member->first);
      out += ':';
      append(out, member->second, style);
    }
    out += '}';
  }
}

}  // namespace

const Value& Value::operator[](std::string_view name) const {
  static const Value null;
  const Object* members = object();
  if (members == nullptr) return null;
  const auto member = members->find(name);
  return member == members->end() ? null : member->second;
}

std::string_view Value::text(std::string_view name) const {
  const std::string* text = (*this)[name].string();
  return text ? std::string_view(*text) : std::string_view();
}

std::int64_t Value::number(std::string_view name) const {
  const std::int64_t* number = (*this)[name].integer();
  return number ? *number : 0;
}

Result<Value> parse(std::string_view text) {
  Builder builder(text);
  OFFHOOK_CHECK_OK(walk(text, builder));
  return std::move(builder.root);
}

std::string canonical(const Value& value) {
  std::string out;
  append(out, value, Style::canonical);
  return out;
}

std::string compact(const Value& value) {
  std::string out;
  append(out, value, Style::compact);
  return out;
}

std::string quote(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

}  // namespace offhook::json
