#include "pipeline/ordered_workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>

namespace offhook::pipeline {
namespace {

TEST(OrderedWorkers, KeepsTheOrderWhateverFinishesFirst) {
  // Item 0 cannot finish before item 50 has started, which no thread takes up together with it: with two
  // threads they overlap, and still come in order.
  std::barrier both(2);
  OrderedWorkers<int, int> workers(2, {}, [&](int i) {
    if (i == 0 || i == 50) both.arrive_and_wait();
    return i * 10;
  });
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(workers.submit(i, 1));
  workers.close();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(workers.take(), i * 10);
  EXPECT_FALSE(workers.take());
}

TEST(OrderedWorkers, HoldsBackSubmissionsOverTheBound) {
  std::atomic<int> submitted = 0;
  OrderedWorkers<int, int> workers(1, {.items = 2, .bytes = 100}, [](int i) { return i; });
  std::jthread source([&] {
    for (int i = 0; i < 5; ++i) {
      workers.submit(i, 10);
      ++submitted;
    }
    workers.close();
  });
  int expected = 0;
  while (auto result = workers.take()) {
    EXPECT_EQ(*result, expected++);
    EXPECT_LE(submitted.load(), expected + 2 + 1);  // taken, in flight, and the one that was just let in
  }
  EXPECT_EQ(expected, 5);
}

TEST(OrderedWorkers, StopEndsAWait) {
  OrderedWorkers<int, int> workers(1, {.items = 1, .bytes = 1}, [](int i) { return i; });
  std::stop_source stop;
  ASSERT_TRUE(workers.submit(1, 1));
  std::jthread waiter([&] { EXPECT_FALSE(workers.submit(2, 1, stop.get_token())); });
  stop.request_stop();
}

}  // namespace
}  // namespace offhook::pipeline
