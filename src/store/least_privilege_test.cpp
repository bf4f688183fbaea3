#include "store/least_privilege.h"

#include <gtest/gtest.h>

#include "json/value.h"
#include "store/s3/policy.h"

namespace offhook::store {
namespace {

const LeastPrivilege kWanted{.bucket = "archive",
                             .prefix = "calls/",
                             .region = "eu-central-1",
                             .account = "111122223333",
                             .kms_key = "arn:aws:kms:eu-central-1:111122223333:key/one",
                             .role_arn = "arn:aws:iam::111122223333:role/offhook"};

TEST(LeastPrivilege, PoliciesAreJson) {
  for (const auto& print : {role_policy, bucket_policy, kms_policy}) {
    const std::string text = print(kWanted, PolicyFormat::json).value();
    const auto document = json::parse(text);
    ASSERT_TRUE(document) << document.error().message << text;
    EXPECT_EQ(document->text("Version"), "2012-10-17");
    EXPECT_GE((*document)["Statement"].array()->size(), 3u);
  }
}

TEST(LeastPrivilege, TheRoleWritesBelowThePrefixOnly) {
  const std::string text = role_policy(kWanted, PolicyFormat::json).value();
  EXPECT_NE(text.find("\"arn:aws:s3:::archive/calls/*\""), std::string::npos);
  EXPECT_EQ(text.find("\"arn:aws:s3:::archive/*\""), std::string::npos);
  EXPECT_EQ(text.find("s3:*"), std::string::npos);
  EXPECT_EQ(text.find("PutObjectTagging"), std::string::npos);
}

TEST(LeastPrivilege, TheBucketRefusesWhatTheGateWantsRefused) {
  const auto policy = s3::Policy::parse(bucket_policy(kWanted, PolicyFormat::json).value()).value();
  const auto put = [](std::map<std::string, std::vector<std::string>> keys) {
    keys.try_emplace("aws:securetransport", std::vector<std::string>{"true"});
    keys.try_emplace("s3:tlsversion", std::vector<std::string>{"1.3"});
    keys.try_emplace("s3:if-none-match", std::vector<std::string>{"*"});
    keys.try_emplace("s3:objectcreationoperation", std::vector<std::string>{"true"});
    keys.try_emplace("s3:x-amz-server-side-encryption", std::vector<std::string>{"aws:kms"});
    keys.try_emplace("s3:x-amz-server-side-encryption-aws-kms-key-id",
                     std::vector<std::string>{kWanted.kms_key});
    return s3::Situation{"s3:PutObject", "arn:aws:s3:::archive/calls/x", std::move(keys)};
  };
  EXPECT_EQ(policy.denies(put({})), s3::DenyOutcome::allowed);
  EXPECT_EQ(policy.denies(put({{"aws:securetransport", {"false"}}})), s3::DenyOutcome::denied);
  EXPECT_EQ(policy.denies(put({{"s3:tlsversion", {"1.1"}}})), s3::DenyOutcome::denied);
  EXPECT_EQ(policy.denies(put({{"s3:if-none-match", {}}})), s3::DenyOutcome::denied);
  EXPECT_EQ(policy.denies(put({{"s3:x-amz-server-side-encryption", {"AES256"}}})), s3::DenyOutcome::denied);
  EXPECT_EQ(policy.denies(put({{"s3:x-amz-server-side-encryption-aws-kms-key-id", {"arn:other"}}})),
            s3::DenyOutcome::denied);
  EXPECT_FALSE(policy.is_public());
}

TEST(LeastPrivilege, TerraformHoldsTheSameJson) {
  const std::string json = bucket_policy(kWanted, PolicyFormat::json).value();
  const std::string terraform = bucket_policy(kWanted, PolicyFormat::terraform).value();
  EXPECT_TRUE(terraform.starts_with("resource \"aws_s3_bucket_policy\" \"offhook\" {"));
  EXPECT_NE(terraform.find(json), std::string::npos);
}

TEST(LeastPrivilege, WhatIsMissingIsNamed) {
  EXPECT_FALSE(role_policy({.bucket = ""}, PolicyFormat::json));
  EXPECT_FALSE(bucket_policy({.bucket = "b", .kms_key = "alias/x"}, PolicyFormat::json));
  EXPECT_FALSE(kms_policy({.bucket = "b"}, PolicyFormat::json));
  EXPECT_TRUE(bucket_policy({.bucket = "b"}, PolicyFormat::json));
}

}  // namespace
}  // namespace offhook::store
