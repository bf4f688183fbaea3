#include "cli/run_report.h"

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

// Each of these is outranked by those before it, as the manual says.
TEST(RunExitCode, IsTheFirstThatApplies) {
  pipeline::Tally tally;
  pipeline::RunReport report;
  EXPECT_EQ(exit_code_for(report, tally), ExitCode::ok);
  report.stopped_by = Error{ErrorClass::permanent, "file.failed", ""};
  EXPECT_EQ(exit_code_for(report, tally), ExitCode::internal);
  report.stopped_by = Error{ErrorClass::cancelled, "cancelled", ""};
  EXPECT_EQ(exit_code_for(report, tally), ExitCode::later);
  tally.quarantined = 1;
  EXPECT_EQ(exit_code_for(report, tally), ExitCode::partial);
  report.stopped_by = Error{ErrorClass::permanent, "source.refused.login", ""};
  EXPECT_EQ(exit_code_for(report, tally), ExitCode::refused);
  tally.gaps = 1;
  EXPECT_EQ(exit_code_for(report, tally), ExitCode::gap);
  report.stopped_by = Error{ErrorClass::permanent, "gate.refused", ""};
  EXPECT_EQ(exit_code_for(report, tally), ExitCode::gate);
  report.stopped_by = Error{ErrorClass::conflict, "upload.conflict", ""};
  EXPECT_EQ(exit_code_for(report, tally), ExitCode::integrity);
}

TEST(RunExitCode, IsPartialWhereSomethingIsLeftToDo) {
  for (pipeline::Tally::Count pipeline::Tally::* count :
       {&pipeline::Tally::quarantined, &pipeline::Tally::overdue, &pipeline::Tally::unreconciled}) {
    pipeline::Tally tally;
    tally.*count = 1;
    EXPECT_EQ(exit_code_for(pipeline::RunReport(), tally), ExitCode::partial);
  }
  pipeline::RunReport report;
  report.events.waiting = 1;
  EXPECT_EQ(exit_code_for(report, pipeline::Tally()), ExitCode::partial);
}

}  // namespace
}  // namespace offhook::cli
