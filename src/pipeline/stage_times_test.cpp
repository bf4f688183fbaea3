#include "pipeline/stage_times.h"

#include <gtest/gtest.h>

namespace offhook::pipeline {
namespace {

using std::chrono::seconds;

TEST(StageTimer, AScopeWithinAnotherIsBookedOnce) {
  ManualClock clock(*parse_rfc3339("2026-03-10"));
  StageTimes times;
  {
    const StageTimer reading(clock, times, Stage::read);
    clock.advance(seconds(3));
    {
      const StageTimer packing(clock, times, Stage::pack);
      clock.advance(seconds(5));
      {
        const StageTimer waiting(clock, times, Stage::pack, Activity::waiting_for_output);
        clock.advance(seconds(7));
      }
      clock.advance(seconds(1));
    }
    clock.advance(seconds(2));
  }
  EXPECT_EQ(times.of(Stage::read, Activity::busy), seconds(5));
  EXPECT_EQ(times.of(Stage::pack, Activity::busy), seconds(6));
  EXPECT_EQ(times.of(Stage::pack, Activity::waiting_for_output), seconds(7));
  EXPECT_EQ(times.of(Stage::upload, Activity::busy), seconds(0));
}

}  // namespace
}  // namespace offhook::pipeline
