#include "pipeline/quarantine_limit.h"

#include <gtest/gtest.h>

namespace offhook::pipeline {
namespace {

using model::AccountStatus;

model::AccountRow row(AccountStatus status, std::string id, std::string reason = "") {
  model::AccountRow made;
  made.status = status;
  made.id = std::move(id);
  made.reason = std::move(reason);
  return made;
}

void count(QuarantineLimit& limit, AccountStatus status, int times) {
  for (int i = 0; i < times; ++i)
    limit.count(row(status, std::to_string(i), status == AccountStatus::quarantined ? "malformed" : ""));
}

TEST(QuarantineLimit, FewAreNotTooManyHoweverSmallTheSlice) {
  QuarantineLimit limit(1, 10);
  count(limit, AccountStatus::quarantined, 9);
  EXPECT_TRUE(limit.check("s"));
  count(limit, AccountStatus::quarantined, 1);
  EXPECT_EQ(limit.check("s").error().code, "run.quarantine");
}

TEST(QuarantineLimit, AShareOfTheSliceIsBorne) {
  QuarantineLimit limit(1, 10);
  count(limit, AccountStatus::archived, 1980);
  count(limit, AccountStatus::quarantined, 20);
  EXPECT_TRUE(limit.check("s"));  // one in a hundred, not more
  count(limit, AccountStatus::quarantined, 1);
  EXPECT_FALSE(limit.check("s"));
}

TEST(QuarantineLimit, WhatIsPendingOrAbsentIsNoQuarantine) {
  QuarantineLimit limit(1, 10);
  count(limit, AccountStatus::pending, 500);
  count(limit, AccountStatus::absent, 500);
  EXPECT_TRUE(limit.check("s"));
}

TEST(QuarantineLimit, TheMessageNamesReasonsAndRecordsAndWhatToDo) {
  QuarantineLimit limit(1, 2);
  model::AccountRow transcript = row(AccountStatus::quarantined, "leg-1", "source.forbidden");
  transcript.dataset = model::Dataset::transcripts;
  transcript.conversation = "call-1";
  limit.count(transcript);
  limit.count(row(AccountStatus::quarantined, "call-2", "malformed"));
  const std::string message = limit.check("the-slice").error().message;
  for (const char* part : {"2 records of slice the-slice", "1 malformed, 1 source.forbidden",
                           "transcript leg-1 of conversation call-1", "conversation call-2", "run again",
                           "run.quarantine_percent"})
    EXPECT_NE(message.find(part), std::string::npos) << part << " in: " << message;
}

}  // namespace
}  // namespace offhook::pipeline
