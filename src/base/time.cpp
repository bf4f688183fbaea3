#include "base/time.h"

#include <fmt/format.h>

namespace offhook {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Fields {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<Milliseconds> clock;
};

Fields split(TimePoint time) {
  const auto day = floor<days>(time);
  return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss<Milliseconds>(time - day)};
}

// Reads fixed-width fields from the left; any mismatch makes the whole text invalid.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  int number(std::size_t digits) {
    if (text_.size() < digits) return invalidate();
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = text_[i];
      if (c < '0' || c > '9') return invalidate();
      value = value * 10 + (c - '0');
    }
    text_.remove_prefix(digits);
    return value;
  }
  bool take(std::string_view any_of) {
    if (text_.empty() || any_of.find(text_.front()) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view any_of) {
    if (!take(any_of)) invalidate();
  }
  [[nodiscard]] bool digit_next() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
  [[nodiscard]] char peek() const { return text_.empty() ? '\0' : text_.front(); }
  [[nodiscard]] bool done() const { return valid_ && text_.empty(); }
  int invalidate() {
    valid_ = false;
    return 0;
  }

 private:
  std::string_view text_;
  bool valid_ = true;
};

tl::unexpected<Error> invalid() {
  return fail(ErrorClass::permanent, "time.invalid",
              "not a time: write RFC 3339, for example 2026-11-20T00:00:00Z or 2026-11-20");
}

Result<TimePoint> assemble(int year, int month, int day, int hour, int minute, int second, int milli,
                           int offset_minutes) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  // 60 is a leap second (RFC 3339 §5.6); it lands on the first second of the next minute.
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return invalid();
  return std::chrono::sys_days(date) + hours(hour) + minutes(minute - offset_minutes) + seconds(second) +
         Milliseconds(milli);
}

}  // namespace

std::string format_rfc3339(TimePoint time) {
  const auto [date, clock] = split(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::string format_basic(TimePoint time) {
  const auto [date, clock] = split(time);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string format_date(TimePoint time) { return format_rfc3339(time).substr(0, 10); }

Result<TimePoint> parse_rfc3339(std::string_view text) {
  Cursor in(text);
  const int year = in.number(4);
  in.expect("-");
  const int month = in.number(2);
  in.expect("-");
  const int day = in.number(2);
  if (in.done()) return assemble(year, month, day, 0, 0, 0, 0, 0);
  in.expect("Tt ");
  const int hour = in.number(2);
  in.expect(":");
  const int minute = in.number(2);
  in.expect(":");
  const int second = in.number(2);
  int milli = 0;
  if (in.take(".")) {
    int scale = 100;
    if (!in.digit_next()) in.invalidate();
    while (in.digit_next()) {
      milli += in.number(1) * scale;
      scale /= 10;
    }
  }
  int offset = 0;
  if (!in.take("Zz")) {
    const int sign = in.peek() == '-' ? -1 : 1;
    in.expect("+-");
    const int offset_hours = in.number(2);
    in.expect(":");
    const int offset_minutes = in.number(2);
    if (offset_hours > 23 || offset_minutes > 59) in.invalidate();
    offset = sign * (offset_hours * 60 + offset_minutes);
  }
  if (!in.done()) return invalid();
  return assemble(year, month, day, hour, minute, second, milli, offset);
}

Result<TimePoint> parse_basic(std::string_view text) {
  Cursor in(text);
  const int year = in.number(4), month = in.number(2), day = in.number(2);
  in.expect("T");
  const int hour = in.number(2), minute = in.number(2), second = in.number(2);
  in.expect("Z");
  if (!in.done()) return invalid();
  return assemble(year, month, day, hour, minute, second, 0, 0);
}

}  // namespace offhook
