#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "sim/content/real_calls.h"
#include "sim/org_fixture_for_test.h"

namespace offhook::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(OrgTest, LogsInWithBasicCredentials) {
  start(small());
  const auto& config = org_->config().login;
  const auto good = json::parse(login(config.client_id, config.client_secret).body);
  EXPECT_EQ(good->text("token_type"), "bearer");
  EXPECT_EQ(good->number("expires_in"), 86'400);
  EXPECT_GT(good->text("access_token").size(), 40u);

  const http::Response unknown = login("nobody", "x");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(json::parse(unknown.body)->text("error"), "invalid_client");
  EXPECT_EQ(json::parse(unknown.body)->text("description"), "client not found");
  const http::Response wrong = login(config.client_id, "x");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(json::parse(wrong.body)->text("error_description"), "authentication failed");
}

TEST_F(OrgTest, RefusesWithoutAndWithDeadCredentials) {
  OrgConfig config = small();
  config.login.token_life = std::chrono::minutes(5);
  start(std::move(config));
  const http::Response none = send("GET", "https://api.sim.invalid/api/v2/organizations/me");
  EXPECT_EQ(none.status, 401);
  const auto error = json::parse(none.body);
  EXPECT_EQ(error->text("code"), "authentication.required");
  EXPECT_EQ(error->text("contextId"), none.headers.get("ININ-Correlation-Id"));

  EXPECT_EQ(api("GET", "/api/v2/organizations/me").status, 200);
  clock_.advance(std::chrono::minutes(5));
  const http::Response expired = api("GET", "/api/v2/organizations/me");
  EXPECT_EQ(expired.status, 401);
  EXPECT_EQ(json::parse(expired.body)->text("code"), "bad.credentials");
}

TEST_F(OrgTest, AnIdleCredentialDiesInHipaaMode) {
  OrgConfig config = small();
  config.login.idle_timeout = std::chrono::minutes(15);
  start(std::move(config));
  EXPECT_EQ(api("GET", "/api/v2/organizations/me").status, 200);
  clock_.advance(std::chrono::minutes(15));
  EXPECT_EQ(api("GET", "/api/v2/organizations/me").status, 200);
  clock_.advance(std::chrono::minutes(16));
  EXPECT_EQ(api("GET", "/api/v2/organizations/me").status, 401);
}

TEST_F(OrgTest, HostsAreToldApart) {
  start(small());
  const http::Headers bearer{{"Authorization", "Bearer " + token()}};
  constexpr std::string_view kMe = "/api/v2/organizations/me";
  const auto me_at = [&](std::string_view base) {
    return send("GET", std::string(base) + std::string(kMe), {}, bearer).status;
  };
  EXPECT_EQ(me_at("https://api.sim.invalid"), 200);
  EXPECT_EQ(me_at("https://login.sim.invalid"), 404);
  EXPECT_EQ(me_at("https://media.sim.invalid"), 400) << "media refuses the credential";
  EXPECT_EQ(send("POST", "https://api.sim.invalid/oauth/token", "grant_type=client_credentials").status, 401);

  org_->set_bases("http://127.0.0.1:1", "http://127.0.0.1:1", "http://127.0.0.1:2");
  EXPECT_EQ(me_at("http://127.0.0.1:1"), 200) << "a bare address answers login and API";
  EXPECT_EQ(send("POST", "http://127.0.0.1:1/oauth/token", "grant_type=client_credentials").status, 400);
  EXPECT_EQ(me_at("http://127.0.0.1:2"), 400) << "media has a port of its own";
}

TEST_F(OrgTest, NamesItself) {
  start(small());
  const json::Value me = api_json("GET", "/api/v2/organizations/me");
  EXPECT_EQ(me.text("id"), org_->world().organization_id());
}

TEST_F(OrgTest, HoldsTheRealCallsWithTheirWords) {
  start(small());
  std::set<std::string> callers;
  for (const json::Value& conversation : run_job("2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z")) {
    for (const json::Value& participant : *conversation["participants"].array()) {
      if (!participant["attributes"].text("callerTask").empty())
        callers.emplace(participant.text("participantName"));
    }
  }
  ASSERT_EQ(real_calls().size(), 12u);
  for (const RealCall& call : real_calls()) EXPECT_TRUE(callers.contains(call.caller_name)) << call.sid;
}

TEST_F(OrgTest, EveryRecordedLegHasATranscriptOnItsOwnHost) {
  start(small());
  int recorded = 0;
  for (const json::Value& conversation : run_job("2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z")) {
    const std::string id(conversation.text("conversationId"));
    for (const json::Value& participant : *conversation["participants"].array()) {
      for (const json::Value& session : *participant["sessions"].array()) {
        const std::string target = "/api/v2/speechandtextanalytics/conversations/" + id + "/communications/" +
                                   std::string(session.text("sessionId")) + "/transcripturls";
        if (!session["recording"].boolean()) {
          EXPECT_EQ(api("GET", target).status, 404);
          continue;
        }
        ++recorded;
        const json::Value urls = api_json("GET", target);
        const std::string url((*urls["urls"].array())[0].text("url"));
        EXPECT_THAT(url, StartsWith("https://media.sim.invalid/"));
        const http::Response file = send("GET", url);
        ASSERT_EQ(file.status, 200);
        const auto transcript = json::parse(file.body);
        ASSERT_TRUE(transcript.has_value());
        EXPECT_EQ(transcript->text("conversationId"), id);
        EXPECT_EQ(transcript->text("communicationId"), session.text("sessionId"));
      }
    }
  }
  EXPECT_GT(recorded, 20);
}

TEST_F(OrgTest, AnnouncesAndEnforcesTheLimit) {
  OrgConfig config = small();
  config.limit.per_minute = 3;
  start(std::move(config));
  for (int i = 1; i <= 3; ++i) {
    const http::Response response = api("GET", "/api/v2/organizations/me");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.get("inin-ratelimit-count"), std::to_string(i));
    EXPECT_EQ(response.headers.get("inin-ratelimit-allowed"), "3");
    clock_.advance(std::chrono::seconds(10));
  }
  const http::Response refused = api("GET", "/api/v2/organizations/me");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.get("Retry-After"), "30");
  EXPECT_EQ(json::parse(refused.body)->text("code"), "too.many.requests.retry.after");
  EXPECT_EQ((*json::parse(refused.body))["limit"].number("value"), 3);
  clock_.advance(std::chrono::seconds(30));
  EXPECT_EQ(api("GET", "/api/v2/organizations/me").status, 200);
}

}  // namespace
}  // namespace offhook::sim
