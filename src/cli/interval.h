// The interval of a run, from --last, --from and --to.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "cli/time_zone.h"

namespace CLI {
class App;
}

namespace offhook::cli {

struct IntervalOptions {
  std::string last;  // "7d", "12h"
  std::string from;  // RFC 3339 or a date
  std::string to;
};
struct Interval {
  TimePoint from;  // inclusive
  TimePoint to;    // exclusive
};

void add_interval_options(CLI::App& app, IntervalOptions& options);

// Nothing given: the last 30 days. Days and dates are those of `zone`: `--last 7d` is the seven whole days
// before today, and today so far. Error "config.interval".
[[nodiscard]] Result<Interval> read_interval(const IntervalOptions& options, TimePoint now,
                                             const TimeZone& zone = {});

}  // namespace offhook::cli
