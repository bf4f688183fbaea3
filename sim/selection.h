// Selection: which conversations a query or a job means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "json/value.h"
#include "sim/content/world.h"

namespace offhook::sim {

struct Interval {
  TimePoint from{};
  TimePoint to{};
};

// "start/end", ISO 8601. The Error's text is the platform's message.
[[nodiscard]] Result<Interval> parse_interval(std::string_view text);

struct Selection {
  Interval interval;
  bool descending = false;
};

[[nodiscard]] Result<Selection> parse_selection(const json::Value& body);

// The job's rule: there was activity in the interval, as far as is known at `as_of`. The same conversation is
// in every interval it spans.
[[nodiscard]] bool active_in(const Outline& outline, const Interval& interval, TimePoint as_of);

// The indexes that can hold a conversation active in the interval: none lasts longer than 60 days.
struct IndexRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};
[[nodiscard]] IndexRange candidates(const World& world, const Interval& interval);

}  // namespace offhook::sim
