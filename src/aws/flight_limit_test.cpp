#include "aws/flight_limit.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace offhook::aws {
namespace {

using Slots = std::vector<std::unique_ptr<FlightLimit::Slot>>;

Slots enter(FlightLimit& limit, int count) {
  Slots slots;
  for (int i = 0; i < count; ++i)
    slots.push_back(std::unique_ptr<FlightLimit::Slot>(new FlightLimit::Slot(limit.enter())));
  return slots;
}

TEST(FlightLimit, LimitsNothingUntilTheServiceAsksForIt) {
  FlightLimit limit;
  const Slots slots = enter(limit, 100);
  limit.succeeded();
  EXPECT_EQ(limit.allowed(), FlightLimit::kUnlimited);
}

TEST(FlightLimit, HalvesOnceForAllThatWereUnderWayTogether) {
  FlightLimit limit;
  Slots slots = enter(limit, 8);
  for (const auto& slot : slots) limit.throttled(*slot);
  EXPECT_EQ(limit.allowed(), 4u);
  slots.clear();
  slots = enter(limit, 4);
  for (const auto& slot : slots) limit.throttled(*slot);
  EXPECT_EQ(limit.allowed(), 2u);
}

TEST(FlightLimit, NeverGoesBelowOne) {
  FlightLimit limit;
  for (int i = 0; i < 5; ++i) {
    const Slots one = enter(limit, 1);
    limit.throttled(*one[0]);
    EXPECT_EQ(limit.allowed(), 1u);
  }
}

TEST(FlightLimit, GrowsByOneARoundUntilItIsWhereItWas) {
  FlightLimit limit;
  {
    const Slots slots = enter(limit, 4);
    limit.throttled(*slots[0]);
  }
  const auto round = [&](std::size_t successes) {
    for (std::size_t i = 0; i < successes; ++i) limit.succeeded();
    return limit.allowed();
  };
  EXPECT_EQ(round(1), 2u);
  EXPECT_EQ(round(1), 3u);
  EXPECT_EQ(round(3), 4u);
  EXPECT_EQ(round(4), FlightLimit::kUnlimited);
}

TEST(FlightLimit, MoreThanAllowedWait) {
  FlightLimit limit;
  {
    const Slots slots = enter(limit, 6);
    limit.throttled(*slots[0]);
  }
  std::atomic<int> inside = 0, most = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        for (int turn = 0; turn < 100; ++turn) {
          const FlightLimit::Slot slot = limit.enter();
          const int now = ++inside;
          for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
          }
          std::this_thread::yield();
          --inside;
        }
      });
  }
  EXPECT_LE(most, 3);
}

}  // namespace
}  // namespace offhook::aws
