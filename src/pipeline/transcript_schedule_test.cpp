#include "pipeline/transcript_schedule.h"

#include <gtest/gtest.h>

#include <set>

namespace offhook::pipeline {
namespace {

using std::chrono::days;
using std::chrono::hours;

const TimePoint kEnd = *parse_rfc3339("2026-11-20T10:00:00Z");

TEST(TranscriptSchedule, FiveQuestionsAndThenItIsSettled) {
  TimePoint now = kEnd + hours(1);
  int asked = 0;
  while (now - kEnd <= days(7)) {
    const TimePoint next = next_ask(kEnd, now, "communication", days(7));
    ASSERT_GT(next, now);
    now = next;
    ++asked;
  }
  EXPECT_EQ(asked, 5);
  EXPECT_LE(now - kEnd, days(8));
}

TEST(TranscriptSchedule, AShortPatienceAsksNoLongerThanThat) {
  const TimePoint next = next_ask(kEnd, kEnd + hours(25), "communication", days(2));
  EXPECT_GT(next - kEnd, days(2));
  EXPECT_LT(next - kEnd, days(3));
}

TEST(TranscriptSchedule, ThoseOfOneMomentAreSpread) {
  std::set<TimePoint> times;
  for (int id = 0; id < 100; ++id)
    times.insert(next_ask(kEnd, kEnd + hours(7), "communication " + std::to_string(id), days(7)));
  EXPECT_GT(times.size(), 80u);
  EXPECT_LT(*times.rbegin() - *times.begin(), hours(3));
}

TEST(TranscriptSchedule, ALastLookIsWhenAMissingOneIsGivenUp) {
  const TimePoint last = last_look(kEnd, "communication", days(7));
  EXPECT_EQ(next_ask(kEnd, kEnd + days(6), "communication", days(7)), last);
  EXPECT_GT(last - kEnd, days(7));
  EXPECT_LT(last - kEnd, days(8));
}

TEST(TranscriptSchedule, AnOpenConversationIsAskedForDaily) {
  const TimePoint next = next_ask(std::nullopt, kEnd, "communication", days(7));
  EXPECT_GE(next - kEnd, hours(24));
  EXPECT_LT(next - kEnd, hours(27));
}

}  // namespace
}  // namespace offhook::pipeline
