#include "cli/interval.h"

#include <charconv>

namespace offhook::cli {
namespace {

constexpr int kDefaultDays = 30;
constexpr int kMaxDays = 36500;

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorClass::permanent, "config.interval", std::move(message));
}

TimePoint midnight(TimePoint time) { return std::chrono::floor<std::chrono::days>(time); }

}  // namespace

Result<Interval> read_interval(const IntervalOptions& options, TimePoint now) {
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
    if (days) return Interval{midnight(now) - std::chrono::days(amount), now};
    return Interval{now - std::chrono::hours(amount), now};
  }
  Interval interval{midnight(now) - std::chrono::days(kDefaultDays), now};
  if (!options.from.empty()) {
    auto from = parse_rfc3339(options.from);
    if (!from) return invalid("--from is " + from.error().message);
    interval.from = *from;
  }
  if (!options.to.empty()) {
    auto to = parse_rfc3339(options.to);
    if (!to) return invalid("--to is " + to.error().message);
    interval.to = *to;
  }
  if (interval.from >= interval.to) return invalid("--from must be before --to");
  return interval;
}

}  // namespace offhook::cli
