#include "cli/time_zone.h"

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

using std::chrono::hours;

TimePoint at(const char* text) { return *parse_rfc3339(text); }

TEST(TimeZone, BothDaysOfAClockChangeHaveTheirOwnLength) {
  const TimeZone berlin = *TimeZone::find("Europe/Berlin");
  const TimePoint spring = berlin.day_start(at("2026-03-29T12:00:00Z"));
  EXPECT_EQ(spring, at("2026-03-28T23:00:00Z"));
  EXPECT_EQ(berlin.next_day(spring) - spring, hours(23));
  const TimePoint autumn = berlin.day_start(at("2026-10-25T12:00:00Z"));
  EXPECT_EQ(autumn, at("2026-10-24T22:00:00Z"));
  EXPECT_EQ(berlin.next_day(autumn) - autumn, hours(25));
  EXPECT_EQ(berlin.days_before(at("2026-10-27T12:00:00Z"), 2), autumn);
}

// In Cairo clocks go from 23:59:59 to 01:00:00 in spring, so that the day has no midnight, and in autumn
// midnight of the Thursday is also the hour before it.
TEST(TimeZone, ADayWithoutMidnightBeginsWhenItBegins) {
  const TimeZone cairo = *TimeZone::find("Africa/Cairo");
  const TimePoint spring = cairo.day_start(at("2024-04-26T12:00:00Z"));
  EXPECT_EQ(spring, at("2024-04-25T22:00:00Z"));
  EXPECT_EQ(cairo.next_day(spring) - spring, hours(23));
  EXPECT_EQ(cairo.next_day(spring - hours(1)), spring);
}

TEST(TimeZone, UtcNeedsNoData) {
  const TimeZone utc = *TimeZone::find("UTC");
  EXPECT_EQ(utc.day_start(at("2026-03-29T23:59:59Z")), at("2026-03-29T00:00:00Z"));
  EXPECT_EQ(utc.next_day(at("2026-03-29T00:00:00Z")), at("2026-03-30T00:00:00Z"));
}

TEST(TimeZone, NobodysZoneIsAnError) {
  for (const char* name : {"Europe/Atlantis", "", "../etc/passwd", "Berlin\n"})
    EXPECT_EQ(TimeZone::find(name).error().code, "config.time_zone") << name;
}

}  // namespace
}  // namespace offhook::cli
