#include "cli/interval.h"

#include <CLI/CLI.hpp>

#include <charconv>

namespace offhook::cli {
namespace {

constexpr int kDefaultDays = 30;
constexpr int kMaxDays = 36500;
constexpr std::size_t kDateSize = 10;  // 2026-11-20

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorClass::permanent, "config.interval", std::move(message));
}

// A date is a day of the zone; what has an hour has an offset, too.
Result<TimePoint> read_time(const char* flag, const std::string& text, const TimeZone& zone) {
  const auto time = parse_rfc3339(text);
  if (!time) return invalid(std::string(flag) + " is " + time.error().message);
  if (text.size() != kDateSize) return *time;
  return zone.start_of(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*time)));
}

}  // namespace

void add_interval_options(CLI::App& app, IntervalOptions& options) {
  app.add_option("--last", options.last, "the last days or hours: 7d, 12h (default 30d)");
  app.add_option("--from", options.from, "start, inclusive: a date, or RFC 3339 with an offset");
  app.add_option("--to", options.to, "end, exclusive");
}

Result<Interval> read_interval(const IntervalOptions& options, TimePoint now, const TimeZone& zone) {
  if (!options.last.empty()) {
    if (!options.from.empty() || !options.to.empty())
      return invalid("--last and --from/--to say the same thing twice: give one of them");
    int amount = 0;
    const char* end = options.last.data() + options.last.size();
    const auto [unit, error] = std::from_chars(options.last.data(), end, amount);
    const bool days = error == std::errc() && unit + 1 == end && *unit == 'd';
    const bool hours = error == std::errc() && unit + 1 == end && *unit == 'h';
    if ((!days && !hours) || amount < 1 || amount > kMaxDays)
      return invalid("--last is a number of days or hours, such as 7d or 12h");
    if (days) return Interval{zone.days_before(now, amount), now};
    return Interval{now - std::chrono::hours(amount), now};
  }
  Interval interval{zone.days_before(now, kDefaultDays), now};
  if (!options.from.empty()) {
    OFFHOOK_TRY(interval.from, read_time("--from", options.from, zone));
  }
  if (!options.to.empty()) {
    OFFHOOK_TRY(interval.to, read_time("--to", options.to, zone));
  }
  if (interval.from >= interval.to) return invalid("--from must be before --to");
  return interval;
}

}  // namespace offhook::cli
