#include "sim/jobs.h"

#include <gtest/gtest.h>

#include <set>

#include "sim/org_fixture_for_test.h"

namespace offhook::sim {
namespace {

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

TEST_F(OrgTest, AJobFindsAConversationInEachIntervalItSpans) {
  OrgConfig config = small();
  config.plan.conversations = 300;
  clock_.set(*parse_rfc3339("2026-07-01T09:30:00Z"));
  start(std::move(config));
  std::set<std::string> first, second;
  for (const auto& c : run_job(kDay)) first.emplace(c.text("conversationId"));
  const auto later = run_job("2026-03-12T00:00:00.000Z/2026-03-13T00:00:00.000Z");
  for (const auto& c : later) {
    second.emplace(c.text("conversationId"));
    EXPECT_LT(c.text("conversationStart"), "2026-03-11");
    EXPECT_GE(c.text("conversationEnd"), "2026-03-12");
    EXPECT_TRUE(first.contains(std::string(c.text("conversationId"))));
  }
  EXPECT_EQ(first.size(), 300u);
  EXPECT_GT(second.size(), 1u);
  EXPECT_LT(second.size(), 60u);
}

TEST_F(OrgTest, AnOpenConversationHasNoEndUntilItEnds) {
  OrgConfig config = small();
  config.plan.conversations = 300;
  start(std::move(config));
  std::set<std::string> open;
  for (const auto& c : run_job(kDay)) {
    if (c["conversationEnd"].is_null()) open.emplace(c.text("conversationId"));
  }
  EXPECT_FALSE(open.empty());
  clock_.set(*parse_rfc3339("2026-07-01T09:30:00Z"));
  token_.clear();
  for (const auto& c : run_job(kDay)) EXPECT_FALSE(c["conversationEnd"].is_null());
}

TEST_F(OrgTest, StartOfDayMatchingLeavesOutWhatBeganBefore) {
  OrgConfig config = small();
  config.plan.conversations = 300;
  clock_.set(*parse_rfc3339("2026-07-01T09:30:00Z"));
  start(std::move(config));
  const std::string body =
      R"({"interval":"2026-03-12T00:00:00.000Z/2026-03-13T00:00:00.000Z","startOfDayIntervalMatching":true})";
  const std::string id(api_json("POST", std::string(kJobs), body).text("jobId"));
  clock_.advance(Milliseconds(3'000));
  EXPECT_EQ(api("GET", std::string(kJobs) + "/" + id + "/results").body, "{}");
}

TEST_F(OrgTest, AJobTakesFiltersOrderAndLimit) {
  start(small());
  const std::string body = "{\"interval\":\"" + std::string(kDay) +
                           R"(","order":"desc","limit":5,"segmentFilters":[{"type":"and","predicates":[
                             {"dimension":"mediaType","value":"voice"}]}]})";
  const std::string id(api_json("POST", std::string(kJobs), body).text("jobId"));
  clock_.advance(Milliseconds(3'000));
  const json::Value page = api_json("GET", std::string(kJobs) + "/" + id + "/results?pageSize=10");
  ASSERT_EQ(page["conversations"].array()->size(), 5u);
  std::string last = "3";
  for (const json::Value& c : *page["conversations"].array()) {
    EXPECT_LT(c.text("conversationStart"), last);
    last = c.text("conversationStart");
    EXPECT_EQ((*(*c["participants"].array())[0]["sessions"].array())[0].text("mediaType"), "voice");
  }
}

TEST_F(OrgTest, OnlyTheJobHasAttributes) {
  start(small());
  const auto conversations = run_job(kDay);
  const std::string id(conversations[0].text("conversationId"));
  EXPECT_FALSE((*conversations[0]["participants"].array())[0]["attributes"].is_null());
  const json::Value same = api_json("GET", "/api/v2/analytics/conversations/" + id + "/details");
  EXPECT_EQ(same.text("conversationId"), id);
  EXPECT_TRUE((*same["participants"].array())[0]["attributes"].is_null());
}

TEST_F(OrgTest, ACancelledJobHasNoResults) {
  start(small());
  const std::string body = "{\"interval\":\"" + std::string(kDay) + "\"}";
  const std::string job =
      std::string(kJobs) + "/" + std::string(api_json("POST", std::string(kJobs), body).text("jobId"));
  EXPECT_EQ(api("DELETE", job).status, 204);
  EXPECT_EQ(api_json("GET", job).text("state"), "CANCELLED");
  EXPECT_EQ(api("GET", job + "/results").status, 404);
}

TEST_F(OrgTest, ABadJobIsRefusedInThePlatformsShape) {
  start(small());
  for (
      const std::string_view body :
      {"", "[]", "{}", R"({"interval":"yesterday"})", R"({"interval":"2026-03-11/2026-03-10"})",
       R"({"interval":"2026-03-10/2026-03-11","order":"random"})",
       R"({"interval":"2026-03-10/2026-03-11","conversationFilters":[{"type":"and","predicates":[{"dimension":"mediaType","value":"voice"}]}]})"}) {
    const http::Response response = api("POST", std::string(kJobs), body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(json::parse(response.body)->number("status"), 400) << body;
  }
}

}  // namespace
}  // namespace offhook::sim
