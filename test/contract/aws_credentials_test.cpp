// Every source of credentials, against an AWS account in this process.
#include <gtest/gtest.h>

#include <fstream>

#include "aws/caching_provider.h"
#include "aws/credential_process.h"
#include "aws/default_provider.h"
#include "aws/profile.h"
#include "sim/s3/fake_account.h"
#include "sim/s3/fake_s3.h"
#include "test/support/temporary_folder.h"

namespace offhook::test {
namespace {

class AwsCredentials : public testing::Test {
 protected:
  void SetUp() override {
    variables_["HOME"] = folder_.path();
    std::filesystem::create_directory(folder_.path() / ".aws");
  }

  http::ServerResponse serve(const http::ServerRequest& request) {
    const std::string host(request.host());
    requests_.push_back(request.method + " " + host + request.target);
    if (sim::FakeAccount::is_for_account(request)) return account_.serve(request);
    http::ServerResponse response;
    const bool has_token = request.headers.get("X-aws-ec2-metadata-token") == "imds-token";
    if (host == "169.254.169.254" && has_metadata_ && request.method == "PUT") {
      response.body = "imds-token";
    } else if (host == "169.254.169.254" && has_token) {
      response.body = request.target.ends_with("security-credentials/") ? "role\n" : json("EC2");
    } else if (host == "169.254.170.2" || host == "localhost:99") {
      response.body = json("BOX" + std::string(request.headers.get("Authorization")));
    } else {
      response.reset_before_response = true;
    }
    return response;
  }
  static std::string json(const std::string& id) {
    return R"({"Code":"Success","AccessKeyId":")" + id +
           R"(","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-20T01:00:00Z"})";
  }

  Result<aws::Credentials> get() {
    auto made = aws::make_default_provider(
        [this](std::string_view name) -> std::optional<std::string> {
          const auto found = variables_.find(std::string(name));
          if (found == variables_.end()) return std::nullopt;
          return found->second;
        },
        *client_, *client_, clock_, random_);
    if (!made) return fail(made.error());
    provider_ = std::move(*made);
    return provider_->credentials();
  }
  std::string id() {
    const auto credentials = get();
    return credentials ? credentials->access_key_id : credentials.error().code;
  }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
    return folder_.path() / name;
  }

  TemporaryFolder folder_;
  std::map<std::string, std::string> variables_;
  std::vector<std::string> requests_;
  bool has_metadata_ = false;
  ManualClock clock_{parse_rfc3339("2026-11-20T00:00:00Z").value()};
  SeededRandom random_{1};
  sim::FakeAccount account_{clock_};
  std::unique_ptr<http::Client> client_ = http::make_in_process_client(
      [this](const http::ServerRequest& request) { return serve(request); }, clock_);
  std::unique_ptr<aws::Provider> provider_;
};

// The keys that the fake account knows.
const std::string kKeys = "aws_access_key_id = AKIAFAKE\naws_secret_access_key = fake-secret\n";

TEST_F(AwsCredentials, TheEnvironmentComesFirst) {
  variables_["AWS_ACCESS_KEY_ID"] = "AKIAENV";
  variables_["AWS_SECRET_ACCESS_KEY"] = "s";
  write(".aws/credentials", "[default]\n" + kKeys);
  EXPECT_EQ(id(), "AKIAENV");
}

TEST_F(AwsCredentials, AProfileHasKeysInEitherFile) {
  write(".aws/credentials", "# keys\n[default]\n" + kKeys +
                                "[other]\naws_access_key_id=AKIAOTHER ; mine\n"
                                "aws_secret_access_key = x\naws_session_token = y\n");
  EXPECT_EQ(id(), "AKIAFAKE");
  variables_["AWS_PROFILE"] = "other";
  EXPECT_EQ(id(), "AKIAOTHER");
  EXPECT_EQ(get()->session_token.reveal(), "y");
  write(".aws/config",
        "[profile third]\naws_access_key_id = AKIATHIRD\naws_secret_access_key = x\n"
        "s3 =\n  aws_access_key_id = WRONG\n");
  variables_["AWS_PROFILE"] = "third";
  EXPECT_EQ(id(), "AKIATHIRD");
  variables_["AWS_PROFILE"] = "none";
  EXPECT_EQ(id(), "aws.profile");
}

TEST_F(AwsCredentials, ARoleIsAssumedWithTheKeysOfItsSourceProfile) {
  variables_["AWS_CONFIG_FILE"] =
      write("config",
            "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
            "external_id = e&1\nduration_seconds = 900\nrole_session_name = me\n");
  variables_["AWS_SHARED_CREDENTIALS_FILE"] = write("keys", "[base]\n" + kKeys);
  const auto credentials = get();
  ASSERT_TRUE(credentials) << credentials.error().message;
  EXPECT_EQ(credentials->access_key_id, sim::FakeAccount::kSessionKeyId);
  EXPECT_EQ(credentials->session_token.reveal(), sim::FakeAccount::kSessionToken);
  EXPECT_EQ(credentials->expires, clock_.now() + std::chrono::hours(1));
  EXPECT_EQ(requests_.back(), "POST sts.eu-west-1.amazonaws.com/");
  EXPECT_NE(account_.last_sts_body().find("ExternalId=e%261&DurationSeconds=900"), std::string::npos);
}

TEST_F(AwsCredentials, ARoleMayChainAndMayNotRunInCircles) {
  write(".aws/config",
        "[profile a]\nrole_arn = arn:a\nsource_profile = b\n[profile b]\nrole_arn = arn:b\n"
        "source_profile = a\n[profile c]\nrole_arn = arn:c\nsource_profile = c\n" +
            kKeys +
            "[profile d]\nrole_arn = arn:d\n[profile e]\nrole_arn = arn:e\n"
            "credential_source = Environment\n");
  variables_["AWS_PROFILE"] = "a";
  EXPECT_EQ(id(), "aws.profile");
  variables_["AWS_PROFILE"] = "c";
  EXPECT_EQ(id(), sim::FakeAccount::kSessionKeyId);
  variables_["AWS_PROFILE"] = "d";
  EXPECT_EQ(id(), "aws.profile");
  variables_["AWS_PROFILE"] = "e";
  EXPECT_EQ(id(), "aws.no_credentials");
}

TEST_F(AwsCredentials, ARefusedRoleIsAnErrorAndNotTheNextSource) {
  has_metadata_ = true;
  write(".aws/config",
        "[default]\nrole_arn = arn:r\nsource_profile = base\n[profile base]\n"
        "aws_access_key_id = AKIAFAKE\naws_secret_access_key = wrong\n");
  EXPECT_EQ(id(), "sts.signature_does_not_match");
}

TEST_F(AwsCredentials, AProcessPrintsThem) {
  const std::string program = write("program",
                                    "#!/bin/sh\necho '{\"Version\":1,\"AccessKeyId\":\"'\"$1\"'\","
                                    "\"SecretAccessKey\":\"s\"}'\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  write(".aws/config", "[default]\ncredential_process = \"" + program + "\" 'AKIA PROCESS'\n");
  EXPECT_EQ(id(), "AKIA PROCESS");
  write(".aws/config", "[default]\ncredential_process = /bin/false\n");
  EXPECT_EQ(id(), "aws.credential_process");
  write(".aws/config", "[default]\ncredential_process = /bin/echo secret\n");
  const auto printed = get();
  ASSERT_FALSE(printed);
  EXPECT_EQ(printed.error().message.find("secret"), std::string::npos);
}

TEST_F(AwsCredentials, CommandsAreSplitWithoutAShell) {
  EXPECT_EQ(aws::split_command(R"(a "b c" d\ e 'f\g' "h\"i" "")").value(),
            (std::vector<std::string>{"a", "b c", "d e", "f\\g", "h\"i", ""}));
  EXPECT_FALSE(aws::split_command("'open"));
  EXPECT_FALSE(aws::split_command("  "));
}

TEST_F(AwsCredentials, AWebIdentityIsExchangedAndItsFileReadAnew) {
  variables_["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/r";
  variables_["AWS_WEB_IDENTITY_TOKEN_FILE"] = write("token", "first\n");
  EXPECT_EQ(id(), sim::FakeAccount::kSessionKeyId);
  EXPECT_TRUE(account_.last_sts_body().ends_with("WebIdentityToken=first"));
  write("token", "second");
  clock_.advance(std::chrono::minutes(58));
  ASSERT_TRUE(provider_->credentials());
  EXPECT_TRUE(account_.last_sts_body().ends_with("WebIdentityToken=second"));
}

TEST_F(AwsCredentials, AContainerIsAskedWithItsToken) {
  variables_["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/x";
  EXPECT_EQ(id(), "BOX");
  variables_.erase("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  variables_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://localhost:99/x";
  variables_["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "plain";
  EXPECT_EQ(id(), "BOXplain");
  variables_["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = write("token", "filed\n");
  EXPECT_EQ(id(), "BOXfiled");
  variables_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://example.com/x";
  EXPECT_EQ(id(), "aws.container_url");
  EXPECT_EQ(requests_.size(), 3u) << "nothing was sent to a stranger";
}

TEST_F(AwsCredentials, AnInstanceIsAskedInVersionTwoOnly) {
  EXPECT_EQ(id(), "aws.no_credentials");
  EXPECT_EQ(requests_, (std::vector<std::string>(2, "PUT 169.254.169.254/latest/api/token")));
  has_metadata_ = true;
  EXPECT_EQ(id(), "EC2");
  variables_["AWS_EC2_METADATA_DISABLED"] = "TRUE";
  EXPECT_EQ(id(), "aws.no_credentials");
}

TEST_F(AwsCredentials, TheRegionIsFoundLikewise) {
  write(".aws/config", "[default]\nregion = eu-west-1\n");
  const auto environment = [this](std::string_view name) -> std::optional<std::string> {
    const auto found = variables_.find(std::string(name));
    if (found == variables_.end()) return std::nullopt;
    return found->second;
  };
  EXPECT_EQ(aws::configured_region(environment).value(), "eu-west-1");
  variables_["AWS_DEFAULT_REGION"] = "eu-west-2";
  EXPECT_EQ(aws::configured_region(environment).value(), "eu-west-2");
  variables_["AWS_REGION"] = "eu-west-3";
  EXPECT_EQ(aws::configured_region(environment).value(), "eu-west-3");
}

// A source that hands out numbered credentials for an hour.
class CachedCredentials : public testing::Test {
 protected:
  std::string id() {
    const auto credentials = provider_->credentials();
    return credentials ? credentials->access_key_id : credentials.error().code;
  }
  ManualClock clock_{parse_rfc3339("2026-11-20T00:00:00Z").value()};
  SeededRandom random_{1};
  int fetched_ = 0;
  bool broken_ = false;
  std::unique_ptr<aws::Provider> provider_ = aws::make_caching_provider(
      [this]() -> Result<aws::Credentials> {
        if (broken_) return fail(ErrorClass::retryable, "down", "down");
        return aws::Credentials{"id" + std::to_string(++fetched_),
                                Sensitive(std::string("s")),
                                {},
                                clock_.now() + std::chrono::hours(1)};
      },
      clock_, random_);
};

TEST_F(CachedCredentials, AreKeptUntilShortlyBeforeTheyEnd) {
  EXPECT_EQ(id(), "id1");
  clock_.advance(std::chrono::minutes(49));
  EXPECT_EQ(id(), "id1");
  clock_.advance(std::chrono::minutes(6));
  EXPECT_EQ(id(), "id2");
}

TEST_F(CachedCredentials, OutliveAFailedRefreshAsLongAsTheyAreValid) {
  EXPECT_EQ(id(), "id1");
  broken_ = true;
  clock_.advance(std::chrono::minutes(58));
  EXPECT_EQ(id(), "id1");
  clock_.advance(std::chrono::minutes(3));
  EXPECT_EQ(id(), "down");
  broken_ = false;
  EXPECT_EQ(id(), "id2");
}

TEST_F(CachedCredentials, ThatWereRefusedAreFetchedAnew) {
  const auto first = provider_->credentials().value();
  provider_->refuse(first);
  EXPECT_EQ(id(), "id2");
  provider_->refuse(first);
  EXPECT_EQ(id(), "id2") << "an old refusal does not strike the new ones";
}

}  // namespace
}  // namespace offhook::test
