#include "store/s3/policy.h"

#include <gtest/gtest.h>

namespace offhook::store::s3 {
namespace {

Situation put(std::map<std::string, std::vector<std::string>> keys = {}) {
  keys.try_emplace("aws:securetransport", std::vector<std::string>{"true"});
  return {"s3:PutObject", "arn:aws:s3:::b/key", std::move(keys)};
}

DenyOutcome denies(const std::string& statement, const Situation& situation) {
  return Policy::parse(R"({"Version":"2012-10-17","Statement":)" + statement + "}").value().denies(situation);
}

// A Deny of everything to everybody, under one condition.
std::string deny_if(const std::string& condition) {
  return R"([{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":)" + condition +
         "}]";
}

constexpr auto kDenied = DenyOutcome::denied;
constexpr auto kAllowed = DenyOutcome::allowed;

TEST(Policy, StatementsComeAloneOrInAList) {
  const std::string one = R"({"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"*"})";
  EXPECT_EQ(denies(one, put()), kDenied);
  EXPECT_EQ(denies("[" + one + "]", put()), kDenied);
  EXPECT_EQ(denies("[]", put()), kAllowed);
  EXPECT_FALSE(Policy::parse("{}"));
  EXPECT_FALSE(Policy::parse("nonsense"));
}

TEST(Policy, PrincipalsAreWrittenInFourWays) {
  const auto with = [](const std::string& principal) {
    return denies("[{\"Effect\":\"Deny\"," + principal + R"(,"Action":"*","Resource":"*"}])", put());
  };
  EXPECT_EQ(with(R"("Principal":"*")"), kDenied);
  EXPECT_EQ(with(R"("Principal":{"AWS":"*"})"), kDenied);
  EXPECT_EQ(with(R"("Principal":{"AWS":["arn:aws:iam::1:root","*"]})"), kDenied);
  EXPECT_EQ(with(R"("Principal":{"AWS":"arn:aws:iam::1:root"})"), DenyOutcome::partial);
  EXPECT_EQ(with(R"("NotPrincipal":{"AWS":"arn:aws:iam::1:root"})"), DenyOutcome::partial);
  EXPECT_EQ(with(R"("Principal":{"Service":"*"})"), DenyOutcome::partial);
}

TEST(Policy, ActionsMatchWithoutCaseAndWithWildcards) {
  const auto with = [](const std::string& action) {
    return denies("[{\"Effect\":\"Deny\",\"Principal\":\"*\"," + action + R"(,"Resource":"*"}])", put());
  };
  EXPECT_EQ(with(R"("Action":"s3:putobject")"), kDenied);
  EXPECT_EQ(with(R"("Action":["s3:Get*","S3:Put*"])"), kDenied);
  EXPECT_EQ(with(R"("Action":"s3:Put?bject")"), kDenied);
  EXPECT_EQ(with(R"("Action":"s3:GetObject")"), kAllowed);
  EXPECT_EQ(with(R"("NotAction":"s3:GetObject")"), kDenied);
  EXPECT_EQ(with(R"("NotAction":"s3:Put*")"), kAllowed);
}

TEST(Policy, ResourcesMatchWithCase) {
  const auto with = [](const std::string& resource) {
    return denies("[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\"," + resource + "}]", put());
  };
  EXPECT_EQ(with(R"("Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"])"), kDenied);
  EXPECT_EQ(with(R"("Resource":"arn:aws:s3:::b")"), kAllowed);
  EXPECT_EQ(with(R"("Resource":"arn:aws:s3:::B/*")"), kAllowed);
  EXPECT_EQ(with(R"("NotResource":"arn:aws:s3:::c/*")"), kDenied);
}

TEST(Policy, ConditionKeysMatchWithoutCaseAndValuesAreBareOrListed) {
  const Situation plain = put({{"aws:securetransport", {"false"}}});
  for (const char* condition :
       {R"({"Bool":{"aws:SecureTransport":"false"}})", R"({"Bool":{"aws:securetransport":false}})",
        R"({"bool":{"AWS:SecureTransport":["FALSE"]}})",
        R"({"BoolIfExists":{"aws:SecureTransport":"false"}})"}) {
    EXPECT_EQ(denies(deny_if(condition), plain), kDenied) << condition;
    EXPECT_EQ(denies(deny_if(condition), put()), kAllowed) << condition;
  }
}

TEST(Policy, AMissingKeyDeniesWithNegatedOperatorsOnly) {
  const Situation without = put({{"s3:x-amz-server-side-encryption", {}}});
  const auto with = [&](const std::string& op, const std::string& value) {
    return denies(deny_if("{\"" + op + "\":{\"s3:x-amz-server-side-encryption\":" + value + "}}"), without);
  };
  EXPECT_EQ(with("StringNotEquals", R"("aws:kms")"), kDenied);
  EXPECT_EQ(with("StringNotEqualsIfExists", R"("aws:kms")"), kDenied);
  EXPECT_EQ(with("StringEquals", R"("aws:kms")"), kAllowed);
  EXPECT_EQ(with("StringEqualsIfExists", R"("aws:kms")"), kDenied);
  EXPECT_EQ(with("Null", R"("true")"), kDenied);
  EXPECT_EQ(with("Null", "false"), kAllowed);
  EXPECT_EQ(with("ForAnyValue:StringNotEquals", R"("aws:kms")"), kAllowed);
  EXPECT_EQ(with("ForAllValues:StringEquals", R"("aws:kms")"), kDenied);
}

TEST(Policy, NegatedOperatorsDenyOnlyWhatIsInNoneOfTheirValues) {
  const auto with = [](const std::string& value) {
    return denies(
        deny_if(R"({"StringNotEquals":{"s3:x-amz-server-side-encryption":["aws:kms","aws:kms:dsse"]}})"),
        put({{"s3:x-amz-server-side-encryption", {value}}}));
  };
  EXPECT_EQ(with("AES256"), kDenied);
  EXPECT_EQ(with("aws:kms"), kAllowed);
  EXPECT_EQ(with("aws:kms:dsse"), kAllowed);
}

TEST(Policy, NumbersCompareAsNumbers) {
  const auto with = [](const std::string& version) {
    return denies(deny_if(R"({"NumericLessThan":{"s3:TlsVersion":"1.2"}})"),
                  put({{"s3:tlsversion", {version}}}));
  };
  EXPECT_EQ(with("1.1"), kDenied);
  EXPECT_EQ(with("1.2"), kAllowed);
  EXPECT_EQ(with("1.3"), kAllowed);
}

TEST(Policy, EveryLineOfAConditionMustHold) {
  const std::string both =
      R"({"Bool":{"aws:SecureTransport":"false"},"StringEquals":{"s3:x-amz-acl":"public-read"}})";
  EXPECT_EQ(denies(deny_if(both), put({{"aws:securetransport", {"false"}}, {"s3:x-amz-acl", {}}})), kAllowed);
}

TEST(Policy, ADenyUnderAConditionNobodyCanTellIsNoDeny) {
  EXPECT_EQ(denies(deny_if(R"({"StringNotEquals":{"aws:SourceVpce":"vpce-1"}})"), put()), kAllowed);
  EXPECT_EQ(denies(deny_if(R"({"DateGreaterThan":{"aws:SecureTransport":"x"}})"), put()), kAllowed);
}

TEST(Policy, AllowsToEverybodyArePublicUnlessTiedDown) {
  const auto is_public = [](const std::string& rest) {
    return Policy::parse(R"({"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",)" + rest +
                         "}]}")
        .value()
        .is_public();
  };
  EXPECT_TRUE(is_public(R"("Principal":"*")"));
  EXPECT_TRUE(is_public(R"("Principal":{"AWS":["*"]})"));
  EXPECT_TRUE(is_public(R"("NotPrincipal":{"AWS":"arn:aws:iam::1:root"})"));
  EXPECT_TRUE(is_public(R"("Principal":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}})"));
  EXPECT_TRUE(is_public(R"("Principal":"*","Condition":{"StringLike":{"aws:PrincipalOrgID":"*"}})"));
  EXPECT_TRUE(is_public(R"("Principal":"*","Condition":{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}})"));
  EXPECT_TRUE(is_public(R"("Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})"));
  EXPECT_FALSE(is_public(R"("Principal":{"AWS":"arn:aws:iam::1:root"})"));
  EXPECT_FALSE(is_public(R"("Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}})"));
  EXPECT_FALSE(is_public(R"("Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})"));
}

TEST(Policy, WildcardsMatchWhole) {
  EXPECT_TRUE(wildcard_match("*", ""));
  EXPECT_TRUE(wildcard_match("a*c*e", "abcde"));
  EXPECT_TRUE(wildcard_match("a*c", "abcbc"));
  EXPECT_FALSE(wildcard_match("a*c", "abcb"));
  EXPECT_FALSE(wildcard_match("", "a"));
  EXPECT_TRUE(wildcard_match("a?c", "abc"));
}

}  // namespace
}  // namespace offhook::store::s3
