#include "pipeline/delivery_schedule.h"

#include <gtest/gtest.h>

namespace offhook::pipeline {
namespace {

TEST(DeliverySchedule, GrowsFromSecondsToADayAndStaysThere) {
  SeededRandom random(1);
  Milliseconds before{0};
  for (int attempts = 1; attempts <= 9; ++attempts) {
    const Milliseconds delay = delivery_delay(attempts, random);
    EXPECT_GT(delay, before) << attempts;
    before = delay;
  }
  EXPECT_GE(delivery_delay(1, random), std::chrono::milliseconds(4500));
  EXPECT_LE(delivery_delay(1, random), std::chrono::seconds(5));
  for (int i = 0; i < 100; ++i) EXPECT_LE(delivery_delay(1'000'000, random), std::chrono::hours(24));
  EXPECT_GE(delivery_delay(1'000'000, random), std::chrono::hours(21));
}

}  // namespace
}  // namespace offhook::pipeline
