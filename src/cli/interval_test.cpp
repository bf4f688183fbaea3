#include "cli/interval.h"

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

const TimePoint kNow = *parse_rfc3339("2026-11-23T21:30:00Z");

TEST(Interval, DefaultsToThirtyDays) {
  const auto interval = read_interval({}, kNow);
  ASSERT_TRUE(interval);
  EXPECT_EQ(format_rfc3339(interval->from), "2026-10-24T00:00:00.000Z");
  EXPECT_EQ(interval->to, kNow);
}

TEST(Interval, LastCountsWholeDays) {
  EXPECT_EQ(format_rfc3339(read_interval({"7d", "", ""}, kNow)->from), "2026-11-16T00:00:00.000Z");
  EXPECT_EQ(format_rfc3339(read_interval({"12h", "", ""}, kNow)->from), "2026-11-23T09:30:00.000Z");
}

TEST(Interval, FromIsInclusiveToExclusiveWithAnyOffset) {
  const auto interval = read_interval({"", "2026-11-20", "2026-11-21T01:00:00+01:00"}, kNow);
  ASSERT_TRUE(interval);
  EXPECT_EQ(interval->to - interval->from, std::chrono::hours(24));
}

TEST(Interval, DaysAreTheZones) {
  const TimeZone berlin = *TimeZone::find("Europe/Berlin");
  const auto changed = read_interval({"", "2026-10-25", "2026-10-26"}, kNow, berlin);
  ASSERT_TRUE(changed);
  EXPECT_EQ(format_rfc3339(changed->from), "2026-10-24T22:00:00.000Z");
  EXPECT_EQ(changed->to - changed->from, std::chrono::hours(25));
  const auto explicit_offset = read_interval({"", "2026-10-25T00:00:00Z", "2026-10-26"}, kNow, berlin);
  EXPECT_EQ(format_rfc3339(explicit_offset->from), "2026-10-25T00:00:00.000Z");
  EXPECT_EQ(format_rfc3339(read_interval({"30d", "", ""}, kNow, berlin)->from), "2026-10-23T22:00:00.000Z");
}

TEST(Interval, RefusesNonsense) {
  for (const IntervalOptions& bad : {IntervalOptions{"7", "", ""},
                                     {"d", "", ""},
                                     {"-1d", "", ""},
                                     {"0d", "", ""},
                                     {"7days", "", ""},
                                     {"99999999999d", "", ""},
                                     {"7d", "2026-11-20", ""},
                                     {"", "yesterday", ""},
                                     {"", "2026-11-20", "2026-11-20"}})
    EXPECT_EQ(read_interval(bad, kNow).error().code, "config.interval") << bad.last << bad.from;
}

}  // namespace
}  // namespace offhook::cli
