#include "cli/stage_report.h"

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

using pipeline::Activity;
using pipeline::Stage;
using std::chrono::seconds;

class FindLimit : public testing::Test {
 protected:
  FindLimit() {
    report_.duration = seconds(100);
    report_.workers = 8;
    times_.add(Stage::read, Activity::busy, seconds(10));
    times_.add(Stage::fetch, Activity::busy, seconds(60));
    times_.add(Stage::redact, Activity::busy, seconds(40));
  }
  [[nodiscard]] LimitFinding find() const { return find_limit(report_, times_, requests_); }

  pipeline::RunReport report_;
  pipeline::StageTimes times_;
  model::RequestCounts requests_;
};

TEST_F(FindLimit, NothingWhereNobodyWasBusyForLong) { EXPECT_EQ(find().limit, Limit::none); }

TEST_F(FindLimit, TheQuotaWhereWorkersWaitForLeave) {
  times_.add(Stage::fetch, Activity::busy, seconds(600));  // the waits are within it
  requests_.waited_to_fetch = seconds(600);
  EXPECT_EQ(find().limit, Limit::quota);
  EXPECT_DOUBLE_EQ(find().share, 0.75);
  EXPECT_NE(find().sentence().find("75 %"), std::string::npos);
}

TEST_F(FindLimit, TheQuotaWhereTheReaderWaitsForLeave) {
  times_.add(Stage::read, Activity::busy, seconds(80));
  requests_.waited_to_read = seconds(80);
  EXPECT_EQ(find().limit, Limit::quota);
}

TEST_F(FindLimit, TheSourceWhereAnswersAreSlow) {
  times_.add(Stage::fetch, Activity::busy, seconds(600));
  EXPECT_EQ(find().limit, Limit::source);
}

TEST_F(FindLimit, TheCpuWhereRedactingTakesTheWorkers) {
  times_.add(Stage::redact, Activity::busy, seconds(700));
  EXPECT_EQ(find().limit, Limit::cpu);
}

TEST_F(FindLimit, TheStoreWhereUploadsHoldUpThePacking) {
  times_.add(Stage::upload, Activity::busy, seconds(95));
  EXPECT_EQ(find().limit, Limit::store);
}

TEST_F(FindLimit, NoShareIsMoreThanAll) {
  times_.add(Stage::redact, Activity::busy, seconds(7000));
  EXPECT_DOUBLE_EQ(find().share, 1.0);
}

TEST(StageRows, BookEachSecondOnce) {
  pipeline::StageTimes times;
  times.add(Stage::read, Activity::busy, seconds(30));
  times.add(Stage::fetch, Activity::busy, seconds(50));
  times.add(Stage::fetch, Activity::waiting_for_input, seconds(5));
  times.add(Stage::pack, Activity::waiting_for_output, seconds(7));
  model::RequestCounts requests;
  requests.waited_to_read = seconds(10);
  requests.waited_to_fetch = seconds(40);
  const std::vector<StageRow> rows = stage_rows(times, requests);
  ASSERT_EQ(rows.size(), 6u);
  EXPECT_EQ(rows[0].stage, "quota");
  EXPECT_DOUBLE_EQ(rows[0].waiting_for_input, 50);
  EXPECT_EQ(rows[1].stage, "read");
  EXPECT_DOUBLE_EQ(rows[1].busy, 20);
  EXPECT_EQ(rows[2].stage, "fetch");
  EXPECT_DOUBLE_EQ(rows[2].busy, 10);
  EXPECT_DOUBLE_EQ(rows[2].waiting_for_input, 5);
  EXPECT_EQ(rows[4].stage, "pack");
  EXPECT_DOUBLE_EQ(rows[4].waiting_for_output, 7);
}

}  // namespace
}  // namespace offhook::cli
