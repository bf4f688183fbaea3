#include "json/walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "json/detail/scan.h"

namespace offhook::json {
namespace {

constexpr std::size_t kMaxDepth = 256;

tl::unexpected<Error> malformed(std::size_t offset, std::string_view what) {
  return fail(ErrorClass::corrupt, "json.malformed", fmt::format("{} at byte {}", what, offset));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Every step returns false where the record or the visitor fails; which of the two, run() tells. A Result at
// each step would cost as much as the step.
class Walker {
 public:
  Walker(std::string_view record, Visitor& visitor)
      : begin_(record.data()), end_(begin_ + record.size()), p_(begin_), visitor_(visitor) {
    constexpr std::size_t kUsualDepth = 16;
    frames_.reserve(kUsualDepth);
    path_.reserve(kUsualDepth);
    names_.reserve(4 * kUsualDepth);
  }

  Result<void> run() {
    bool ok = value();
    while (ok && to_next_value()) ok = value();
    if (wrong_.empty() && refused_ && p_ != end_) bad("text after the value");
    if (!wrong_.empty()) return malformed(offset(p_), wrong_);
    return std::move(refused_);
  }

 private:
  // An object or array that is open. Its own place is kept for container_end().
  struct Frame {
    Type type;
    std::size_t begin;
    Span key_span;
    std::size_t first_name;     // index in names_
    std::size_t first_decoded;  // index in decoded_names_
  };

  [[nodiscard]] std::size_t offset(const char* at) const { return static_cast<std::size_t>(at - begin_); }
  bool bad(std::string_view what) {
    wrong_ = what;
    return false;
  }

  // One value: a scalar to its end, or the opening bracket of a container.
  bool value() {
    p_ = detail::skip_space(p_, end_);
    if (p_ == end_) return bad("a value is missing");
    const char* start = p_;
    switch (*p_) {
      case '{':
        return open(Type::object);
      case '[':
        return open(Type::array);
      case '"': {
        bool escaped;
        return string(escaped) && visit(Type::string, start);
      }
      case 't':
        return literal("true", Type::boolean);
      case 'f':
        return literal("false", Type::boolean);
      case 'n':
        return literal("null", Type::null);
      default:
        return number() ? visit(Type::number, start) : bad("no JSON value");
    }
  }

  // After a value: closes what ends here and goes on to the next value; false where there is none.
  bool to_next_value() {
    for (;;) {
      p_ = detail::skip_space(p_, end_);
      if (frames_.empty()) return false;
      if (p_ == end_) return bad("the text ends within a container");
      const bool object = frames_.back().type == Type::object;
      if (*p_ == (object ? '}' : ']')) {
        ++p_;
        if (!close()) return false;
        continue;
      }
      // The first element takes no comma.
      if (!fresh_) {
        if (*p_ != ',') return bad("neither a comma nor the container's end");
        ++p_;
        if (!object) ++path_.back().index;
      }
      fresh_ = false;
      if (object) return name();
      p_ = detail::skip_space(p_, end_);
      return p_ == end_ || *p_ != ']' || bad("a comma before the container's end");
    }
  }

  bool open(Type type) {
    if (frames_.size() == kMaxDepth) return bad("deeper than 256 levels");
    const char* start = p_++;
    if (!visit(type, start)) return false;
    frames_.push_back({type, offset(start), key_span_, names_.size(), decoded_names_.size()});
    path_.push_back({{}, 0, type == Type::array});
    key_span_ = {};
    fresh_ = true;
    return true;
  }

  bool close() {
    const Frame frame = frames_.back();
    if (has_twins(frame.first_name)) return bad("an object with a duplicate member");
    frames_.pop_back();
    path_.pop_back();
    key_span_ = {};
    fresh_ = false;
    names_.resize(frame.first_name);
    decoded_names_.resize(frame.first_decoded);
    return accepted(visitor_.container_end({frame.type, {frame.begin, offset(p_)}, frame.key_span, path_}));
  }

  // Names of the innermost object are the last ones in names_.
  bool has_twins(std::size_t first) {
    const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(first);
    if (names_.end() - begin > 8) {
      std::sort(begin, names_.end());
      return std::adjacent_find(begin, names_.end()) != names_.end();
    }
    for (auto a = begin; a != names_.end(); ++a)
      if (std::find(begin, a, *a) != a) return true;
    return false;
  }

  // A member's name and its colon.
  bool name() {
    p_ = detail::skip_space(p_, end_);
    if (p_ == end_ || *p_ != '"') return bad("a member's name is missing");
    const char* start = p_;
    bool escaped;
    if (!string(escaped)) return false;
    key_span_ = {offset(start), offset(p_)};
    std::string_view name(start + 1, key_span_.size() - 2);
    if (escaped) name = decoded_names_.emplace_back(decode({start, key_span_.size()})->text);
    names_.push_back(name);
    path_.back().member = name;
    p_ = detail::skip_space(p_, end_);
    if (p_ == end_ || *p_ != ':') return bad("a colon is missing");
    ++p_;
    return true;
  }

  bool string(bool& escaped) {
    const char* quote = detail::string_end(p_ + 1, end_, p_, escaped);
    if (quote == nullptr) return bad("an ill-formed or unfinished string");
    p_ = quote + 1;
    return true;
  }

  bool literal(std::string_view word, Type type) {
    const char* start = p_;
    if (std::string_view(p_, static_cast<std::size_t>(end_ - p_)).substr(0, word.size()) != word)
      return bad("no JSON value");
    p_ += word.size();
    return visit(type, start);
  }

  bool digits() {
    const char* start = p_;
    while (p_ != end_ && is_digit(*p_)) ++p_;
    return p_ != start;
  }

  bool number() {
    if (*p_ == '-') ++p_;
    if (p_ != end_ && *p_ == '0')
      ++p_;
    else if (!digits())
      return false;
    if (p_ != end_ && *p_ == '.') {
      ++p_;
      if (!digits()) return false;
    }
    if (p_ != end_ && (*p_ == 'e' || *p_ == 'E')) {
      ++p_;
      if (p_ != end_ && (*p_ == '+' || *p_ == '-')) ++p_;
      if (!digits()) return false;
    }
    return true;
  }

  bool visit(Type type, const char* start) {
    return accepted(visitor_.value({type, {offset(start), offset(p_)}, key_span_, path_}));
  }

  bool accepted(Result<void> answer) {
    if (answer) [[likely]]
      return true;
    refused_ = std::move(answer);
    return false;
  }

  const char* begin_;
  const char* end_;
  const char* p_;  // where it failed, if it did
  Visitor& visitor_;
  std::string_view wrong_;  // what the record does wrong; a literal
  Result<void> refused_;    // by the visitor
  std::vector<Frame> frames_;
  std::vector<Step> path_;
  std::vector<std::string_view> names_;
  std::deque<std::string> decoded_names_;  // owns the names that had escapes
  Span key_span_;
  bool fresh_ = false;  // a container was just opened
};

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code_point < 0x80) return put(code_point);
  if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      put(0xe0 | code_point >> 12);
    } else {
      put(0xf0 | code_point >> 18);
      put(0x80 | (code_point >> 12 & 0x3f));
    }
    put(0x80 | (code_point >> 6 & 0x3f));
  }
  put(0x80 | (code_point & 0x3f));
}

}  // namespace

Result<void> walk(std::string_view record, Visitor& visitor) { return Walker(record, visitor).run(); }

std::string pointer(const std::vector<Step>& path) {
  std::string text;
  for (const Step& step : path) {
    text += '/';
    if (step.is_index) {
      text += std::to_string(step.index);
      continue;
    }
    for (const char c : step.member) {
      if (c == '~')
        text += "~0";
      else if (c == '/')
        text += "~1";
      else
        text += c;
    }
  }
  return text;
}

Result<Decoded> decode(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != '"') return malformed(0, "no string literal");
  const char* const begin = literal.data() + 1;
  const char* const end = literal.data() + literal.size();
  const char* failed_at = nullptr;
  bool escaped = false;
  const char* const quote = detail::string_end(begin, end, failed_at, escaped);
  if (quote == nullptr || quote + 1 != end)
    return malformed(static_cast<std::size_t>((quote ? quote + 1 : failed_at) - literal.data()),
                     "an ill-formed string");
  const std::string_view raw(begin, static_cast<std::size_t>(quote - begin));
  if (!escaped) return Decoded{std::string(raw), {}};

  Decoded decoded;
  decoded.text.reserve(raw.size());
  decoded.raw_offset.reserve(raw.size() + 1);
  for (const char* p = begin; p != quote;) {
    const auto from = static_cast<std::uint32_t>(p - begin);
    if (*p == '\\') {
      std::uint32_t code_point = 0;
      p += detail::escape_length(p, end, code_point);
      append_utf8(decoded.text, code_point);
      decoded.raw_offset.resize(decoded.text.size(), from);
    } else {
      decoded.text += *p++;
      decoded.raw_offset.push_back(from);
    }
  }
  decoded.raw_offset.push_back(static_cast<std::uint32_t>(raw.size()));
  return decoded;
}

}  // namespace offhook::json
