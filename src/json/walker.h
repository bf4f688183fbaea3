// Walker reads one record and tells a handler what comes, as walk() does, without a virtual call or a path:
// for those to whom each value's nanoseconds matter. The record is validated as walk() says.
//
// The handler's functions return false to refuse the record:
//   bool name(std::string_view decoded, const NameKey&, Span)  a member's name; its value comes next
//   bool item()                                                an array's next element; its value comes next
//   bool value(Type, Span, bool escaped)                       a scalar
//   bool open(Type, Span bracket)                              an object or an array
//   bool close(Type, Span whole)
// and, if it has it,
//   bool looks_into(Type) const                                whether to tell what is in the object or array
//     that comes; one that is not told comes as a value, found by its brackets, and is not validated
// One that knows the names of an object (as `Known`, which is a KnownName) may also have
//   const Known* known(std::string_view, const NameKey&)    of the innermost object; null: none of those
//   const Known* expected()                            the one that it waits for, if any
//   bool name(const Known&, Span)                      instead of the other
// and one that need not be told all
//   std::size_t passes(const char* at, const char* end)  of a string that begins here, in printable ASCII
//     without escapes: its size with the quotes if it need not be told, else 0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "json/detail/nesting.h"
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
      : begin_(record.data()),
        end_(begin_ + record.size()),
        failed_at_(begin_),
        handler_(handler),
        names_(memory) {
    constexpr std::size_t kUsualNames = 48;  // of all objects that are open at a time
    names_.reserve(kUsualNames);
    top_->closing = ' ';  // which no byte behind skip_space() is
  }

  // False where the record fails or the handler refuses it: wrong() is empty for the latter. A refusal of the
  // last value is found out before what comes behind it.
  bool run() {
    const char* p = begin_;
    for (;;) {
      bool fresh = false;  // a container was just opened
      p = value(p, fresh);
      // What ends behind the value.
      for (;;) {
        if (p == nullptr) return false;
        p = detail::skip_space(p, end_);
        if (p == end_) return outside() || bad(p, "the text ends within a container") != nullptr;
        if (*p != top_->closing) break;
        p = close(p + 1);
        fresh = false;
      }
      if (outside()) return bad(p, "text after the value") != nullptr;
      // The first element takes no comma.
      if (!fresh) {
        if (*p != ',') return bad(p, "neither a comma nor the container's end") != nullptr;
        ++p;
      }
      p = top_->closing == '}' ? name(p) : item(p);
      if (p == nullptr) return false;
    }
  }

  [[nodiscard]] std::string_view wrong() const { return wrong_; }
  [[nodiscard]] std::size_t failed_at() const { return offset(failed_at_); }

 private:
  // An object or array that is open.
  struct Frame {
    int closing;       // its last byte
    bool maybe_twins;  // two of its names have the same bit below
    std::size_t begin;
    std::size_t first_name;              // index in names_
    std::size_t first_decoded;           // index in decoded_names_
    std::array<std::uint64_t, 4> seen;   // a bit of each of its names that are in names_
    std::array<std::uint64_t, 4> known;  // of each that is known, by its number
  };
  [[nodiscard]] std::size_t offset(const char* at) const { return static_cast<std::size_t>(at - begin_); }
  [[nodiscard]] bool outside() const { return top_ == frames_.data(); }

  // The functions below take the place where something begins and give the one behind it; null where the
  // record fails or is refused. Only what they are given is kept in a register.
  const char* bad(const char* p, std::string_view what) {
    failed_at_ = p;
    wrong_ = what;
    return nullptr;
  }
  static const char* accepted(bool answer, const char* p) { return answer ? p : nullptr; }

  // One value: a scalar to its end, or the opening bracket of a container.
  [[gnu::always_inline]] const char* value(const char* p, bool& opened) {
    p = detail::skip_space(p, end_);
    if (p == end_) return bad(p, "a value is missing");
    switch (*p) {
      case '"':
        return string_value(p);
      case '{':
        return container(p, Type::object, '}', opened);
      case '[':
        return container(p, Type::array, ']', opened);
      case 't':
        return literal(p, "true", Type::boolean);
      case 'f':
        return literal(p, "false", Type::boolean);
      case 'n':
        return literal(p, "null", Type::null);
      default:
        return number(p);
    }
  }

  [[gnu::always_inline]] const char* string_value(const char* p) {
    if constexpr (requires { handler_.passes(p, end_); })
      if (const std::size_t size = handler_.passes(p, end_); size > 0) return p + size;
    bool escaped;
    const char* end = string(p, escaped);
    return end == nullptr ? nullptr : scalar(Type::string, p, end, escaped);
  }

  [[gnu::always_inline]] const char* item(const char* p) {
    p = detail::skip_space(p, end_);
    if (p != end_ && *p == ']') return bad(p, "a comma before the container's end");
    return accepted(handler_.item(), p);
  }

  [[gnu::always_inline]] const char* container(const char* p, Type type, char closing, bool& opened) {
    if constexpr (requires { handler_.looks_into(type); })
      if (!handler_.looks_into(type)) return pass_over(p, type);
    opened = true;
    return open(p, type, closing);
  }

  const char* pass_over(const char* p, Type type) {
    const char* const end = detail::Nesting().end_of(p, end_);
    return end == nullptr ? bad(end_, "the text ends within a container") : scalar(type, p, end, false);
  }

  const char* open(const char* p, Type type, char closing) {
    if (top_ == &frames_.back()) return bad(p, "deeper than 256 levels");
    const std::size_t begin = offset(p);
    if (!handler_.open(type, {begin, begin + 1})) return nullptr;
    *++top_ = {closing, false, begin, names_.size(), decoded_names_.size(), {}, {}};
    return p + 1;
  }

  const char* close(const char* p) {
    const Frame& frame = *top_;
    if (frame.maybe_twins && has_twins(frame.first_name)) return bad(p, "an object with a duplicate member");
    --top_;
    if (names_.size() > frame.first_name) names_.resize(frame.first_name);
    if (decoded_names_.size() > frame.first_decoded) decoded_names_.resize(frame.first_decoded);
    const Type type = frame.closing == '}' ? Type::object : Type::array;
    return accepted(handler_.close(type, {frame.begin, offset(p)}), p);
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
  [[gnu::always_inline]] const char* name(const char* p) {
    p = detail::skip_space(p, end_);
    if constexpr (requires { handler_.expected(); }) {
      const auto* expected = handler_.expected();
      if (expected != nullptr && expected->stands_at(p, end_)) {
        const std::size_t size = expected->quoted.size();
        return known_name(*expected, p, {offset(p), offset(p) + size - 1}, p + size);
      }
    }
    return any_name(p);
  }

  template <class Known>
  [[gnu::always_inline]] const char* known_name(const Known& known, const char* start, Span span,
                                                const char* behind_colon) {
    if (!note(known)) return bad(start, "an object with a duplicate member");
    return accepted(handler_.name(known, span), behind_colon);
  }

  const char* any_name(const char* start) {
    if (start == end_ || *start != '"') return bad(start, "a member's name is missing");
    bool escaped;
    const char* p = string(start, escaped);
    if (p == nullptr) return nullptr;
    const Span span{offset(start), offset(p)};
    std::string_view text(start + 1, span.size() - 2);
    if (escaped) [[unlikely]]
      text = *decoded_names_.emplace_back(std::make_unique<std::string>(decode({start, span.size()})->text));
    const NameKey key = NameKey::of(text);
    p = detail::skip_space(p, end_);
    if (p == end_ || *p != ':') return bad(p, "a colon is missing");
    if constexpr (requires { handler_.known(text, key); })
      if (const auto* known = handler_.known(text, key)) return known_name(*known, start, span, p + 1);
    note(text, key);
    return accepted(handler_.name(text, key, span), p + 1);
  }

  // False: the innermost object had it already.
  [[gnu::always_inline]] bool note(const KnownName& known) {
    if (known.number >= 256) [[unlikely]] {
      note(known.name, known.key);
      return true;
    }
    std::uint64_t& seen = top_->known[known.number >> 6];
    const std::uint64_t bit = std::uint64_t{1} << (known.number & 63);
    const bool fresh = (seen & bit) == 0;
    seen |= bit;
    return fresh;
  }

  void note(std::string_view name, const NameKey& key) {
    names_.push_back(name);
    Frame& frame = *top_;
    const std::uint64_t hash = key.hash();
    std::uint64_t& seen = frame.seen[hash >> 6 & 3];
    frame.maybe_twins |= (seen >> (hash & 63) & 1) != 0;
    seen |= std::uint64_t{1} << (hash & 63);
  }

  [[gnu::always_inline]] const char* string(const char* p, bool& escaped) {
    const char* failed_at = p;
    const char* quote = detail::string_end(p + 1, end_, failed_at, escaped);
    return quote == nullptr ? bad(failed_at, "an ill-formed or unfinished string") : quote + 1;
  }

  const char* literal(const char* p, std::string_view word, Type type) {
    if (std::string_view(p, static_cast<std::size_t>(end_ - p)).substr(0, word.size()) != word)
      return bad(p, "no JSON value");
    return scalar(type, p, p + word.size(), false);
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  // Behind the digits; at the same place if there are none.
  [[nodiscard]] const char* digits(const char* p) const {
    if (end_ - p >= 8 && detail::are_digits(p)) p += 8;
    while (p != end_ && is_digit(*p)) ++p;
    return p;
  }

  const char* number(const char* start) {
    const char* p = start;
    const auto some_digits = [&] {
      const char* const from = p;
      p = digits(p);
      return p != from;
    };
    if (*p == '-') ++p;
    if (p != end_ && *p == '0')
      ++p;
    else if (!some_digits())
      return bad(p, "no JSON value");
    if (p != end_ && *p == '.') {
      ++p;
      if (!some_digits()) return bad(p, "no JSON value");
    }
    if (p != end_ && (*p == 'e' || *p == 'E')) {
      ++p;
      if (p != end_ && (*p == '+' || *p == '-')) ++p;
      if (!some_digits()) return bad(p, "no JSON value");
    }
    return scalar(Type::number, start, p, false);
  }

  [[gnu::always_inline]] const char* scalar(Type type, const char* start, const char* end, bool escaped) {
    return accepted(handler_.value(type, {offset(start), offset(end)}, escaped), end);
  }

  const char* begin_;
  const char* end_;
  const char* failed_at_;
  Handler& handler_;
  std::string_view wrong_;                   // what the record does wrong; a literal
  std::array<Frame, kMaxDepth + 1> frames_;  // set as they are opened, behind one that nothing closes
  Frame* top_ = frames_.data();
  std::pmr::vector<std::string_view> names_;
  std::vector<std::unique_ptr<std::string>> decoded_names_;  // owns the names that had escapes
};

// The record's fault, as walk() reports it.
[[nodiscard]] Error malformed(std::size_t offset, std::string_view what);

}  // namespace offhook::json
