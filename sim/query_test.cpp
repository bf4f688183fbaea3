#include "sim/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "sim/org_fixture_for_test.h"

namespace offhook::sim {
namespace {

using ::testing::HasSubstr;

class QueryTest : public OrgTest {
 protected:
  static std::string body(std::string_view more = {}, std::string_view interval = kDay) {
    return "{\"interval\":\"" + std::string(interval) + "\"" + std::string(more) + "}";
  }
  static std::string paging(int size, int number) {
    return ",\"paging\":{\"pageSize\":" + std::to_string(size) + ",\"pageNumber\":" + std::to_string(number) +
           "}";
  }
  json::Value query(const std::string& body) { return api_json("POST", std::string(kQuery), body); }
  std::set<std::string> ids(const std::string& more) {
    std::set<std::string> found;
    for (int page = 1; page <= 2; ++page) {
      const json::Value answer = query(body(more + paging(100, page)));
      if (!answer["conversations"].array()) break;
      for (const json::Value& c : *answer["conversations"].array()) found.emplace(c.text("conversationId"));
    }
    return found;
  }
};

TEST_F(QueryTest, PagesRepeatRowsButLoseNone) {
  OrgConfig config = small();
  config.plan.conversations = 500;
  start(std::move(config));
  std::map<std::string, int> seen;
  std::set<std::int64_t> totals;
  int page = 1;
  for (;; ++page) {
    const json::Value answer = query(body(paging(10, page)));
    totals.insert(answer.number("totalHits"));
    if (answer["conversations"].is_null()) break;  // the end: no member, not an empty list
    ASSERT_LE(answer["conversations"].array()->size(), 10u);
    for (const json::Value& c : *answer["conversations"].array())
      ++seen[std::string(c.text("conversationId"))];
  }
  EXPECT_EQ(seen.size(), 500u);
  int repeated = 0;
  for (const auto& [id, times] : seen) repeated += times - 1;
  EXPECT_GT(repeated, 3);
  EXPECT_GT(totals.size(), 1u) << "totals are approximate";
  for (const std::int64_t total : totals) EXPECT_NEAR(static_cast<double>(total), 500, 5);
}

TEST_F(QueryTest, KnowsWhatStartedOnADayTouchedByTheInterval) {
  start(small());
  EXPECT_EQ(query(body(paging(100, 1), "2026-03-10T23:59:00Z/2026-03-10T23:59:01Z"))["conversations"]
                .array()
                ->size(),
            60u);
  EXPECT_TRUE(query(body("", "2026-03-11T00:00:00Z/2026-03-12T00:00:00Z"))["conversations"].is_null());
  EXPECT_EQ(query(body())["conversations"].array()->size(), 25u) << "the default page size";
}

TEST_F(QueryTest, SeesConversationsPastTheWatermark) {
  clock_.set(*parse_rfc3339("2026-03-10T12:34:00Z"));
  start(small());
  const json::Value answer = query(body(paging(100, 1)));
  EXPECT_EQ(answer["conversations"].array()->size(), 31u);
  EXPECT_EQ(run_job(kDay).size(), 30u);
}

TEST_F(QueryTest, FiltersByMediaQueueDirectionDivisionAndId) {
  start(small());
  const World& world = org_->world();
  std::map<std::string, std::set<std::string>> by_media, by_queue, by_division;
  std::set<std::string> outbound, ended;
  for (std::uint64_t i = 0; i < world.size(); ++i) {
    const Outline o = world.outline(i);
    by_media[std::string(to_string(o.media))].insert(o.id);
    by_queue[world.queue_id(o.queue)].insert(o.id);
    by_division[world.division_id(o.division)].insert(o.id);
    if (o.outbound) outbound.insert(o.id);
    if (o.end <= clock_.now()) ended.insert(o.id);
  }
  const auto segment = [](std::string_view dimension, std::string_view value) {
    return R"(,"segmentFilters":[{"type":"or","predicates":[{"type":"dimension","dimension":")" +
           std::string(dimension) + R"(","operator":"matches","value":")" + std::string(value) + R"("}]}])";
  };
  const auto conversation = [](std::string_view predicate) {
    return R"(,"conversationFilters":[{"type":"and","predicates":[)" + std::string(predicate) + "]}]";
  };
  EXPECT_EQ(ids(segment("mediaType", "chat")), by_media["chat"]);
  const auto& [queue, in_queue] = *by_queue.begin();
  EXPECT_EQ(ids(segment("queueId", queue)), in_queue);
  const auto& [division, in_division] = *by_division.begin();
  EXPECT_EQ(ids(conversation(R"({"dimension":"divisionId","value":")" + division + "\"}")), in_division);
  EXPECT_FALSE(outbound.empty());
  EXPECT_EQ(ids(conversation(R"({"dimension":"originatingDirection","value":"outbound"})")), outbound);
  EXPECT_EQ(ids(conversation(R"({"dimension":"conversationEnd","operator":"exists"})")), ended);
  const std::string id = *by_media["voice"].begin();
  EXPECT_EQ(ids(conversation(R"({"dimension":"conversationId","value":")" + id + "\"}")), std::set{id});
  EXPECT_EQ(ids(segment("mediaType", "voice") +
                conversation(R"({"dimension":"originatingDirection","value":"inbound"})"))
                .size(),
            by_media["voice"].size() - outbound.size())
      << "lists are ANDed";
}

TEST_F(QueryTest, ClausesAndMetricRangesWork) {
  start(small());
  const auto two_media = ids(
      R"(,"segmentFilters":[{"type":"or","clauses":[{"type":"and","predicates":[{"dimension":"mediaType","value":"chat"}]},
          {"type":"and","predicates":[{"dimension":"mediaType","value":"email"}]}]}])");
  const auto chat =
      ids(R"(,"segmentFilters":[{"type":"and","predicates":[{"dimension":"mediaType","value":"chat"}]}])");
  const auto email =
      ids(R"(,"segmentFilters":[{"type":"and","predicates":[{"dimension":"mediaType","value":"email"}]}])");
  EXPECT_EQ(two_media.size(), chat.size() + email.size());
  const auto held = ids(
      R"(,"segmentFilters":[{"type":"and","predicates":[{"dimension":"segmentType","value":"interact"},
          {"type":"metric","metric":"tSegmentDuration","range":{"gte":200000}}]}])");
  EXPECT_FALSE(held.empty());
  EXPECT_LT(held.size(), 60u);
}

TEST_F(QueryTest, RefusesLongIntervalsAndDeepPages) {
  start(small());
  const http::Response wide =
      api("POST", std::string(kQuery), body("", "2026-03-01T00:00:00Z/2026-04-01T00:00:01Z"));
  EXPECT_EQ(wide.status, 400);
  EXPECT_THAT(
      wide.body,
      HasSubstr("You must specify a search interval as part of your query that does not exceed 31 days."));
  EXPECT_EQ(api("POST", std::string(kQuery), body("", "2026-03-01T00:00:00Z/2026-04-01T00:00:00Z")).status,
            200);
  EXPECT_EQ(api("POST", std::string(kQuery), body(paging(100, 1'000))).status, 200);
  const http::Response deep = api("POST", std::string(kQuery), body(paging(100, 1'001)));
  EXPECT_EQ(deep.status, 400);
  EXPECT_THAT(deep.body, HasSubstr("Pagination may not exceed 100000 results."));
  EXPECT_EQ(api("POST", std::string(kQuery), body(paging(101, 1))).status, 400);
  EXPECT_EQ(api("POST", std::string(kQuery), body(paging(10, 0))).status, 400);
}

TEST_F(QueryTest, AnswersTooLargeAre413) {
  OrgConfig config = small();
  config.query.max_answer_bytes = 50'000;
  start(std::move(config));
  const http::Response response = api("POST", std::string(kQuery), body(paging(60, 1)));
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(json::parse(response.body)->text("code"), "payload.too.large");
  EXPECT_EQ(api("POST", std::string(kQuery), body(paging(5, 1))).status, 200);
}

TEST_F(QueryTest, ReadsById) {
  start(small());
  const std::string a = org_->world().outline(3).id, b = org_->world().outline(9).id;
  const std::string path = "/api/v2/analytics/conversations/details?id=";
  const json::Value two = api_json("GET", path + a + "," + b + ",00000000-0000-4000-8000-000000000000");
  ASSERT_EQ(two["conversations"].array()->size(), 2u);
  EXPECT_EQ((*two["conversations"].array())[1].text("conversationId"), b);
  EXPECT_EQ(api_json("GET", path + a + "&id=" + b)["conversations"].array()->size(), 2u);
  EXPECT_EQ(api("GET", path).status, 400);
  EXPECT_EQ(api("GET", "/api/v2/analytics/conversations/00000000-0000-4000-8000-000000000000/details").status,
            404);
}

TEST_F(QueryTest, BareArrayHoldsEverythingWithTranscriptsInline) {
  OrgConfig config = small();
  config.query.bare_array = true;
  start(std::move(config));
  const json::Value answer = query(body(paging(5, 1)));
  ASSERT_TRUE(answer.array());
  ASSERT_EQ(answer.array()->size(), 60u) << "complete in one answer";
  for (const json::Value& c : *answer.array()) {
    ASSERT_TRUE(c["transcripts"].array());
    EXPECT_FALSE((*c["transcripts"].array())[0].string()->empty());
  }
  EXPECT_EQ(api("POST", std::string(kQuery), body("", "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z")).body,
            "[]");
}

TEST_F(QueryTest, RepeatedContentsKeepIdsOfTheirOwn) {
  OrgConfig config = small();
  config.query.bare_array = true;
  config.query.repeat = 7;
  start(std::move(config));
  const json::Value answer = query(body());
  ASSERT_EQ(answer.array()->size(), 60u);
  std::set<std::string> found;
  for (const json::Value& c : *answer.array()) found.emplace(c.text("conversationId"));
  EXPECT_EQ(found.size(), 60u);
  EXPECT_EQ((*answer.array())[3]["transcripts"], (*answer.array())[10]["transcripts"]);
}

TEST_F(QueryTest, ContentsOfOthersGetIdsOfThisWorld) {
  OrgConfig config = small();
  config.query.bare_array = true;
  config.query.contents = {
      R"({"conversationId":"00000000-0000-4000-8000-000000000000","transcripts":["one"]})",
      R"({"transcripts":["two"],"conversationId":"00000000-0000-4000-8000-000000000000"})"};
  start(std::move(config));
  const json::Value answer = query(body());
  ASSERT_EQ(answer.array()->size(), 60u);
  std::set<std::string> found;
  for (const json::Value& c : *answer.array()) found.emplace(c.text("conversationId"));
  EXPECT_EQ(found.size(), 60u);
  EXPECT_EQ(found.count("00000000-0000-4000-8000-000000000000"), 0u);
  EXPECT_EQ(*(*(*answer.array())[59]["transcripts"].array())[0].string(), "two");
}

}  // namespace
}  // namespace offhook::sim
