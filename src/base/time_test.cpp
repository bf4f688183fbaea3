#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace offhook {
namespace {

TEST(Time, ReadsOffsetsAndFractions) {
  const TimePoint expected = *parse_rfc3339("2026-11-20T12:00:00.500Z");
  EXPECT_EQ(*parse_rfc3339("2026-11-20T13:30:00.5009+01:30"), expected);
  EXPECT_EQ(*parse_rfc3339("2026-11-20t07:00:00.5-05:00"), expected);
  EXPECT_EQ(*parse_rfc3339("2026-11-20"), *parse_rfc3339("2026-11-20T00:00:00Z"));
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const std::string_view bad :
       {"", "2026-13-01", "2026-02-30", "2026-11-20T24:00:00Z", "2026-11-20T12:00:00",
        "2026-11-20T12:00:00.Z", "2026-11-20T12:00:00Zx", "20261120", "2026-11-20T12:00:00+24:00"})
    EXPECT_FALSE(parse_rfc3339(bad)) << bad;
}

TEST(Time, WritesTheThreeForms) {
  const TimePoint time = *parse_rfc3339("2026-01-02T03:04:05.067Z");
  EXPECT_EQ(format_rfc3339(time), "2026-01-02T03:04:05.067Z");
  EXPECT_EQ(format_basic(time), "20260102T030405Z");
  EXPECT_EQ(format_date(time), "2026-01-02");
}

RC_GTEST_PROP(Time, ReadsBackWhatItWrote, ()) {
  const TimePoint time{Milliseconds(*rc::gen::inRange<std::int64_t>(0, 4'102'444'800'000))};
  RC_ASSERT(*parse_rfc3339(format_rfc3339(time)) == time);
}

}  // namespace
}  // namespace offhook
