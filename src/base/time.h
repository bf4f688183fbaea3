// Time points and their texts. All times are UTC with milliseconds, as the source writes them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace offhook {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

[[nodiscard]] std::string format_rfc3339(TimePoint time);  // 2026-11-20T00:00:00.000Z
[[nodiscard]] std::string format_basic(TimePoint time);    // 20261120T000000Z; parts of a second are dropped
[[nodiscard]] std::string format_date(TimePoint time);     // 2026-11-20

// RFC 3339 with any offset and any number of fraction digits (those past milliseconds are dropped);
// a date alone means its midnight in UTC. Error "time.invalid".
[[nodiscard]] Result<TimePoint> parse_rfc3339(std::string_view text);
[[nodiscard]] Result<TimePoint> parse_basic(std::string_view text);

}  // namespace offhook
