#include "pipeline/planner.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace offhook::pipeline {
namespace {

TimePoint at(std::string_view text) { return *parse_rfc3339(text); }

TEST(Plan, CutsAtMidnightInUtc) {
  const Plan result = plan("acme", at("2026-11-18T06:00:00Z"), at("2026-11-20T12:00:00Z"), at("2026-11-23"));
  ASSERT_EQ(result.slices.size(), 3u);
  EXPECT_EQ(result.slices[0].id(), "20261118T060000Z-20261119T000000Z");
  EXPECT_EQ(result.slices[1].id(), "20261119T000000Z-20261120T000000Z");
  EXPECT_EQ(result.slices[2].id(), "20261120T000000Z-20261120T120000Z");
  EXPECT_EQ(result.waiting_from, result.waiting_to);
}

TEST(Plan, CutsWhereItIsToldThatDaysBegin) {
  const auto noon = [](TimePoint time) {
    const TimePoint today = std::chrono::floor<std::chrono::days>(time) + std::chrono::hours(12);
    return time < today ? today : today + std::chrono::days(1);
  };
  const Plan result = plan("acme", at("2026-11-18T12:00:00Z"), at("2026-11-20"), at("2026-11-23"), noon);
  ASSERT_EQ(result.slices.size(), 2u);
  EXPECT_EQ(result.slices[0].id(), "20261118T120000Z-20261119T120000Z");
  EXPECT_EQ(result.slices[1].id(), "20261119T120000Z-20261120T000000Z");
}

TEST(Plan, NeverReachesPastTheWatermark) {
  const Plan result = plan("acme", at("2026-11-18"), at("2026-11-21"), at("2026-11-19T23:59:59.999Z"));
  ASSERT_EQ(result.slices.size(), 1u);
  EXPECT_EQ(result.waiting_from, at("2026-11-19"));
  EXPECT_EQ(result.waiting_to, at("2026-11-21"));
}

RC_GTEST_PROP(Plan, CoversTheIntervalWithoutGapOrOverlap, ()) {
  const auto minutes = [](int low, int high) { return std::chrono::minutes(*rc::gen::inRange(low, high)); };
  const TimePoint from = at("2026-01-01") + minutes(0, 5000);
  const TimePoint to = from + minutes(0, 20000);
  const TimePoint watermark = at("2026-01-01") + minutes(0, 30000);
  const Plan result = plan("acme", from, to, watermark);
  TimePoint reached = from;
  for (const model::Slice& slice : result.slices) {
    RC_ASSERT(slice.from == reached);
    RC_ASSERT(slice.to > slice.from && slice.to <= watermark &&
              slice.to - slice.from <= std::chrono::days(1));
    reached = slice.to;
  }
  RC_ASSERT(result.waiting_from == reached);
  RC_ASSERT(result.waiting_to == std::max(reached, to));
}

}  // namespace
}  // namespace offhook::pipeline
