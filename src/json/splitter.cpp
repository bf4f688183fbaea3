#include "json/splitter.h"

#include <fmt/format.h>

#include <optional>

#include "json/detail/nesting.h"
#include "json/detail/scan.h"
#include "json/walk.h"

namespace offhook::json {
namespace {

struct Ignore final : Visitor {
  Result<void> value(const Visit&) override { return {}; }
};

}  // namespace

class RecordSplitter::Machine {
 public:
  Machine(std::string_view array_member, Sink sink, SplitLimits limits)
      : array_member_(array_member), sink_(std::move(sink)), limits_(limits) {}

  Result<void> feed(std::string_view chunk) {
    if (lost_) return fail(*lost_);
    if (chunk.empty()) return {};
    p_ = mark_ = chunk.data();
    end_ = p_ + chunk.size();
    Result<void> done;
    while (done && p_ != end_) done = step(chunk.data());
    if (done) done = aim(target_);
    offset_ += chunk.size();
    if (!done) lost_ = done.error();
    return done;
  }

  Result<Sensitive<std::string>> finish() {
    if (lost_) return fail(*lost_);
    if (where_ != Where::end)
      return fail(ErrorClass::corrupt, "json.truncated",
                  fmt::format("the document is not complete after {} bytes", offset_));
    if (bare_) return Sensitive<std::string>("[]");
    Ignore ignore;
    if (auto valid = walk(remainder_, ignore); !valid)
      return fail(std::move(valid).error().within("beside the records"));
    return Sensitive<std::string>(std::move(remainder_));
  }

  [[nodiscard]] std::uint64_t records() const { return position_; }

 private:
  enum class Where {
    start,        // before the document
    first_name,   // after the object's opening brace
    name,         // before a further member's name
    in_name,      // inside it
    colon,        // after it
    first_value,  // after the record array's opening bracket
    value,        // before a further value
    nested,       // inside an object, array or string
    scalar,       // inside a number or literal
    after_value,  // before a comma or the container's end
    end,          // after the document
  };

  // Goes on from p_ by at least one byte or one state.
  Result<void> step(const char* chunk) {
    const bool between = where_ != Where::in_name && where_ != Where::nested && where_ != Where::scalar;
    if (between) {
      p_ = detail::skip_space(p_, end_);
      if (p_ == end_) return {};
    }
    std::optional<Result<void>> done;
    switch (where_) {
      case Where::start:
        done = start(*p_);
        break;
      case Where::first_name:
      case Where::name:
        done = name(*p_);
        break;
      case Where::in_name:
        return in_name();
      case Where::colon:
        done = colon(*p_);
        break;
      case Where::first_value:
      case Where::value:
        done = value(*p_);
        break;
      case Where::nested:
        return nested();
      case Where::scalar:
        done = scalar();
        break;
      case Where::after_value:
        done = after_value(*p_);
        break;
      case Where::end:
        break;
    }
    if (done) return std::move(*done);
    return fail(
        ErrorClass::corrupt, "json.malformed",
        fmt::format("unexpected character at byte {}", offset_ + static_cast<std::size_t>(p_ - chunk)));
  }

  // The states below return nothing for a byte that must not stand where it stands.
  using Step = std::optional<Result<void>>;

  Step start(char c) {
    if (c != '{' && c != '[') return std::nullopt;
    bare_ = in_records_ = c == '[';
    if (bare_) return go(Where::first_value, 1);
    target_ = Target::remainder;
    mark_ = p_;
    return go(Where::first_name, 1);
  }

  Step name(char c) {
    if (c == '}' && where_ == Where::first_name) return close_object();
    if (c != '"') return std::nullopt;
    name_begin_ = remainder_.size() + static_cast<std::size_t>(p_ - mark_);
    return go(Where::in_name, 0);
  }

  Result<void> in_name() {
    if (!skip_nested()) return {};
    OFFHOOK_CHECK_OK(aim(Target::remainder));
    const std::string_view literal = std::string_view(remainder_).substr(name_begin_);
    const auto decoded = decode(literal);
    names_records_ = decoded && decoded->text == array_member_;
    return go(Where::colon, 0);
  }

  Step colon(char c) {
    if (c != ':') return std::nullopt;
    return go(Where::value, 1);
  }

  Step value(char c) {
    if (c == ']' && where_ == Where::first_value) return close_array();
    if (c == '[' && names_records_ && !in_records_) {
      ++p_;
      in_records_ = true;
      where_ = Where::first_value;
      return aim(Target::nothing);
    }
    if (c == ',' || c == ':' || c == ']' || c == '}') return std::nullopt;
    if (in_records_) {
      target_ = Target::record;
      mark_ = p_;
    }
    return go(c == '{' || c == '[' || c == '"' ? Where::nested : Where::scalar, 0);
  }

  Result<void> nested() {
    if (!skip_nested()) return {};
    return end_value();
  }

  // To behind the value or name being read; false where the chunk ends first.
  bool skip_nested() {
    const char* const behind = nesting_.end_of(p_, end_);
    p_ = behind != nullptr ? behind : end_;
    if (behind == nullptr) return false;
    nesting_ = {};
    return true;
  }

  Step scalar() {
    for (; p_ != end_; ++p_) {
      const char c = *p_;
      if (detail::is_space(c) || c == ',' || c == ']' || c == '}') return end_value();
      if (c == '"' || c == '{' || c == '[' || c == ':') return std::nullopt;
    }
    return Result<void>();
  }

  Step after_value(char c) {
    if (c == ',') return go(in_records_ ? Where::value : Where::name, 1);
    if (in_records_ && c == ']') return close_array();
    if (!in_records_ && c == '}') return close_object();
    return std::nullopt;
  }

  Result<void> end_value() {
    where_ = Where::after_value;
    if (!in_records_) return {};
    OFFHOOK_CHECK_OK(aim(Target::nothing));
    Record record{Sensitive<std::string>(std::move(record_)), position_++, too_large_};
    record_ = {};
    too_large_ = false;
    return sink_(std::move(record));
  }

  Result<void> close_array() {
    in_records_ = false;
    if (bare_) return go(Where::end, 1);
    target_ = Target::remainder;
    mark_ = p_;
    return go(Where::after_value, 1);
  }

  Result<void> close_object() {
    ++p_;
    where_ = Where::end;
    return aim(Target::nothing);
  }

  Result<void> go(Where where, int bytes) {
    where_ = where;
    p_ += bytes;
    return {};
  }

  enum class Target { nothing, record, remainder };

  // Copies what was passed since the last mark to where it belongs; what follows belongs to `target`.
  Result<void> aim(Target target) {
    const auto size = static_cast<std::size_t>(p_ - mark_);
    if (target_ == Target::record && !too_large_) {
      too_large_ = size > limits_.max_record_bytes - record_.size();
      if (too_large_)
        record_ = {};
      else
        record_.append(mark_, size);
    } else if (target_ == Target::remainder) {
      if (size > limits_.max_remainder_bytes - remainder_.size())
        return fail(ErrorClass::corrupt, "json.remainder_too_large",
                    fmt::format("more than {} bytes beside the records; is the array's member named `{}`?",
                                limits_.max_remainder_bytes, array_member_));
      remainder_.append(mark_, size);
    }
    target_ = target;
    mark_ = p_;
    return {};
  }

  const std::string array_member_;
  const Sink sink_;
  const SplitLimits limits_;

  // The chunk being fed: next byte, end, and first byte not yet copied.
  const char* p_ = nullptr;
  const char* end_ = nullptr;
  const char* mark_ = nullptr;

  Where where_ = Where::start;
  bool bare_ = false;           // the document is an array
  bool in_records_ = false;     // inside the record array
  bool names_records_ = false;  // the member being read has the array's name
  detail::Nesting nesting_;     // of the value or name being read

  Target target_ = Target::nothing;
  std::string record_;
  bool too_large_ = false;
  std::string remainder_;
  std::size_t name_begin_ = 0;  // in remainder_

  std::uint64_t position_ = 0;
  std::uint64_t offset_ = 0;  // of the chunk in the body
  std::optional<Error> lost_;
};

RecordSplitter::RecordSplitter(std::string_view array_member, Sink sink, SplitLimits limits)
    : machine_(std::make_unique<Machine>(array_member, std::move(sink), limits)) {}
RecordSplitter::~RecordSplitter() = default;

Result<void> RecordSplitter::feed(std::string_view chunk) { return machine_->feed(chunk); }
Result<Sensitive<std::string>> RecordSplitter::finish() { return machine_->finish(); }
std::uint64_t RecordSplitter::records() const { return machine_->records(); }

}  // namespace offhook::json
