#include "sim/rate_limit.h"

#include <gtest/gtest.h>

namespace offhook::sim {
namespace {

using std::chrono::seconds;

class RateLimitTest : public ::testing::Test {
 protected:
  ManualClock clock_{*parse_rfc3339("2026-03-12T09:30:00Z")};
};

TEST_F(RateLimitTest, AFixedWindowBeginsAnewAMinuteAfterItsFirstRequest) {
  RateLimit limit({.per_minute = 2}, clock_);
  EXPECT_TRUE(limit.take("a").allowed);
  clock_.advance(seconds(59));
  EXPECT_TRUE(limit.take("a").allowed);
  const RateLimit::Count refused = limit.take("a");
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.reset_seconds, 1);
  clock_.advance(seconds(1));
  EXPECT_TRUE(limit.take("a").allowed);
  EXPECT_TRUE(limit.take("a").allowed) << "both of the new window, a second after the old one's";
}

TEST_F(RateLimitTest, ASlidingWindowForgetsEachRequestAMinuteLater) {
  RateLimit limit({.per_minute = 2, .window = Window::sliding}, clock_);
  EXPECT_TRUE(limit.take("a").allowed);
  clock_.advance(seconds(59));
  EXPECT_TRUE(limit.take("a").allowed);
  clock_.advance(seconds(1));
  EXPECT_TRUE(limit.take("a").allowed);
  const RateLimit::Count refused = limit.take("a");
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.reset_seconds, 59);
}

TEST_F(RateLimitTest, TokensAreCountedApart) {
  RateLimit limit({.per_minute = 1}, clock_);
  EXPECT_TRUE(limit.take("a").allowed);
  EXPECT_FALSE(limit.take("a").allowed);
  EXPECT_TRUE(limit.take("b").allowed);
}

TEST_F(RateLimitTest, ARivalTakesItsShare) {
  RateLimit limit({.per_minute = 60, .rival_per_minute = 30}, clock_);
  int own = 0;
  for (int second = 0; second < 60; ++second, clock_.advance(seconds(1))) {
    for (int i = 0; i < 5; ++i) own += limit.take("a").allowed;
  }
  EXPECT_GE(own, 30);
  EXPECT_LT(own, 60);
  RateLimit sliding({.per_minute = 60, .window = Window::sliding, .rival_per_minute = 58}, clock_);
  EXPECT_EQ(sliding.take("a").used, 59);
  EXPECT_TRUE(sliding.take("a").allowed);
  EXPECT_FALSE(sliding.take("a").allowed);
}

TEST_F(RateLimitTest, AnHourOfQuotaTakesNoTime) {
  RateLimit limit({.per_minute = 300}, clock_);
  int allowed = 0;
  for (int call = 0; call < 3'600 * 6; ++call, clock_.advance(Milliseconds(1'000) / 6)) {
    allowed += limit.take("a").allowed;
  }
  EXPECT_NEAR(allowed, 300 * 60, 300);
}

}  // namespace
}  // namespace offhook::sim
