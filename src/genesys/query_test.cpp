#include "genesys/query.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "genesys/genesys_source.h"
#include "genesys/scripted_api_for_test.h"

namespace offhook::genesys {
namespace {

constexpr const char* kQuery = "/api/v2/analytics/conversations/details/query";
constexpr const char* kById = "/api/v2/analytics/conversations/details?id=";

const model::Slice kSlice{"acme", *parse_rfc3339("2026-11-20T06:00:00Z"),
                          *parse_rfc3339("2026-11-20T12:00:00Z")};

std::string record(const std::string& id, const std::string& start = "2026-11-20T07:00:00.000Z") {
  return R"({"conversationId":")" + id + R"(","conversationStart":")" + start + R"("})";
}

http::ServerResponse page(std::vector<std::string> records) {
  std::string body = R"({"conversations":[)";
  for (std::size_t i = 0; i < records.size(); ++i) body += (i ? "," : "") + records[i];
  return ScriptedApi::json(200, body + R"(],"totalHits":7})");
}

struct Fixture {
  explicit Fixture(int page_size = 3) : source(open(page_size)) {}
  std::unique_ptr<model::Source> open(int page_size = 3) {
    Options options = ScriptedApi::options();
    options.mode = ReadMode::query;
    options.query_page_size = page_size;
    options.budget.assumed_per_minute = 1'000'000;
    return *make_source(std::move(options), *client, api.clock, api.random);
  }
  Result<model::PageEnd> read_page(const std::string& job, const std::string& cursor) {
    return source->read_page(job, cursor,
                             [this](model::RawRecord raw) -> Result<void> {
                               records.push_back(raw.bytes.reveal());
                               positions.push_back(raw.position);
                               return {};
                             },
                             {});
  }
  Result<int> read_all() {
    OFFHOOK_TRY(const std::string job, source->begin_read(kSlice));
    std::string cursor;
    int pages = 0;
    do {
      OFFHOOK_TRY(const model::PageEnd end, read_page(job, cursor));
      cursor = end.next_cursor;
      ++pages;
    } while (!cursor.empty());
    return pages;
  }
  std::string paging(std::size_t request) const {
    return json::compact((*json::parse(api.asked(kQuery).at(request).body))["paging"]);
  }

  ScriptedApi api;
  std::unique_ptr<http::Client> client = api.client();
  std::unique_ptr<model::Source> source;
  std::vector<std::string> records;
  std::vector<std::uint64_t> positions;
};

TEST(Query, ReadsPagesUntilOneIsEmpty) {
  Fixture f;
  f.api.on(
      "POST", kQuery,
      {page({record("1"), record("2")}), page({record("3")}), ScriptedApi::json(200, R"({"totalHits":7})")});
  const auto pages = f.read_all();
  ASSERT_TRUE(pages) << pages.error().message;
  EXPECT_EQ(*pages, 3) << "a short page is no end";
  EXPECT_EQ(f.records, (std::vector{record("1"), record("2"), record("3")}));
  EXPECT_EQ(f.paging(1), R"({"pageNumber":2,"pageSize":3})");
}

TEST(Query, LeavesOutWhatCameBeforeAndWhatBeganOutsideTheSlice) {
  Fixture f;
  f.api.on("POST", kQuery,
           {page({record("1"), record("2"), record("early", "2026-11-20T05:59:59.999Z")}),
            page({record("2"), record("3"), record("late", "2026-11-20T12:00:00.000Z")}),
            ScriptedApi::json(200, "{}")});
  ASSERT_TRUE(f.read_all());
  EXPECT_EQ(f.records, (std::vector{record("1"), record("2"), record("3")}));
  EXPECT_EQ(f.positions, (std::vector<std::uint64_t>{0, 1, 0}));
}

TEST(Query, PassesOnWhatItCannotRead) {
  Fixture f;
  f.api.on("POST", kQuery, {page({"7", R"({"a":1})", R"({"a":1})"}), ScriptedApi::json(200, "{}")});
  ASSERT_TRUE(f.read_all());
  EXPECT_EQ(f.records.size(), 3u);
}

TEST(Query, TakesABareArrayWithInlineTranscripts) {
  const std::string one = R"({"conversationId":"1","transcripts":["hello","there"]})";
  const std::string two = R"({"conversationId":"2","transcripts":[{"text":"hello"}]})";
  Fixture f;
  f.api.on("POST", kQuery, {ScriptedApi::json(200, "[" + one + ",\n" + two + "]")});
  const auto pages = f.read_all();
  ASSERT_TRUE(pages) << pages.error().message;
  EXPECT_EQ(*pages, 1);
  EXPECT_EQ(f.records, (std::vector{one, two}));
}

TEST(Query, AsksOnWhereABareArrayLooksLikeAPage) {
  const std::string full = "[" + record("1") + "," + record("2") + "," + record("3") + "]";
  Fixture paged;
  paged.api.on("POST", kQuery,
               {ScriptedApi::json(200, full), ScriptedApi::json(200, "[" + record("4") + "]")});
  ASSERT_TRUE(paged.read_all());
  EXPECT_EQ(paged.records.size(), 4u);
  Fixture unpaged;
  unpaged.api.on("POST", kQuery, {ScriptedApi::json(200, full)});
  ASSERT_TRUE(unpaged.read_all());
  EXPECT_EQ(unpaged.records.size(), 3u);
  EXPECT_EQ(unpaged.api.asked(kQuery).size(), 2u);
}

TEST(Query, HalvesPagesThatAreTooLargeAndMissesNoRow) {
  Fixture f;
  f.api.on("POST", kQuery,
           {page({record("1"), record("2"), record("3")}),
            ScriptedApi::json(413, R"({"code":"payload.too.large"})"), page({record("4")}),
            page({record("5")}), ScriptedApi::json(200, "{}")});
  ASSERT_TRUE(f.read_all());
  EXPECT_EQ(f.records.size(), 5u);
  EXPECT_EQ(f.paging(1), R"({"pageNumber":2,"pageSize":3})");
  EXPECT_EQ(f.paging(2), R"({"pageNumber":4,"pageSize":1})");
}

TEST(Query, IsReadInOnePassOrBegunAnew) {
  Fixture f;
  f.api.on("POST", kQuery, {page({record("1")})});
  const std::string job = *f.source->begin_read(kSlice);
  const auto first = f.read_page(job, "");
  ASSERT_TRUE(first);
  EXPECT_EQ(f.read_page(job, "").error().code, "source.job_expired");
  EXPECT_EQ(f.read_page(job, first->next_cursor).error().code, "source.job_expired");
  EXPECT_EQ(f.open()->read_page(job, "", [](auto) -> Result<void> { return {}; }, {}).error().code,
            "source.job_expired");
}

TEST(Query, RefusesIntervalsTheApiWouldRefuse) {
  Fixture f;
  const auto refused = f.source->begin_read({"acme", kSlice.from, kSlice.from + std::chrono::days(32)});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "source.slice_too_large");
}

TEST(Query, StopsAtTheDepthTheApiAllows) {
  Fixture f(1000);
  f.api.on("POST", kQuery, {page({record("1")})});
  const std::string job = *f.source->begin_read(kSlice);
  std::string cursor;
  Result<model::PageEnd> end;
  for (int i = 0; i < 200 && end; ++i) {
    end = f.read_page(job, cursor);
    if (end) cursor = end->next_cursor;
  }
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, "source.slice_too_large");
}

TEST(Query, SaysAboutHowManyConversationsBegan) {
  Fixture f;
  f.api.on("POST", kQuery, {page({record("1")})});
  EXPECT_EQ(*f.source->count_started(kSlice, {}), 7u);
  EXPECT_EQ(f.paging(0), R"({"pageNumber":1,"pageSize":1})");
}

TEST(Query, ReadsSingleConversationsById) {
  Fixture f;
  f.api.on("GET", kById, {page({record("a/1"), record("b")}), page({})});
  std::vector<std::string> ids{"a/1", "b"};
  for (int i = 0; i < 60; ++i) ids.push_back(std::to_string(i));
  const auto read = f.source->read_by_id(ids,
                                         [&](model::RawRecord raw) -> Result<void> {
                                           f.positions.push_back(raw.position);
                                           return {};
                                         },
                                         {});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(f.positions, (std::vector<std::uint64_t>{0, 1}));
  const auto asked = f.api.asked(kById);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(std::ranges::count(asked[0].query(), ',') + std::ranges::count(asked[1].query(), ','), 60);
}

TEST(Query, P2_not_found_for_several_ids_says_nothing_of_each) {
  Fixture f;
  const auto not_found = ScriptedApi::json(404, R"({"code":"not.found"})");
  const std::string by_id = kById;
  f.api.on("GET", by_id + "a,b,c", {not_found});
  f.api.on("GET", by_id + "b,c", {not_found});
  f.api.on("GET", by_id + "a", {page({record("a")})});
  f.api.on("GET", by_id + "b", {not_found});
  f.api.on("GET", by_id + "c", {page({record("c")})});
  std::vector<std::string> read;
  ASSERT_TRUE(f.source->read_by_id({"a", "b", "c"},
                                   [&](const model::RawRecord& raw) -> Result<void> {
                                     read.push_back(raw.bytes.reveal());
                                     return {};
                                   },
                                   {}));
  EXPECT_EQ(read, (std::vector{record("a"), record("c")}));
}

TEST(Query, IsNotAskedForTheWatermarkOfTheJobs) {
  Fixture f;
  const auto until = f.source->available_until();
  ASSERT_TRUE(until);
  EXPECT_LT(*until, f.api.clock.now());
  EXPECT_TRUE(f.api.asked("/").empty());
}

}  // namespace
}  // namespace offhook::genesys
