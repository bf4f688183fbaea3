// Walker reads one record and tells a handler what comes, as walk() does, without a virtual call or a path:
// for those to whom each value's nanoseconds matter. The record is validated as walk() says.
//
// The handler's functions return false to refuse the record:
//   bool name(std::string_view decoded, const NameKey&, Span)  a member's name; its value comes next
//   bool item()                                                an array's next element; its value comes next
//   bool value(Type, Span, bool escaped)                       a scalar
//   bool open(Type, Span bracket)                              an object or an array
//   bool close(Type, Span whole)
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "json/detail/scan.h"
#include "json/name_key.h"
#include "json/walk.h"

namespace offhook::json {

constexpr std::size_t kMaxDepth = 256;

template <class Handler>
class Walker {
 public:
  Walker(std::string_view record, Handler& handler,
         std::pmr::memory_resource* memory = std::pmr::get_default_resource())
      : begin_(record.data()), end_(begin_ + record.size()), p_(begin_), handler_(handler), names_(memory) {
    constexpr std::size_t kUsualNames = 48;  // of all objects that are open at a time
    names_.reserve(kUsualNames);
  }

  // False where the record fails or the handler refuses it: wrong() is empty for the latter. A refusal of the
  // last value is found out before what comes behind it.
  bool run() {
    bool ok = value();
    while (ok && to_next_value()) ok = value();
    if (ok && wrong_.empty() && !refused_ && p_ != end_) bad("text after the value");
    return wrong_.empty() && !refused_;
  }

  [[nodiscard]] std::string_view wrong() const { return wrong_; }
  [[nodiscard]] std::size_t failed_at() const { return offset(p_); }

 private:
  // An object or array that is open.
  struct Frame {
    Type type;
    bool maybe_twins;  // two of its names have the same bit below
    std::size_t begin;
    std::size_t first_name;             // index in names_
    std::size_t first_decoded;          // index in decoded_names_
    std::array<std::uint64_t, 4> seen;  // a bit of each of its names
  };
  [[nodiscard]] std::size_t offset(const char* at) const { return static_cast<std::size_t>(at - begin_); }
  bool bad(std::string_view what) {
    wrong_ = what;
    return false;
  }
  bool accepted(bool answer) {
    refused_ = !answer;
    return answer;
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
        return string(escaped) && scalar(Type::string, start, escaped);
      }
      case 't':
        return literal("true", Type::boolean);
      case 'f':
        return literal("false", Type::boolean);
      case 'n':
        return literal("null", Type::null);
      default:
        return number() ? scalar(Type::number, start, false) : bad("no JSON value");
    }
  }

  // After a value: closes what ends here and goes on to the next value; false where there is none.
  bool to_next_value() {
    for (;;) {
      p_ = detail::skip_space(p_, end_);
      if (depth_ == 0) return false;
      if (p_ == end_) return bad("the text ends within a container");
      const bool object = frames_[depth_ - 1].type == Type::object;
      if (*p_ == (object ? '}' : ']')) {
        ++p_;
        if (!close()) return false;
        continue;
      }
      // The first element takes no comma.
      if (!fresh_) {
        if (*p_ != ',') return bad("neither a comma nor the container's end");
        ++p_;
      }
      fresh_ = false;
      if (object) return name();
      p_ = detail::skip_space(p_, end_);
      if (p_ != end_ && *p_ == ']') return bad("a comma before the container's end");
      return accepted(handler_.item());
    }
  }

  bool open(Type type) {
    if (depth_ == kMaxDepth) return bad("deeper than 256 levels");
    const std::size_t begin = offset(p_++);
    if (!accepted(handler_.open(type, {begin, begin + 1}))) return false;
    frames_[depth_++] = {type, false, begin, names_.size(), decoded_names_.size(), {}};
    fresh_ = true;
    return true;
  }

  bool close() {
    const Frame& frame = frames_[depth_ - 1];
    if (frame.maybe_twins && has_twins(frame.first_name)) return bad("an object with a duplicate member");
    --depth_;
    fresh_ = false;
    names_.resize(frame.first_name);
    if (decoded_names_.size() > frame.first_decoded) decoded_names_.resize(frame.first_decoded);
    return accepted(handler_.close(frame.type, {frame.begin, offset(p_)}));
  }

  // Names of the innermost object are the last ones in names_.
  bool has_twins(std::size_t first) {
    const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(first);
    if (names_.end() - begin > 16) {
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
    const Span span{offset(start), offset(p_)};
    std::string_view text(start + 1, span.size() - 2);
    if (escaped) [[unlikely]]
      text = *decoded_names_.emplace_back(std::make_unique<std::string>(decode({start, span.size()})->text));
    const NameKey key = NameKey::of(text);
    names_.push_back(text);
    Frame& frame = frames_[depth_ - 1];
    const std::uint64_t hash = key.hash();
    std::uint64_t& seen = frame.seen[hash >> 6 & 3];
    frame.maybe_twins |= (seen >> (hash & 63) & 1) != 0;
    seen |= std::uint64_t{1} << (hash & 63);
    p_ = detail::skip_space(p_, end_);
    if (p_ == end_ || *p_ != ':') return bad("a colon is missing");
    ++p_;
    return accepted(handler_.name(text, key, span));
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
    return scalar(type, start, false);
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
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

  bool scalar(Type type, const char* start, bool escaped) {
    return accepted(handler_.value(type, {offset(start), offset(p_)}, escaped));
  }

  const char* begin_;
  const char* end_;
  const char* p_;  // where it failed, if it did
  Handler& handler_;
  std::string_view wrong_;  // what the record does wrong; a literal
  bool refused_ = false;
  bool fresh_ = false;  // a container was just opened
  std::size_t depth_ = 0;
  std::array<Frame, kMaxDepth> frames_;  // set as they are opened
  std::pmr::vector<std::string_view> names_;
  std::vector<std::unique_ptr<std::string>> decoded_names_;  // owns the names that had escapes
};

// The record's fault, as walk() reports it.
[[nodiscard]] Error malformed(std::size_t offset, std::string_view what);

}  // namespace offhook::json
