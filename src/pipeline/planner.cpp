#include "pipeline/planner.h"

#include <algorithm>

namespace offhook::pipeline {

namespace {

TimePoint next_day_of_utc(TimePoint time) {
  return std::chrono::floor<std::chrono::days>(time) + std::chrono::days(1);
}

}  // namespace

Plan plan(const std::string& org, TimePoint from, TimePoint to, TimePoint available_until,
          const NextDay& next_day) {
  Plan result;
  TimePoint at = from;
  while (at < to) {
    const TimePoint end = std::min(next_day ? next_day(at) : next_day_of_utc(at), to);
    if (end > available_until) break;
    result.slices.push_back({org, at, end});
    at = end;
  }
  result.waiting_from = at;
  result.waiting_to = std::max(at, to);
  return result;
}

}  // namespace offhook::pipeline
