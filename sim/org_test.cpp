#include "sim/org.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/encoding.h"
#include "http/client.h"
#include "http/url.h"
#include "json/value.h"
#include "sim/content/real_calls.h"

namespace offhook::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kJobs = "/api/v2/analytics/conversations/details/jobs";

// An organisation with one day of conversations, seen two days later through an in-process client.
class OrgTest : public ::testing::Test {
 protected:
  static OrgConfig small() {
    OrgConfig config;
    config.plan = {.conversations = 60, .seed = 7, .from = *parse_rfc3339("2026-03-10"), .days = 1};
    return config;
  }

  void start(OrgConfig config) {
    org_ = std::make_unique<Org>(std::move(config), clock_);
    client_ = http::make_in_process_client(
        [this](const http::ServerRequest& request) { return org_->serve(request); }, clock_);
  }

  http::Response send(std::string_view method, const std::string& url, std::string_view body = {},
                      http::Headers headers = {}) {
    http::Request request;
    request.method = method;
    request.url = url;
    request.body = body;
    request.headers = std::move(headers);
    request.max_response_bytes = 64u << 20;
    auto response = client_->send(request);
    EXPECT_TRUE(response.has_value()) << (response ? "" : response.error().message);
    return response ? std::move(*response) : http::Response{};
  }

  http::Response login(std::string_view id, std::string_view secret) {
    const std::string basic = to_base64(as_bytes(std::string(id) + ":" + std::string(secret)));
    return send("POST", "https://login.sim.invalid/oauth/token", "grant_type=client_credentials",
                {{"Authorization", "Basic " + basic}, {"Content-Type", "application/x-www-form-urlencoded"}});
  }

  std::string token() {
    const http::Response response = login(org_->config().login.client_id, org_->config().login.client_secret);
    return std::string(json::parse(response.body)->text("access_token"));
  }

  http::Response api(std::string_view method, const std::string& target, std::string_view body = {}) {
    if (token_.empty()) token_ = token();
    return send(method, "https://api.sim.invalid" + target, body, {{"Authorization", "Bearer " + token_}});
  }

  json::Value api_json(std::string_view method, const std::string& target, std::string_view body = {}) {
    const http::Response response = api(method, target, body);
    auto value = json::parse(response.body);
    EXPECT_TRUE(value.has_value()) << response.body.substr(0, 200);
    return value ? *value : json::Value();
  }

  // Every conversation of the interval's job.
  std::vector<json::Value> run_job(std::string_view interval, int page_size = 25) {
    const std::string body = "{\"interval\":\"" + std::string(interval) + "\"}";
    const std::string id(api_json("POST", std::string(kJobs), body).text("jobId"));
    clock_.advance(Milliseconds(3'000));
    std::vector<json::Value> conversations;
    std::string cursor;
    do {
      const json::Value page =
          api_json("GET", std::string(kJobs) + "/" + id + "/results?pageSize=" + std::to_string(page_size) +
                              (cursor.empty() ? "" : "&cursor=" + http::percent_encode(cursor)));
      if (const auto* array = page["conversations"].array()) {
        conversations.insert(conversations.end(), array->begin(), array->end());
      }
      cursor = page.text("cursor");
    } while (!cursor.empty());
    return conversations;
  }

  ManualClock clock_{*parse_rfc3339("2026-03-12T09:30:00Z")};
  std::unique_ptr<Org> org_;
  std::unique_ptr<http::Client> client_;
  std::string token_;
};

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

TEST_F(OrgTest, NamesItself) {
  start(small());
  const json::Value me = api_json("GET", "/api/v2/organizations/me");
  EXPECT_EQ(me.text("id"), org_->world().organization_id());
}

TEST_F(OrgTest, AJobPassesThroughItsStates) {
  start(small());
  const http::Response submitted =
      api("POST", std::string(kJobs), R"({"interval":"2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z"})");
  EXPECT_EQ(submitted.status, 202);
  const std::string job = std::string(kJobs) + "/" + std::string(json::parse(submitted.body)->text("jobId"));
  http::Response status = api("GET", job);
  EXPECT_EQ(status.status, 202);
  EXPECT_EQ(json::parse(status.body)->text("state"), "QUEUED");
  EXPECT_EQ(api("GET", job + "/results").status, 404);
  clock_.advance(Milliseconds(1'000));
  EXPECT_EQ(api_json("GET", job).text("state"), "PENDING");
  clock_.advance(Milliseconds(2'000));
  status = api("GET", job);
  EXPECT_EQ(status.status, 200);
  const auto done = json::parse(status.body);
  EXPECT_EQ(done->text("state"), "FULFILLED");
  EXPECT_EQ(done->text("submissionDate"), "2026-03-12T09:30:00.000Z");
  EXPECT_EQ(done->text("expirationDate"), "2026-03-13T09:30:00.000Z");
  clock_.advance(std::chrono::hours(24));
  token_.clear();
  EXPECT_EQ(api_json("GET", job).text("state"), "EXPIRED");
  EXPECT_EQ(api("GET", job + "/results").status, 404);
}

TEST_F(OrgTest, AJobReturnsEveryConversationOnce) {
  start(small());
  const auto conversations = run_job("2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z", 7);
  std::set<std::string> ids;
  std::string last;
  for (const json::Value& conversation : conversations) {
    ids.emplace(conversation.text("conversationId"));
    EXPECT_LT(last, conversation.text("conversationStart"));
    last = conversation.text("conversationStart");
  }
  EXPECT_EQ(ids.size(), 60u);
  EXPECT_EQ(conversations.size(), 60u);
  EXPECT_TRUE(run_job("2026-01-10T00:00:00.000Z/2026-01-11T00:00:00.000Z").empty());
}

TEST_F(OrgTest, AnEmptyPageIsAnEmptyObject) {
  start(small());
  const std::string id(api_json("POST", std::string(kJobs),
                                R"({"interval":"2026-01-10T00:00:00.000Z/2026-01-11T00:00:00.000Z"})")
                           .text("jobId"));
  clock_.advance(Milliseconds(3'000));
  EXPECT_EQ(api("GET", std::string(kJobs) + "/" + id + "/results").body, "{}");
}

TEST_F(OrgTest, AJobIsBlindPastTheWatermark) {
  clock_.set(*parse_rfc3339("2026-03-10T12:34:00Z"));
  start(small());
  EXPECT_EQ(api_json("GET", std::string(kJobs) + "/availability").text("dataAvailabilityDate"),
            "2026-03-10T12:00:00.000Z");
  const auto conversations = run_job("2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z");
  EXPECT_EQ(conversations.size(), 30u);
  for (const json::Value& conversation : conversations) {
    EXPECT_LE(conversation.text("conversationStart"), "2026-03-10T12:00:00.000Z");
    EXPECT_LE(conversation.text("conversationEnd"), "2026-03-10T12:00:00.000Z");
  }
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

TEST_F(OrgTest, MediaRefusesCredentialsAndExpiredUrls) {
  start(small());
  const std::uint64_t call = 0;  // the first conversation is a real call
  const World& world = org_->world();
  const std::string target = "/api/v2/speechandtextanalytics/conversations/" + world.outline(call).id +
                             "/communications/" + world.id(call, "session/customer") + "/transcripturl";
  const std::string url(api_json("GET", target).text("url"));
  EXPECT_EQ(send("GET", url, {}, {{"Authorization", "Bearer " + token_}}).status, 400);
  EXPECT_EQ(org_->counts().credentials_on_media, 1u);
  EXPECT_EQ(send("GET", url).status, 200);
  EXPECT_EQ(send("GET", url + "0").status, 403);
  clock_.advance(std::chrono::hours(1));
  const http::Response late = send("GET", url);
  EXPECT_EQ(late.status, 403);
  EXPECT_THAT(late.body, HasSubstr("Request has expired"));
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
