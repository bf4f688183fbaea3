#include "pipeline/planner.h"

#include <algorithm>

namespace offhook::pipeline {

Plan plan(const std::string& org, TimePoint from, TimePoint to, TimePoint available_until) {
  Plan result;
  TimePoint at = from;
  while (at < to) {
    const TimePoint next_midnight = std::chrono::floor<std::chrono::days>(at) + std::chrono::days(1);
    const TimePoint end = std::min(next_midnight, to);
    if (end > available_until) break;
    result.slices.push_back({org, at, end});
    at = end;
  }
  result.waiting_from = at;
  result.waiting_to = std::max(at, to);
  return result;
}

}  // namespace offhook::pipeline
