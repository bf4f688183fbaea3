// The Genesys source against the simulated organisation: two readings of the same documentation, written
// apart, must agree.
#include <gtest/gtest.h>

#include <set>

#include "genesys/genesys_source.h"
#include "http/client.h"
#include "json/value.h"
#include "sim/org.h"

namespace offhook::test {
namespace {

using std::chrono::minutes;
using Fault = sim::OrgFault::Kind;

constexpr const char* kSubmit = "POST /api/v2/analytics/conversations/details/jobs";
constexpr const char* kPages = "GET /api/v2/analytics/conversations/details/jobs/*/results";
constexpr const char* kFiles = "GET /transcripts/**";

struct World {
  explicit World(sim::OrgConfig config = small(), genesys::Options given = {})
      : org(std::move(config), clock),
        client(
            http::make_in_process_client([this](const auto& request) { return org.serve(request); }, clock)),
        source(open(std::move(given))) {}

  static sim::OrgConfig small() {
    sim::OrgConfig config;
    config.plan = {.conversations = 120, .seed = 11, .from = *parse_rfc3339("2026-03-10"), .days = 1};
    return config;
  }

  std::unique_ptr<model::Source> open(genesys::Options options) {
    options.api_base = org.config().api_base;
    options.client_id = org.config().login.client_id;
    options.client_secret = Sensitive<std::string>(org.config().login.client_secret);
    if (options.job_page_size == 1000) options.job_page_size = 25;
    return genesys::make_source(std::move(options), *client, clock, random).value();
  }

  // Every record of one job, by conversation id; and the recorded legs of voice conversations.
  Result<void> read_all() {
    OFFHOOK_TRY(const std::string job, source->begin_read({"acme", from, from + std::chrono::days(1)}));
    std::string cursor;
    do {
      OFFHOOK_TRY(
          const model::PageEnd end,
          source->read_page(job, cursor, [this](auto record) { return take(std::move(record)); }, {}));
      ++pages;
      cursor = end.next_cursor;
      if (between_pages) between_pages();
    } while (!cursor.empty());
    return {};
  }

  Result<void> take(model::RawRecord record) {
    OFFHOOK_TRY(const json::Value conversation, json::parse(record.bytes.reveal()));
    const std::string id(conversation.text("conversationId"));
    ids.insert(id);
    ++records;
    for (const json::Value& participant : *conversation["participants"].array())
      for (const json::Value& session : *participant["sessions"].array())
        if (session["recording"].boolean() && participant.text("purpose") == "customer")
          legs.emplace_back(id, session.text("sessionId"));
    return {};
  }

  TimePoint from = *parse_rfc3339("2026-03-10");
  ManualClock clock{*parse_rfc3339("2026-03-13T12:00:00Z")};
  SeededRandom random{5};
  sim::Org org;
  std::unique_ptr<http::Client> client;
  std::unique_ptr<model::Source> source;
  std::function<void()> between_pages;

  int pages = 0;
  int records = 0;
  std::set<std::string> ids;
  std::vector<std::pair<std::string, std::string>> legs;
};

TEST(GenesysSource, ReadsEveryConversationOfADay) {
  World world;
  const auto read = world.read_all();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(world.ids.size(), 120u);
  EXPECT_EQ(world.pages, 5);
  EXPECT_EQ(*world.source->organization_id(), world.org.world().organization_id());
  EXPECT_EQ(*world.source->available_until(), world.org.available_until());
  EXPECT_EQ(world.org.counts().throttled, 0u);
}

TEST(GenesysSource, FetchesTheTranscriptOfEachRecordedLeg) {
  World world;
  ASSERT_TRUE(world.read_all());
  ASSERT_FALSE(world.legs.empty());
  for (const auto& [conversation, communication] : world.legs) {
    const auto links = world.source->transcripts(conversation, communication, {});
    ASSERT_TRUE(links) << links.error().message;
    const auto file = world.source->fetch_transcript(links->front(), 64u << 20, {});
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(json::parse(file->reveal())->text("conversationId"), conversation);
  }
  EXPECT_EQ(world.org.counts().credentials_on_media, 0u);
  EXPECT_EQ(world.org.counts().throttled, 0u);
}

TEST(GenesysSource, SaysThatATranscriptIsAbsent) {
  World world;
  const auto none = world.source->transcripts("no-such-conversation", "no-such-leg", {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "source.transcript_absent");
  EXPECT_EQ(none.error().cls, ErrorClass::not_found);
}

TEST(GenesysSource, ResolvesALinkThatExpired) {
  World world;
  ASSERT_TRUE(world.read_all());
  const auto& [conversation, communication] = world.legs.front();
  const auto links = world.source->transcripts(conversation, communication, {});
  ASSERT_TRUE(links);
  world.clock.advance(minutes(61));
  EXPECT_TRUE(world.source->fetch_transcript(links->front(), 64u << 20, {}));
}

TEST(GenesysSource, SurvivesCredentialsThatExpireBetweenPages) {
  sim::OrgConfig config = World::small();
  config.login.token_life = minutes(5);
  World world(config);
  world.between_pages = [&] { world.clock.advance(minutes(6)); };
  const auto read = world.read_all();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(world.ids.size(), 120u);
}

TEST(GenesysSource, SurvivesTheIdleTimeOutOfAHipaaOrganisation) {
  sim::OrgConfig config = World::small();
  config.login.idle_timeout = minutes(15);
  World world(config);
  world.between_pages = [&] { world.clock.advance(minutes(16)); };
  const auto read = world.read_all();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(world.ids.size(), 120u);
}

TEST(GenesysSource, SaysThatAJobExpiredBetweenPages) {
  sim::OrgConfig config = World::small();
  config.jobs.life = minutes(60);
  World world(config);
  world.between_pages = [&] { world.clock.advance(minutes(61)); };
  const auto read = world.read_all();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "source.job_expired");
  world.between_pages = nullptr;
  EXPECT_TRUE(world.read_all());
  EXPECT_EQ(world.ids.size(), 120u);
}

TEST(GenesysSource, BeginsAgainAfterAJobThatFailed) {
  sim::OrgConfig config = World::small();
  config.faults = {{.endpoint = kSubmit, .kind = Fault::job_failed},
                   {.endpoint = kSubmit, .from = 2, .kind = Fault::job_expired}};
  World world(config);
  EXPECT_EQ(world.read_all().error().code, "source.job_expired");
  EXPECT_EQ(world.read_all().error().code, "source.job_expired");
  const auto read = world.read_all();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(world.ids.size(), 120u);
}

TEST(GenesysSource, RidesOutWhatTheApiDoes) {
  sim::OrgConfig config = World::small();
  config.faults = {{.endpoint = kPages, .kind = Fault::cut},
                   {.endpoint = kPages, .from = 2, .kind = Fault::status, .status = 502},
                   {.endpoint = kPages, .from = 4, .kind = Fault::throttled, .seconds = 17},
                   {.endpoint = kPages, .from = 6, .kind = Fault::reset_after},
                   {.endpoint = kPages, .from = 7, .kind = Fault::revoke},
                   {.endpoint = kPages, .from = 9, .kind = Fault::wrong_length},
                   {.endpoint = kPages, .from = 11, .kind = Fault::stall, .pause = minutes(2)}};
  World world(config);
  const auto read = world.read_all();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(world.ids.size(), 120u);
  EXPECT_EQ(world.records, 120) << "a record came twice";
  EXPECT_EQ(world.source->request_counts().throttled, 1u);
}

TEST(GenesysSource, RidesOutWhatTheMediaHostDoes) {
  using sim::DigestStyle;
  for (const auto digest :
       {DigestStyle::none, DigestStyle::s3, DigestStyle::repr, DigestStyle::content, DigestStyle::legacy})
    for (const bool ranges : {true, false}) {
      sim::OrgConfig config = World::small();
      config.media.digest = digest;
      config.media.ranges = ranges;
      config.media.gzip = true;
      config.faults = {{.endpoint = kFiles, .kind = Fault::cut},
                       {.endpoint = kFiles, .from = 3, .kind = Fault::reset_before},
                       {.endpoint = kFiles, .from = 4, .kind = Fault::cut, .bytes = 1}};
      if (digest != DigestStyle::none)
        config.faults.push_back({.endpoint = kFiles, .from = 6, .kind = Fault::flip});
      World world(config);
      ASSERT_TRUE(world.read_all());
      for (const auto& [conversation, communication] : world.legs) {
        const auto links = world.source->transcripts(conversation, communication, {});
        if (!links && links.error().cls == ErrorClass::not_found) continue;
        ASSERT_TRUE(links) << links.error().message;
        const auto file = world.source->fetch_transcript(links->front(), 64u << 20, {});
        ASSERT_TRUE(file) << file.error().message;
        EXPECT_TRUE(json::parse(file->reveal()));
      }
      EXPECT_EQ(world.org.counts().credentials_on_media, 0u);
    }
}

TEST(GenesysSource, QueriesEveryConversationOfADayOnce) {
  genesys::Options options;
  options.mode = genesys::ReadMode::query;
  options.query_page_size = 7;
  World world(World::small(), options);
  const auto read = world.read_all();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(world.ids.size(), 120u);
  EXPECT_EQ(world.records, 120) << "a record came twice";
  EXPECT_NEAR(static_cast<double>(
                  *world.source->count_started({"acme", world.from, world.from + std::chrono::days(1)}, {})),
              120, 5);
}

TEST(GenesysSource, HalvesThePagesOfAQueryUntilTheyFit) {
  sim::OrgConfig config = World::small();
  config.query.max_answer_bytes = 60'000;
  genesys::Options options;
  options.mode = genesys::ReadMode::query;
  World world(config, options);
  const auto read = world.read_all();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(world.records, 120);
}

TEST(GenesysSource, TakesABareArrayWithInlineTranscripts) {
  sim::OrgConfig config = World::small();
  config.query.bare_array = true;
  genesys::Options options;
  options.mode = genesys::ReadMode::query;
  World world(config, options);
  const auto read = world.read_all();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(world.records, 120);
}

TEST(GenesysSource, ReadsSingleConversations) {
  World world;
  ASSERT_TRUE(world.read_all());
  const std::vector<std::string> ids(world.ids.begin(), world.ids.end());
  world.ids.clear();
  ASSERT_TRUE(world.source->read_by_id(ids, [&](auto record) { return world.take(std::move(record)); }, {}));
  EXPECT_EQ(world.ids.size(), ids.size());
  EXPECT_TRUE(world.source->read_by_id({"no-such-conversation"},
                                       [&](auto record) { return world.take(std::move(record)); }, {}));
}

TEST(GenesysSource, NamesTheCauseOfARefusedLogin) {
  World world;
  genesys::Options options;
  options.api_base = world.org.config().api_base;
  options.client_id = world.org.config().login.client_id;
  options.client_secret = Sensitive<std::string>("wrong");
  auto source = genesys::make_source(options, *world.client, world.clock, world.random);
  const auto refused = (*source)->organization_id();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "source.refused.login");
  EXPECT_NE(refused.error().message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace offhook::test
