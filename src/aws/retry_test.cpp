#include "aws/retry.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace offhook::aws {
namespace {

struct Row {
  int status;
  std::string code;
  RetryRule rule;
};

// Amazon S3 API Reference, "Error responses"; AWS SDKs and Tools Reference Guide, "Retry behavior".
TEST(RetryRules, FollowTheTable) {
  const Row table[] = {
      {500, "InternalError", RetryRule::ordinary},
      {502, "", RetryRule::ordinary},
      {503, "ServiceUnavailable", RetryRule::ordinary},
      {504, "", RetryRule::ordinary},
      {400, "RequestTimeout", RetryRule::ordinary},
      {409, "OperationAborted", RetryRule::ordinary},
      {200, "InternalError", RetryRule::ordinary},  // inside a success
      {503, "SlowDown", RetryRule::throttled},
      {200, "SlowDown", RetryRule::throttled},
      {429, "", RetryRule::throttled},
      {400, "Throttling", RetryRule::throttled},
      {400, "ThrottlingException", RetryRule::throttled},
      {400, "ThrottledException", RetryRule::throttled},
      {503, "RequestLimitExceeded", RetryRule::throttled},
      {400, "TooManyRequestsException", RetryRule::throttled},
      {509, "BandwidthLimitExceeded", RetryRule::throttled},
      {400, "BadDigest", RetryRule::damaged},
      {400, "XAmzContentSHA256Mismatch", RetryRule::damaged},
      {400, "ExpiredToken", RetryRule::credentials},
      {403, "ExpiredToken", RetryRule::credentials},
      {403, "RequestExpired", RetryRule::credentials},
      {403, "RequestTimeTooSkewed", RetryRule::clock},
      {403, "RequestInTheFuture", RetryRule::clock},
      {409, "ConditionalRequestConflict", RetryRule::never},  // the caller decides: put again, or look first
      {412, "PreconditionFailed", RetryRule::never},
      {404, "NoSuchUpload", RetryRule::never},
      {404, "NoSuchBucket", RetryRule::never},
      {403, "AccessDenied", RetryRule::never},
      {403, "InvalidAccessKeyId", RetryRule::never},
      {403, "SignatureDoesNotMatch", RetryRule::never},
      {400, "EntityTooSmall", RetryRule::never},
      {400, "InvalidPart", RetryRule::never},
      {400, "InvalidArgument", RetryRule::never},
      {400, "InvalidStorageClass", RetryRule::never},
      {501, "NotImplemented", RetryRule::never},
      {400, "KMS.DisabledException", RetryRule::never},
      {400, "KMS.NotFoundException", RetryRule::never},
      {301, "PermanentRedirect", RetryRule::never},
  };
  for (const Row& row : table) {
    ServiceError error;
    error.status = row.status;
    error.code = row.code;
    EXPECT_EQ(retry_rule(error), row.rule) << row.status << " " << row.code;
  }
}

RC_GTEST_PROP(RetryDelays, AreSpreadOverTheWholeBackOffAndNeverBeyondTheCap, ()) {
  SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
  const int retry = *rc::gen::inRange(0, 100);
  const RetryLimits limits;
  const auto rule = *rc::gen::element(RetryRule::ordinary, RetryRule::throttled);
  const Milliseconds base = rule == RetryRule::throttled ? limits.throttled_base : limits.base;
  const Milliseconds delay = retry_delay(rule, retry, std::nullopt, limits, random);
  RC_ASSERT(delay >= Milliseconds(0));
  RC_ASSERT(delay <= limits.cap);
  if (retry < 8) RC_ASSERT(delay <= base * (1 << retry));
}

TEST(RetryDelays, AreJitteredInFull) {
  SeededRandom random(1);
  Milliseconds least{20'000}, most{0};
  for (int i = 0; i < 1000; ++i) {
    const Milliseconds delay = retry_delay(RetryRule::ordinary, 20, std::nullopt, {}, random);
    least = std::min(least, delay);
    most = std::max(most, delay);
  }
  EXPECT_LT(least, Milliseconds(500));
  EXPECT_GT(most, Milliseconds(19'500));
}

TEST(RetryDelays, HonourWhatTheServerAsksForWithinFiveSeconds) {
  SeededRandom random(1);
  for (int i = 0; i < 100; ++i) {
    EXPECT_LE(retry_delay(RetryRule::ordinary, 0, std::chrono::hours(1), {}, random), Milliseconds(5050));
    EXPECT_GE(retry_delay(RetryRule::ordinary, 0, std::chrono::hours(1), {}, random), Milliseconds(5000));
    const Milliseconds asked = retry_delay(RetryRule::ordinary, 0, Milliseconds(3000), {}, random);
    EXPECT_EQ(asked, Milliseconds(3000));
  }
}

TEST(RetryDelays, AreReadFromBothFields) {
  EXPECT_EQ(asked_delay({{"x-amz-retry-after", "1500"}, {"Retry-After", "9"}}), Milliseconds(1500));
  EXPECT_EQ(asked_delay({{"Retry-After", "9"}}), Milliseconds(9000));
  for (const char* nonsense :
       {"", "-1", "soon", "99999999999999999999", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"})
    EXPECT_EQ(asked_delay({{"Retry-After", nonsense}}), std::nullopt) << nonsense;
}

TEST(RetryBudget, IsSpentByRetriesAndRefilledBySuccesses) {
  RetryBudget budget(30);
  EXPECT_TRUE(budget.spend(RetryRule::ordinary));
  EXPECT_TRUE(budget.spend(RetryRule::ordinary));
  EXPECT_FALSE(budget.spend(RetryRule::throttled)) << "2 are left";
  budget.succeeded(RetryRule::ordinary);
  EXPECT_TRUE(budget.spend(RetryRule::ordinary));
  for (int i = 0; i < 3; ++i) budget.succeeded(std::nullopt);
  EXPECT_TRUE(budget.spend(RetryRule::throttled));
  for (int i = 0; i < 1000; ++i) budget.succeeded(RetryRule::ordinary);
  EXPECT_TRUE(budget.spend(RetryRule::ordinary));
  EXPECT_TRUE(budget.spend(RetryRule::ordinary));
  EXPECT_FALSE(budget.spend(RetryRule::ordinary)) << "never above what it began with";
}

}  // namespace
}  // namespace offhook::aws
