#include "base/backoff.h"

#include <gtest/gtest.h>

namespace offhook {
namespace {

TEST(Backoff, StaysUnderItsCeilingsAndGivesUp) {
  SeededRandom random(7);
  Backoff backoff({Milliseconds(100), Milliseconds(350), 5}, random);
  for (const int ceiling : {100, 200, 350, 350}) {
    const auto delay = backoff.next();
    ASSERT_TRUE(delay);
    EXPECT_LE(*delay, Milliseconds(ceiling));
  }
  EXPECT_FALSE(backoff.next());
}

TEST(Backoff, NeverShortensADelayItWasAskedFor) {
  SeededRandom random(7);
  Backoff backoff({Milliseconds(100), Milliseconds(350), 5}, random);
  EXPECT_GE(*backoff.next(Milliseconds(37000)), Milliseconds(37000));
}

}  // namespace
}  // namespace offhook
