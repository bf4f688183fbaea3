#include "base/bounded_queue.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace offhook {
namespace {

TEST(BoundedQueue, HandsOverInOrderAndEndsWhenClosed) {
  BoundedQueue<int> queue(4, 100);
  std::jthread writer([&] {
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(queue.push(i, 1));
    queue.close();
  });
  std::vector<int> got;
  while (auto item = queue.pop()) got.push_back(*item);
  ASSERT_EQ(got.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(got[static_cast<std::size_t>(i)], i);
}

TEST(BoundedQueue, NeverHoldsMoreThanItsBounds) {
  BoundedQueue<int> queue(1000, 10);
  std::stop_source stop;
  EXPECT_TRUE(queue.push(1, 6));
  std::jthread writer([&] { EXPECT_TRUE(queue.push(2, 6)); });  // waits: 12 > 10
  EXPECT_EQ(*queue.pop(), 1);
  EXPECT_EQ(*queue.pop(), 2);
  EXPECT_EQ(queue.size_bytes(), 0u);
}

TEST(BoundedQueue, LetsAnOversizedItemThroughAnEmptyQueue) {
  BoundedQueue<int> queue(2, 10);
  EXPECT_TRUE(queue.push(1, 50));
  EXPECT_EQ(queue.size_bytes(), 50u);
  EXPECT_EQ(*queue.pop(), 1);
}

TEST(BoundedQueue, StopsWaitingWhenAsked) {
  BoundedQueue<int> queue(1, 10);
  std::stop_source stop;
  std::jthread reader([&] { EXPECT_FALSE(queue.pop(stop.get_token())); });
  stop.request_stop();
  reader.join();
  EXPECT_TRUE(queue.push(1, 1));
  EXPECT_FALSE(queue.push(2, 1, stop.get_token()));
}

TEST(BoundedQueue, RefusesAfterClose) {
  BoundedQueue<int> queue(1, 10);
  queue.close();
  EXPECT_FALSE(queue.push(1, 1));
  EXPECT_FALSE(queue.pop());
}

}  // namespace
}  // namespace offhook
