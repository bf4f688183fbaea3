#include "cli/settings.h"

#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

TEST(Settings, FlagBeforeEnvironmentBeforeFileBeforeDefault) {
  const std::string file = "[s3]\nregion = \"file\"\nstorage_class = \"GLACIER_IR\"\n";
  const auto settings = Settings::resolve(
      {{"target.bucket", "from-flag"}},
      environment({{"S3_BUCKET", "from-environment"}, {"AWS_REGION", "env"}}), file, "offhook.toml");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->text("target.bucket"), "from-flag");
  EXPECT_EQ(settings->origin("target.bucket"), "flag --target-bucket");
  EXPECT_EQ(settings->text("s3.region"), "env");
  EXPECT_EQ(settings->origin("s3.region"), "environment AWS_REGION");
  EXPECT_EQ(settings->text("s3.storage_class"), "GLACIER_IR");
  EXPECT_EQ(settings->origin("s3.storage_class"), "file offhook.toml:3");
  EXPECT_EQ(settings->origin("gate.profile"), "default");
}

TEST(Settings, OwnVariableComesBeforeTheOnesPeopleHave) {
  const auto settings = Settings::resolve(
      {}, environment({{"GENESYSCLOUD_OAUTHCLIENT_ID", "theirs"}, {"OFFHOOK_GENESYS_CLIENT_ID", "ours"}}), "",
      "");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->text("genesys.client_id"), "ours");
}

TEST(Settings, UnknownKeysAreErrorsWithTheirLine) {
  const auto settings = Settings::resolve({}, environment({}), "[s3]\n\nregoin = \"x\"\n", "offhook.toml");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, "config.invalid");
  EXPECT_NE(settings.error().message.find("offhook.toml:3: unknown key 's3.regoin'"), std::string::npos);
}

TEST(Settings, AMissingValueNamesBothWays) {
  const auto settings = Settings::resolve({}, environment({}), "", "");
  ASSERT_TRUE(settings);
  const auto missing = settings->require("redact.token_key");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("TOKENIZATION_KEY"), std::string::npos);
  EXPECT_NE(missing.error().message.find("[redact]"), std::string::npos);
}

TEST(Settings, NumbersAndSwitchesAreChecked) {
  EXPECT_FALSE(Settings::resolve({{"run.workers", "many"}}, environment({}), "", ""));
  EXPECT_FALSE(Settings::resolve({{"connection.allow_http", "yes"}}, environment({}), "", ""));
  EXPECT_FALSE(Settings::resolve({}, environment({}), "s3 = 1", "f"));
  EXPECT_FALSE(Settings::resolve({}, environment({}), "[s3\n", "f"));
}

TEST(Settings, ListsAreCutAtCommas) {
  const auto list = [](std::string value) {
    return Settings::resolve({{"filters.media", std::move(value)}}, environment({}), "", "")
        ->list("filters.media");
  };
  EXPECT_EQ(list("voice, email ,,chat"), (std::vector<std::string>{"voice", "email", "chat"}));
  EXPECT_EQ(list("voice"), std::vector<std::string>{"voice"});
  EXPECT_TRUE(list("").empty());
  EXPECT_TRUE(list(" , ").empty());
}

constexpr const char* kTwoOrganisations = R"([s3]
region = "everyone"
[org.a]
expected_org_id = "1"
[org.a.genesys]
client_id = "a's"
[org.b.s3]
region = "b's"
)";

Result<Settings> of_organisation(std::map<std::string, std::string> flags) {
  return Settings::resolve(flags, environment({}), kTwoOrganisations, "f");
}

TEST(Settings, AnOrganisationsTableComesBeforeTheFiles) {
  const auto a = of_organisation({{"org.name", "a"}});
  ASSERT_TRUE(a) << a.error().message;
  EXPECT_EQ(a->text("org.expected_id"), "1");
  EXPECT_EQ(a->origin("genesys.client_id"), "file f:6");
  EXPECT_EQ(a->text("s3.region"), "everyone");
  EXPECT_EQ(of_organisation({{"org.name", "b"}})->text("s3.region"), "b's");
}

TEST(Settings, WhichOrganisationMustBeClear) {
  EXPECT_EQ(of_organisation({})->require_choice().error().code, "config.org");
  EXPECT_EQ(of_organisation({{"org.name", "c"}}).error().code, "config.org");
  EXPECT_EQ(Settings::resolve({}, environment({}), "[org.a]\n", "f")->text("org.name"), "a");
}

TEST(Settings, NumbersHaveBounds) {
  EXPECT_FALSE(Settings::resolve({{"archive.zstd_level", "20"}}, environment({}), "", ""));
  const auto settings = Settings::resolve({{"timeout.idle_seconds", "0.5"}}, environment({}), "", "");
  EXPECT_EQ(settings->seconds("timeout.idle_seconds").count(), 500);
}

TEST(Settings, ASecretHasNoFlag) {
  const auto settings = Settings::resolve({{"redact.token_key", "k"}}, environment({}), "", "");
  ASSERT_TRUE(settings);
  EXPECT_FALSE(settings->has("redact.token_key"));
}

}  // namespace
}  // namespace offhook::cli
