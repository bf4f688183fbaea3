// TimeZone: the days of an IANA zone, for people who mean their own days and not UTC's.
//
// A value; any thread. The zones are the system's (package tzdata).
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"

namespace date {
class time_zone;
}

namespace offhook::cli {

class TimeZone {
 public:
  // UTC.
  TimeZone() = default;
  // "Europe/Berlin", "UTC". Error "config.time_zone".
  [[nodiscard]] static Result<TimeZone> find(const std::string& name);

  // When a day begins. Where clocks skip its midnight: the first moment after; where it comes twice: the
  // first.
  [[nodiscard]] TimePoint start_of(std::chrono::year_month_day day) const;
  // When the day of this moment began, and when the next one begins: 23 to 25 hours later.
  [[nodiscard]] TimePoint day_start(TimePoint time) const;
  [[nodiscard]] TimePoint next_day(TimePoint time) const;
  // The start of the day `days` before that of this moment.
  [[nodiscard]] TimePoint days_before(TimePoint time, int days) const;

 private:
  [[nodiscard]] std::chrono::sys_days local_day(TimePoint time) const;

  const date::time_zone* zone_ = nullptr;  // the process's list of zones owns it; null: UTC
};

}  // namespace offhook::cli
