#include "sim/content/json_text.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "base/check.h"

namespace offhook::sim {

namespace {

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[unit >> shift & 0xf];
}

// The code point at text[at], which moves past it. The simulator's own texts are valid UTF-8.
unsigned decode(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  check(lead >= 0xc2 && at + size <= text.size(), "simulated text is valid UTF-8");
  unsigned point = lead & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3f);
  }
  at += size;
  return point;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text, Escapes escapes) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    const bool beyond_ascii = escapes == Escapes::ascii && (c >= 0x80 || c == '/');
    if (c >= 0x20 && c != '"' && c != '\\' && !beyond_ascii) {
      ++at;
      continue;
    }
    out.append(text, copied, at - copied);
    if (c >= 0x80) {
      const unsigned point = decode(text, at);
      if (point >= 0x10000) {
        append_unit(out, 0xd800 + ((point - 0x10000) >> 10));
        append_unit(out, 0xdc00 + ((point - 0x10000) & 0x3ff));
      } else {
        append_unit(out, point);
      }
    } else {
      ++at;
      if (c == '\n') {
        out += "\\n";
      } else if (c == '\t') {
        out += "\\t";
      } else if (c < 0x20) {
        append_unit(out, c);
      } else {
        out += '\\';
        out += static_cast<char>(c);
      }
    }
    copied = at;
  }
  out.append(text, copied);
  out += '"';
}

void append_json_number(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void JsonObject::name(std::string_view name) {
  if (out_.size() > 1) out_ += ',';
  append_json_string(out_, name, escapes_);
  out_ += ':';
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value) {
  this->name(name);
  append_json_string(out_, value, escapes_);
  return *this;
}

JsonObject& JsonObject::number(std::string_view name, std::int64_t value) {
  this->name(name);
  append_json_number(out_, value);
  return *this;
}

JsonObject& JsonObject::real(std::string_view name, double value) {
  this->name(name);
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(digits.data(), end);
  return *this;
}

JsonObject& JsonObject::flag(std::string_view name, bool value) {
  this->name(name);
  out_ += value ? "true" : "false";
  return *this;
}

JsonObject& JsonObject::time(std::string_view name, TimePoint value) {
  this->name(name);
  out_ += '"';
  out_ += format_rfc3339(value);
  out_ += '"';
  return *this;
}

JsonObject& JsonObject::texts(std::string_view name, const std::vector<std::string>& values) {
  this->name(name);
  char separator = '[';
  for (const std::string& value : values) {
    out_ += separator;
    append_json_string(out_, value, escapes_);
    separator = ',';
  }
  if (values.empty()) out_ += '[';
  out_ += ']';
  return *this;
}

JsonObject& JsonObject::raw(std::string_view name, std::string_view json) {
  this->name(name);
  out_ += json;
  return *this;
}

JsonObject& JsonObject::splice(const JsonObject& other) {
  if (other.empty()) return *this;
  if (out_.size() > 1) out_ += ',';
  out_.append(other.out_, 1);
  return *this;
}

}  // namespace offhook::sim
