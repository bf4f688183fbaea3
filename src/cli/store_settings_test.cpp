#include "cli/store_settings.h"

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

Result<Settings> resolve(std::string_view text) {
  return Settings::resolve({}, [](const std::string&) { return std::nullopt; }, text, "offhook.toml");
}
Settings from_file(std::string_view text) { return resolve(text).value(); }
Result<store::S3Options> read(std::string_view text) {
  OFFHOOK_TRY(const Settings settings, resolve(text));
  return store_options(settings, {.bucket = "archive", .folder = {}, .prefix = "calls"});
}

TEST(StoreSettings, ACustomGateIsReadAsTheDocumentWritesIt) {
  const auto options = read(R"(
[gate]
profile = "custom"
accept_unknown = ["account_public_access", "logging"]
lock_mode = "COMPLIANCE"
lock_days = 2555
retention_days = 3000
tag_keys = ["owner"]

[gate.demands]
versioning = "require"
logging = "off"
)");
  ASSERT_TRUE(options) << options.error().message;
  const store::GateOptions& gate = options->gate;
  EXPECT_EQ(gate.profile, "custom");
  EXPECT_EQ(gate.accept_unknown, (std::set<std::string>{"account_public_access", "logging"}));
  EXPECT_EQ(gate.lock_mode, "COMPLIANCE");
  EXPECT_EQ(gate.lock_days, 2555);
  EXPECT_EQ(gate.retention_days, 3000);
  EXPECT_EQ(gate.tag_keys, std::vector<std::string>{"owner"});
  EXPECT_EQ(gate.demands, (std::map<std::string, store::Demand>{{"versioning", store::Demand::require},
                                                                {"logging", store::Demand::off}}));
  EXPECT_TRUE(store::validate(gate));
}

TEST(StoreSettings, AFlagSaysTheSameInOneLine) {
  const auto settings = Settings::resolve(
                            {{"gate.demands", "versioning=require, logging=off"}},
                            [](const std::string&) { return std::nullopt; }, "", "")
                            .value();
  const auto options = store_options(settings, {.bucket = "archive", .folder = {}, .prefix = ""});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->gate.demands.size(), 2u);
  EXPECT_EQ(options->prefix, "");
}

TEST(StoreSettings, WhatIsSetArrivesAndNothingElse) {
  const auto bare = read("").value();
  const store::S3Options fresh;
  EXPECT_EQ(bare.region, "") << "left to the bucket";
  EXPECT_EQ(bare.storage_class, fresh.storage_class);
  EXPECT_EQ(bare.addressing, fresh.addressing);
  EXPECT_EQ(bare.encryption, fresh.encryption);
  EXPECT_EQ(bare.bucket_key, fresh.bucket_key);
  EXPECT_TRUE(bare.tags.empty());
  EXPECT_EQ(bare.lock_mode, "");
  EXPECT_EQ(bare.gate.lock_days, fresh.gate.lock_days);

  const auto set = read(R"(
[s3]
region = "eu-central-1"
addressing = "virtual"
encryption = "aws:kms"
kms_key = "arn:aws:kms:eu-central-1:111122223333:key/one"
bucket_key = false
tags = {team = "voice", cost = "42"}
lock_mode = "COMPLIANCE"
lock_days = 3650
legal_hold = true
kms_endpoint = "https://kms.example"
control_endpoint = "https://control.example"
)")
                       .value();
  EXPECT_EQ(set.prefix, "calls/");
  EXPECT_EQ(set.region, "eu-central-1");
  EXPECT_EQ(set.addressing, store::Addressing::virtual_hosted);
  EXPECT_EQ(set.encryption, store::EncryptionChoice::kms);
  EXPECT_FALSE(set.bucket_key);
  EXPECT_EQ(set.tags, (std::map<std::string, std::string>{{"team", "voice"}, {"cost", "42"}}));
  EXPECT_EQ(set.lock_mode, "COMPLIANCE");
  EXPECT_EQ(set.lock_days, 3650);
  EXPECT_TRUE(set.legal_hold);
  EXPECT_EQ(set.kms_endpoint, "https://kms.example");
  EXPECT_EQ(set.control_endpoint, "https://control.example");
}

TEST(StoreSettings, WhatMakesNoSenseIsNamedWithItsPlace) {
  for (const auto& [text, place] :
       {std::pair{"[s3]\naddressing = \"host\"", "s3.addressing (file offhook.toml:2)"},
        std::pair{"[s3]\nencryption = \"aes\"", "s3.encryption (file offhook.toml:2)"},
        std::pair{"[s3]\ntags = \"team\"", "s3.tags (file offhook.toml:2)"},
        std::pair{"[s3]\ntags = \"a=1,a=2\"", "s3.tags (file offhook.toml:2)"},
        std::pair{"[gate]\ndemands = \"tls=maybe\"", "gate.demands (file offhook.toml:2)"},
        std::pair{"[gate]\nlock_mode = \"SOFT\"", "gate.lock_mode (file offhook.toml:2)"},
        std::pair{"[gate]\nlock_days = 99999999999", "gate.lock_days (file offhook.toml:2)"}}) {
    const auto options = read(text);
    ASSERT_FALSE(options) << text;
    EXPECT_EQ(options.error().code, "config.invalid");
    EXPECT_EQ(options.error().message.find(place), 0u) << options.error().message;
  }
}

TEST(StoreSettings, PoliciesGrantWhatTheSettingsNeed) {
  const Settings settings =
      from_file("[s3]\ntags = \"a=1\"\nlock_mode = \"GOVERNANCE\"\nlegal_hold = true\n");
  const auto wanted = least_privilege(settings, {.bucket = "archive", .folder = {}, .prefix = "calls"});
  EXPECT_EQ(wanted.prefix, "calls/");
  const std::string role = store::role_policy(wanted, store::PolicyFormat::json).value();
  for (const char* action : {"s3:PutObjectTagging", "s3:PutObjectRetention", "s3:PutObjectLegalHold"})
    EXPECT_NE(role.find(action), std::string::npos) << action;
}

}  // namespace
}  // namespace offhook::cli
