#include "genesys/jobs.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "genesys/genesys_source.h"
#include "genesys/scripted_api_for_test.h"

namespace offhook::genesys {
namespace {

constexpr const char* kJobs = "/api/v2/analytics/conversations/details/jobs";
constexpr const char* kResults = "/api/v2/analytics/conversations/details/jobs/j1/results";

const model::Slice kSlice{"acme", *parse_rfc3339("2026-11-20T00:00:00Z"),
                          *parse_rfc3339("2026-11-21T00:00:00Z")};

struct Fixture {
  explicit Fixture(Options options = ScriptedApi::options())
      : source(*make_source(std::move(options), *client, api.clock, api.random)) {}

  Result<model::PageEnd> read(const std::string& cursor) {
    return source->read_page("j1", cursor,
                             [this](model::RawRecord record) -> Result<void> {
                               records.push_back(record.bytes.reveal());
                               positions.push_back(record.position);
                               return sink_answer;
                             },
                             {});
  }
  void results(std::deque<http::ServerResponse> answers) {
    api.on("GET", kResults, std::move(answers));
    api.on("GET", std::string(kJobs) + "/j1", {ScriptedApi::json(200, R"({"state":"FULFILLED"})")});
  }

  ScriptedApi api;
  std::unique_ptr<http::Client> client = api.client();
  std::unique_ptr<model::Source> source;
  std::vector<std::string> records;
  std::vector<std::uint64_t> positions;
  Result<void> sink_answer;
};

TEST(Jobs, SubmitsASliceAndTellsItsJob) {
  Fixture f;
  f.api.on("POST", kJobs, {ScriptedApi::json(202, R"({"jobId":"j1"})")});
  EXPECT_EQ(*f.source->begin_read(kSlice), "j1");
  const auto body = json::parse(f.api.asked(kJobs)[0].body);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text("interval"), "2026-11-20T00:00:00.000Z/2026-11-21T00:00:00.000Z");
  EXPECT_EQ(body->text("orderBy"), "conversationStart");
}

TEST(Jobs, TellsTheWatermark) {
  Fixture f;
  f.api.on("GET", std::string(kJobs) + "/availability",
           {ScriptedApi::json(200, R"({"dataAvailabilityDate":"2026-11-20T05:00:00.000Z"})")});
  EXPECT_EQ(*f.source->available_until(), *parse_rfc3339("2026-11-20T05:00:00Z"));
}

TEST(Jobs, ACrookedWatermarkIsTheSourcesFault) {
  for (const char* answer :
       {R"({"dataAvailabilityDate":"tomorrow"})", R"({"dataAvailabilityDate":7})", "{}"}) {
    Fixture f;
    f.api.on("GET", std::string(kJobs) + "/availability", {ScriptedApi::json(200, answer)});
    EXPECT_EQ(f.source->available_until().error().code, "source.malformed") << answer;
  }
}

TEST(Jobs, WaitsForTheJobOnceAndReadsPagesByCursor) {
  Fixture f;
  f.api.on("GET", std::string(kResults) + "?pageSize=1000&cursor=a%2Fb%3D",
           {ScriptedApi::json(200, R"({"conversations":[{"conversationId":"3"}]})")});
  f.api.on("GET", kResults,
           {ScriptedApi::json(200,
                              R"({"conversations":[{"conversationId":"1"}, {"conversationId":"2"}],)"
                              R"("cursor":"a/b=","dataAvailabilityDate":"2026-11-20T05:00:00.000Z"})",
                              {{"ININ-Correlation-Id", "c-9"}})});
  f.api.on("GET", std::string(kJobs) + "/j1",
           {ScriptedApi::json(202, R"({"state":"QUEUED"})"), ScriptedApi::json(202, R"({"state":"PENDING"})"),
            ScriptedApi::json(200, R"({"state":"FULFILLED"})")});
  const auto first = f.read("");
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->next_cursor, "a/b=");
  EXPECT_EQ(first->records, 2u);
  EXPECT_EQ(first->request_id, "c-9");
  EXPECT_EQ(first->available_until, *parse_rfc3339("2026-11-20T05:00:00Z"));
  EXPECT_GT(first->source_bytes, 100u);
  const auto last = f.read(first->next_cursor);
  ASSERT_TRUE(last) << last.error().message;
  EXPECT_EQ(last->next_cursor, "");
  EXPECT_EQ(f.records, (std::vector<std::string>{R"({"conversationId":"1"})", R"({"conversationId":"2"})",
                                                 R"({"conversationId":"3"})"}));
  EXPECT_EQ(f.api.asked(std::string(kJobs) + "/j1").size(), 5u);  // three polls, two pages
}

// A page of 1,000 conversations is about 14 MB: each record is passed on while the rest of it is still to
// come.
TEST(Jobs, HoldsNoPageWhole) {
  constexpr std::size_t kRecords = 1000, kRecordBytes = 14'000;
  const std::string record = R"({"conversationId":"c","note":")" + std::string(kRecordBytes, 'x') + R"("})";
  std::size_t sent = 0, taken = 0, most_between = 0;
  http::ServerResponse page = ScriptedApi::json(200, "");
  page.stream = [&]() -> std::string {
    if (sent > kRecords) return "";
    const std::size_t number = sent++;
    if (number == kRecords) return R"(],"cursor":"next"})";
    return (number == 0 ? R"({"conversations":[)" : ",") + record;
  };
  Fixture f;
  f.results({std::move(page)});
  const auto take = [&](const model::RawRecord& one) -> Result<void> {
    EXPECT_EQ(one.bytes.reveal().size(), record.size());
    most_between = std::max(most_between, sent - ++taken);
    return {};
  };
  const auto end = f.source->read_page("j1", "", take, {});
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(end->records, kRecords);
  EXPECT_GT(end->source_bytes, kRecords * kRecordBytes);
  EXPECT_EQ(end->next_cursor, "next");
  EXPECT_LE(most_between, 2u);
}

TEST(Jobs, TakesAnEmptyPageAsTheEnd) {
  Fixture f;
  f.results({ScriptedApi::json(200, "{}")});
  const auto page = f.read("");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->records, 0u);
  EXPECT_EQ(page->next_cursor, "");
}

TEST(Jobs, SaysWhenAJobIsGone) {
  for (const char* state : {"EXPIRED", "CANCELLED", "FAILED"}) {
    Fixture f;
    f.api.on("GET", std::string(kJobs) + "/j1",
             {ScriptedApi::json(200, R"({"state":")" + std::string(state) + R"("})")});
    const auto page = f.read("");
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, "source.job_expired");
    EXPECT_EQ(page.error().cls, ErrorClass::not_found);
  }
  Fixture f;
  EXPECT_EQ(f.read("").error().code, "source.job_expired");
}

TEST(Jobs, SaysWhenAJobExpiresBetweenPages) {
  Fixture f;
  f.results({ScriptedApi::json(200, R"({"conversations":[],"cursor":"x"})"),
             ScriptedApi::json(404, R"({"code":"not.found"})")});
  ASSERT_TRUE(f.read(""));
  EXPECT_EQ(f.read("x").error().code, "source.job_expired");
}

TEST(Jobs, TakesARefusedCursorAsAJobThatIsGone) {
  Fixture f;
  f.results({ScriptedApi::json(400, R"({"code":"bad.request"})")});
  EXPECT_EQ(f.read("stale").error().code, "source.job_expired");
  EXPECT_EQ(f.read("").error().code, "source.bad_request") << "without a cursor it is our mistake";
}

TEST(Jobs, HalvesThePageThatIsTooLarge) {
  Fixture f;
  f.results({ScriptedApi::json(413, R"({"code":"payload.too.large"})"),
             ScriptedApi::json(400, R"({"code":"response.entity.too.large"})"),
             ScriptedApi::json(200, "{}")});
  ASSERT_TRUE(f.read(""));
  const auto asked = f.api.asked(kResults);
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[0].query(), "pageSize=1000");
  EXPECT_EQ(asked[1].query(), "pageSize=500");
  EXPECT_EQ(asked[2].query(), "pageSize=250");
}

TEST(Jobs, DeliversEachRecordOnceThoughThePageWasCut) {
  const std::string page = R"({"conversations":[{"conversationId":"1"},{"conversationId":"2"}]})";
  auto cut = ScriptedApi::json(200, page);
  cut.cut_after_bytes = page.find(R"("2")");
  Fixture f;
  f.results({cut, ScriptedApi::json(200, page)});
  const auto end = f.read("");
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(end->records, 2u);
  EXPECT_EQ(f.positions, (std::vector<std::uint64_t>{0, 1}));
}

TEST(Jobs, AsksAgainForAPageThatIsNone) {
  for (const char* nonsense :
       {"<html></html>", "", R"({"conversations":{"1":{}}})", R"("text")",
        R"({"conversations":[{"conversationId":"1")", "{\"conversations\":[],\"note\":\"\xff\"}"}) {
    Fixture f;
    f.results({ScriptedApi::json(200, nonsense),
               ScriptedApi::json(200, R"({"conversations":[{"conversationId":"1"}]})")});
    const auto end = f.read("");
    ASSERT_TRUE(end) << nonsense << ": " << end.error().message;
    EXPECT_EQ(f.records.size(), 1u) << nonsense;
  }
  Fixture f;
  f.results({ScriptedApi::json(200, "<html></html>")});
  EXPECT_EQ(f.read("").error().code, "source.malformed");
}

TEST(Jobs, RefusesToMixTwoDifferentPages) {
  auto cut = ScriptedApi::json(200, R"({"conversations":[{"conversationId":"1"},{"conversationId":"2"}]})");
  cut.cut_after_bytes = 50;
  Fixture f;
  f.results(
      {cut, ScriptedApi::json(200, R"({"conversations":[{"conversationId":"2"},{"conversationId":"1"}]})")});
  const auto end = f.read("");
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, "source.job_expired");
  EXPECT_EQ(f.records.size(), 1u);
}

TEST(Jobs, HandsBackTheErrorOfTheSinkAtOnce) {
  Fixture f;
  f.results({ScriptedApi::json(200, R"({"conversations":[{"conversationId":"1"}]})")});
  f.sink_answer = fail(ErrorClass::retryable, "spool.full", "no room");
  const auto end = f.read("");
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, "spool.full");
  EXPECT_EQ(f.api.asked(kResults).size(), 1u);
}

TEST(Jobs, RenewsTheCredentialInTheMiddleOfPaging) {
  Fixture f;
  f.results({ScriptedApi::json(200, R"({"conversations":[{"conversationId":"1"}],"cursor":"x"})"),
             ScriptedApi::json(401, R"({"code":"bad.credentials"})"),
             ScriptedApi::json(200, R"({"conversations":[{"conversationId":"2"}]})")});
  ASSERT_TRUE(f.read(""));
  ASSERT_TRUE(f.read("x"));
  EXPECT_EQ(f.records.size(), 2u);
  EXPECT_EQ(f.api.asked(kResults)[2].headers.get("Authorization"), "Bearer token-2");
}

TEST(Jobs, GivesUpOnAJobThatIsNeverReady) {
  Options options = ScriptedApi::options();
  options.job_patience = std::chrono::minutes(10);
  Fixture f(options);
  f.api.on("GET", std::string(kJobs) + "/j1", {ScriptedApi::json(202, R"({"state":"PENDING"})")});
  EXPECT_EQ(f.read("").error().code, "source.job_slow");
  EXPECT_LT(f.api.asked(kJobs).size(), 120u);
}

}  // namespace
}  // namespace offhook::genesys
