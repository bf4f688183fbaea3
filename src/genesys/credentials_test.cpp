#include "genesys/credentials.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/encoding.h"
#include "genesys/scripted_api_for_test.h"

namespace offhook::genesys {
namespace {

using std::chrono::seconds;

struct Fixture {
  ScriptedApi api;
  Options options = *checked(ScriptedApi::options());
  std::unique_ptr<http::Client> client = api.client();
  RequestBudget budget{options.budget, api.clock};
  Credentials credentials{options, *client, budget, api.clock, api.random};

  std::string bearer() {
    auto token = credentials.get({});
    return token ? token->bearer.reveal() : token.error().code;
  }
  std::size_t logins() const { return api.asked("/oauth/token").size(); }
};

TEST(Credentials, LogsInAsTheOfficialClientsDo) {
  Fixture f;
  EXPECT_EQ(f.bearer(), "token-1");
  const auto asked = f.api.asked("/oauth/token");
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].method, "POST");
  EXPECT_EQ(asked[0].host(), "login.example.com");
  EXPECT_EQ(asked[0].headers.get("Authorization"), "Basic " + to_base64(as_bytes("client:secret")));
  EXPECT_EQ(asked[0].body, "grant_type=client_credentials");
}

TEST(Credentials, RenewsAMinuteBeforeExpiry) {
  Fixture f;
  EXPECT_EQ(f.bearer(), "token-1");
  f.api.clock.advance(seconds(3539));
  EXPECT_EQ(f.bearer(), "token-1");
  f.api.clock.advance(seconds(1));
  EXPECT_EQ(f.bearer(), "token-2");
}

TEST(Credentials, IsNotMisledByAJumpOfTheWallClock) {
  Fixture f;
  EXPECT_EQ(f.bearer(), "token-1");
  f.api.clock.set(f.api.clock.now() - std::chrono::hours(24));
  f.api.clock.advance(seconds(3540));
  EXPECT_EQ(f.bearer(), "token-2");
}

TEST(Credentials, UsesAShortLivedTokenForHalfItsLife) {
  Fixture f;
  f.api.on("POST", "/oauth/token", {ScriptedApi::json(200, R"({"access_token":"a","expires_in":60})")});
  EXPECT_EQ(f.bearer(), "a");
  f.api.clock.advance(seconds(29));
  EXPECT_EQ(f.bearer(), "a");
  EXPECT_EQ(f.logins(), 1u);
  f.api.clock.advance(seconds(1));
  EXPECT_EQ(f.bearer(), "a");
  EXPECT_EQ(f.logins(), 2u);
}

TEST(Credentials, RenewsARefusedTokenOnceHoweverManySawItRefused) {
  Fixture f;
  const auto token = f.credentials.get({});
  ASSERT_TRUE(token);
  f.credentials.refused(token->generation);
  EXPECT_EQ(f.bearer(), "token-2");
  f.credentials.refused(token->generation);
  EXPECT_EQ(f.bearer(), "token-2");
}

TEST(Credentials, LogsInOnceForManyThreads) {
  Fixture f;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { EXPECT_EQ(f.bearer(), "token-1"); });
  threads.clear();
  EXPECT_EQ(f.logins(), 1u);
}

TEST(Credentials, TakesARefusedLoginAsFinalAndNamesTheCause) {
  for (const auto& [status, hint] : {std::pair{400, "client id"}, std::pair{401, "secret"}}) {
    Fixture f;
    f.api.on("POST", "/oauth/token",
             {ScriptedApi::json(status, R"({"error":"invalid_client","description":"x"})")});
    const auto refused = f.credentials.get({});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "source.refused.login");
    EXPECT_EQ(refused.error().cls, ErrorClass::permanent);
    EXPECT_NE(refused.error().message.find(hint), std::string::npos);
    EXPECT_NE(refused.error().message.find("invalid_client"), std::string::npos);
    EXPECT_EQ(f.bearer(), "source.refused.login");
    EXPECT_EQ(f.logins(), 1u) << "a refused login was tried again";
  }
}

TEST(Credentials, TriesAgainWhenTheLoginHostStumbles) {
  Fixture f;
  http::ServerResponse reset;
  reset.reset_before_response = true;
  f.api.on("POST", "/oauth/token",
           {ScriptedApi::json(503, "<html>"), reset, ScriptedApi::json(200, "not json"),
            ScriptedApi::json(200, R"({"access_token":"late","expires_in":3600})")});
  EXPECT_EQ(f.bearer(), "late");
  EXPECT_EQ(f.logins(), 4u);
}

TEST(Credentials, NeverNamesTheSecret) {
  Fixture f;
  f.api.on("POST", "/oauth/token", {ScriptedApi::json(401, R"({"error":"secret"})")});
  const auto refused = f.credentials.get({});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.find(to_base64(as_bytes("client:secret"))), std::string::npos);
}

}  // namespace
}  // namespace offhook::genesys
