// The source, faithfully: what is late, missing, open or changed at the source is so in the archive, with its
// reason, and becomes right when the source does.
#include <gtest/gtest.h>

#include <algorithm>

#include "json/splitter.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "pipeline/rebuild.h"
#include "sim/content/recordings.h"
#include "test/sim/simulated_world.h"

namespace offhook::test {
namespace {

using archive::Manifest;
using std::chrono::days;
using std::chrono::hours;

const TimePoint kDay = *parse_rfc3339("2026-03-10");

bool is_query(const http::ServerRequest& request) {
  return request.target.find("/conversations/details/query") != std::string::npos;
}

bool is_by_id(const http::ServerRequest& request) {
  return request.target.find("/conversations/details?id=") != std::string::npos;
}

bool is_results(const http::ServerRequest& request) { return request.path().ends_with("/results"); }

bool is_transcript_call(const http::ServerRequest& request) {
  return request.target.find("/transcripturl") != std::string::npos;
}

// As if the conversation had been deleted before this answer was made.
void take_out(const std::string& id, http::ServerResponse& response) {
  std::string kept;
  json::RecordSplitter splitter("conversations", [&](json::RecordSplitter::Record record) {
    const std::string bytes = std::move(record.bytes).reveal();
    if (bytes.find(id) == std::string::npos) kept += (kept.empty() ? "" : ",") + bytes;
    return Result<void>();
  });
  ASSERT_TRUE(splitter.feed(response.body));
  std::string page = splitter.finish().value().reveal();
  const std::size_t hole = page.find("[]");
  ASSERT_NE(hole, std::string::npos);
  response.body = page.replace(hole, 2, "[" + kept + "]");
}

// The ledger is lost, and made again from the archive.
void rebuild(SimulatedWorld& world) {
  for (const char* name : {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"})
    std::filesystem::remove(world.disk.path() / name);
  const auto ledger = ledger::open_sqlite(world.disk.path() / "ledger.sqlite").value();
  pipeline::RebuildOptions options;
  options.org = SimulatedWorld::kOrg;
  options.audit_file = world.disk.path() / "audit.ndjson";
  world.look([&](model::ObjectStore& store) {
    const auto rebuilt = pipeline::rebuild_ledger(store, *ledger, options);
    EXPECT_TRUE(rebuilt) << rebuilt.error().message;
  });
}

// ---- Completeness ----

TEST(P2Accounted, TheIdsOfTheJobAreComparedWithTheQuery) {
  sim::OrgConfig config = SimulatedWorld::org_config(40, 1);
  config.query.loose = false;
  SimulatedWorld world(std::move(config));
  int queries = 0;
  world.before_request = [&](const http::ServerRequest& request) { queries += is_query(request); };
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(queries, 1);  // the totals agree at the first look
  const Manifest manifest = world.manifests().at(0).manifest;
  ASSERT_TRUE(manifest.source.reconciliation);
  EXPECT_EQ(manifest.source.reconciliation->outcome, "totals");
  EXPECT_EQ(manifest.source.reconciliation->started, 40u);

  ASSERT_FALSE(world.run().stopped_by);  // what is settled is not asked for again
  EXPECT_EQ(queries, 1);
}

TEST(P2Accounted, ApproximateTotalsAreNoGap) {
  for (std::uint64_t conversations : {30u, 31u, 32u, 33u, 34u}) {
    SimulatedWorld world(conversations);
    ASSERT_FALSE(world.run().stopped_by);
    EXPECT_EQ(world.tally->gaps.load(), 0u) << conversations;
    EXPECT_EQ(world.tally->unreconciled.load(), 0u) << conversations;
    const Manifest manifest = world.manifests().at(0).manifest;
    if (manifest.source.reconciliation->outcome == "ids") {
      EXPECT_EQ(manifest.source.reconciliation->listed, conversations);
    }
  }
}

TEST(P2Accounted, AnIdThatTheJobLacksIsAGapUntilItComes) {
  sim::OrgConfig config = SimulatedWorld::org_config(12, 1);
  config.jobs.lost = {3, 7};
  config.jobs.found_again = *parse_rfc3339("2026-03-14");
  config.query.loose = false;
  SimulatedWorld world(std::move(config));
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->gaps.load(), 2u);
  EXPECT_EQ(world.notifier.types, std::vector<std::string>{"archive.gap"});
  const Manifest first = world.manifests().at(0).manifest;
  std::vector<std::string> missing;
  for (const archive::GapId& gap : first.conversations.gap) missing.push_back(gap.id);
  std::vector<std::string> lost{world.org.world().outline(3).id, world.org.world().outline(7).id};
  std::ranges::sort(lost);
  EXPECT_EQ(missing, lost);
  EXPECT_EQ(first.conversations.expected.count, 12u);
  EXPECT_EQ(first.conversations.archived.count, 10u);
  EXPECT_TRUE(world.verify().passed());

  // It stays one, in the exit code too, as long as it is missing.
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->gaps.load(), 2u);

  world.clock.advance(days(40));  // long after the trailing window
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->gaps.load(), 0u);
  EXPECT_EQ(world.notifier.types.back(), "archive.completed");
  const Manifest last = world.manifests().back().manifest;
  EXPECT_TRUE(last.conversations.gap.empty());
  EXPECT_EQ(last.conversations.archived.count, 12u);
  EXPECT_TRUE(world.verify().passed());
}

TEST(P2Accounted, AGapIsFoundInPartOfADay) {
  sim::OrgConfig config = SimulatedWorld::org_config(30, 1);
  config.jobs.lost = {10};
  SimulatedWorld world(std::move(config));
  const TimePoint lost_at = world.org.world().start_of(10);
  world.adjust_run = [&](pipeline::RunOptions& options) {
    options.from = lost_at - hours(1);
    options.to = lost_at + hours(1);
  };
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->gaps.load(), 1u);
}

TEST(P2Accounted, WhatCannotBeComparedIsUnreconciledAndComparedLater) {
  SimulatedWorld world;
  sim::OrgFault fault;
  fault.endpoint = "POST /api/v2/analytics/conversations/details/query";
  fault.times = 9;
  world.org.add_fault(fault);
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->unreconciled.load(), 1u);
  EXPECT_EQ(world.tally->gaps.load(), 0u);
  EXPECT_EQ(world.manifests().at(0).manifest.source.reconciliation->outcome, "unreconciled");

  world.clock.advance(days(40));
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->unreconciled.load(), 0u);
  EXPECT_NE(world.manifests().back().manifest.source.reconciliation->outcome, "unreconciled");
  EXPECT_TRUE(world.verify().passed());
}

// A run that dies between the preparation of a manifest and its commit leaves bytes that may be in the
// bucket. What the query says by then is for the next manifest: this one is committed as it is.
class PreparedManifest : public testing::Test {
 protected:
  static sim::OrgConfig config() {
    sim::OrgConfig config = SimulatedWorld::org_config(12, 1);
    config.jobs.lost = {3, 7};
    config.jobs.found_again = kDay + days(20);
    config.query.loose = false;
    return config;
  }
  void let_queries_fail() {
    sim::OrgFault fault;
    fault.endpoint = "POST /api/v2/analytics/conversations/details/query";
    fault.times = 9;
    world_.org.add_fault(fault);
  }
  void die_once_a_manifest_is_put() {
    world_.before_request = [this](const http::ServerRequest& request) {
      if (request.method == "PUT" && request.target.find("/_offhook/manifests/") != std::string::npos)
        world_.mortality.live_until(0);
    };
    ASSERT_TRUE(world_.run().stopped_by);
    ASSERT_TRUE(world_.mortality.died());
    world_.before_request = [](const auto&) {};
    world_.mortality.live_until(Mortality::kNever);
  }
  void live() {
    const auto report = world_.run();
    ASSERT_FALSE(report.stopped_by) << report.stopped_by->message;
  }

  SimulatedWorld world_{config()};
};

TEST_F(PreparedManifest, P2_names_in_the_next_one_what_it_could_not_know) {
  let_queries_fail();
  die_once_a_manifest_is_put();
  live();
  EXPECT_EQ(world_.tally->unreconciled.load(), 1u);
  EXPECT_EQ(world_.notifier.types, std::vector<std::string>{"archive.completed"});
  live();
  EXPECT_EQ(world_.tally->gaps.load(), 2u);
  EXPECT_EQ(world_.notifier.types.back(), "archive.gap");
  ASSERT_EQ(world_.manifests().size(), 2u);
  EXPECT_EQ(world_.manifests()[1].manifest.conversations.gap.size(), 2u);
  EXPECT_TRUE(world_.verify().passed());
}

TEST_F(PreparedManifest, P4_is_committed_though_nothing_is_new_any_more) {
  live();
  ASSERT_EQ(world_.manifests().size(), 1u);
  let_queries_fail();
  die_once_a_manifest_is_put();
  ASSERT_EQ(world_.s3.objects(std::string(SimulatedWorld::kBucket)).count(world_.manifests()[0].key), 1u);
  live();  // reconciled as it was before
  EXPECT_TRUE(world_.verify().passed());
  world_.clock.advance(days(20));
  live();
  live();
  EXPECT_EQ(world_.tally->gaps.load(), 0u);
  EXPECT_EQ(world_.manifests().back().manifest.conversations.archived.count, 12u);
  EXPECT_TRUE(world_.verify().passed());
}

TEST(P2Accounted, ARecordedLegIsExpectedInEverySliceOfItsConversation) {
  SimulatedWorld world(30);
  std::uint64_t index = 0;
  while (sim::recordings_of(world.org.world(), world.org.world().outline(index)).empty()) ++index;
  const sim::Outline call = world.org.world().outline(index);
  const std::string leg = sim::recordings_of(world.org.world(), call).front().communication_id;
  const TimePoint cut = call.start + (call.end - call.start) / 2;
  world.adjust_run = [&](pipeline::RunOptions& options) { options.to = cut; };
  ASSERT_FALSE(world.run().stopped_by);
  world.adjust_run = [&](pipeline::RunOptions& options) { options.from = cut; };
  ASSERT_FALSE(world.run().stopped_by);
  const auto manifests = world.manifests();
  ASSERT_EQ(manifests.size(), 2u);
  const Manifest& second = manifests[1].manifest;
  EXPECT_EQ(std::ranges::count(second.conversations.elsewhere, call.id), 1);
  EXPECT_EQ(std::ranges::count(second.transcripts.elsewhere, leg), 1);
  EXPECT_TRUE(world.verify().passed());
}

// ---- The watermark ----

TEST(P2Accounted, NothingPastTheWatermarkIsReadWhateverTheClockSays) {
  sim::OrgConfig config = SimulatedWorld::org_config(12, 1);
  config.availability_lag = hours(70);
  SimulatedWorld world(std::move(config));
  const auto early = world.run();
  ASSERT_FALSE(early.stopped_by);
  EXPECT_TRUE(early.plan.slices.empty());
  EXPECT_TRUE(world.data_objects().empty());
  world.clock.advance(hours(24));
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->conversations_archived.load(), 12u);
}

// ---- Late updates ----

// Among these are callbacks and e-mails that stay open for weeks.
class OpenConversations : public testing::Test {
 protected:
  static constexpr std::uint64_t kConversations = 120;
  OpenConversations() {
    world_.adjust_run = [this](pipeline::RunOptions& options) { options.trailing = trailing_; };
    world_.adjust_source = [](genesys::Options& options) { options.job_page_size = 1000; };
  }
  SimulatedWorld world_{kConversations};
  days trailing_{0};
};

TEST_F(OpenConversations, AreRevisitedByIdUntilTheyClose) {
  int by_id = 0;
  world_.before_request = [&](const http::ServerRequest& request) { by_id += is_by_id(request); };
  ASSERT_FALSE(world_.run().stopped_by);
  const Manifest first = world_.manifests().at(0).manifest;
  ASSERT_FALSE(first.open.empty());
  EXPECT_EQ(by_id, 0);

  ASSERT_FALSE(world_.run().stopped_by);  // nothing has closed
  EXPECT_EQ(by_id, 1);
  EXPECT_EQ(world_.manifests().size(), 1u);

  world_.clock.advance(days(90));
  ASSERT_FALSE(world_.run().stopped_by);
  const auto manifests = world_.manifests();
  ASSERT_EQ(manifests.size(), 2u);
  const Manifest& second = manifests[1].manifest;
  EXPECT_TRUE(second.open.empty());
  // Each is a new version, chained to the old; the manifest says so.
  ASSERT_GE(second.conversations.changed.size(), first.open.size());
  for (const archive::NewVersion& changed : second.conversations.changed) EXPECT_EQ(changed.version, 2u);
  EXPECT_TRUE(world_.verify().passed());

  by_id = 0;
  ASSERT_FALSE(world_.run().stopped_by);
  EXPECT_EQ(by_id, 0);
}

TEST_F(OpenConversations, ThatWereDeletedAreAskedForOnce) {
  ASSERT_FALSE(world_.run().stopped_by);
  const std::vector<std::string> open = world_.manifests().at(0).manifest.open;
  ASSERT_GT(open.size(), 1u);
  int asked = 0;
  world_.network = [&](const http::ServerRequest& request) {
    http::ServerResponse response = world_.route(request);
    if (is_by_id(request) || is_results(request)) take_out(open.front(), response);
    asked += is_by_id(request) && request.target.find(open.front()) != std::string::npos;
    return response;
  };
  ASSERT_FALSE(world_.run().stopped_by);
  EXPECT_EQ(asked, 1);
  const auto manifests = world_.manifests();
  ASSERT_EQ(manifests.size(), 2u);
  const Manifest& last = manifests[1].manifest;
  EXPECT_EQ(last.open, std::vector<std::string>(open.begin() + 1, open.end()));
  EXPECT_EQ(last.conversations.archived, manifests[0].manifest.conversations.archived) << "it stays archived";
  EXPECT_TRUE(world_.verify().passed());

  rebuild(world_);  // a manifest says enough
  ASSERT_FALSE(world_.run().stopped_by);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(world_.manifests().size(), 2u);
}

// Nobody documents how far back the question by id reaches; what the job still brings is there.
TEST_F(OpenConversations, ThatTheJobStillBringsAreNotGone) {
  ASSERT_FALSE(world_.run().stopped_by);
  const std::vector<std::string> open = world_.manifests().at(0).manifest.open;
  world_.network = [&](const http::ServerRequest& request) {
    http::ServerResponse response = world_.route(request);
    if (is_by_id(request)) take_out(open.front(), response);
    return response;
  };
  ASSERT_FALSE(world_.run().stopped_by);
  EXPECT_EQ(world_.manifests().back().manifest.open, open);
  world_.clock.advance(days(90));
  ASSERT_FALSE(world_.run().stopped_by);
  EXPECT_TRUE(world_.manifests().back().manifest.open.empty()) << "and closes";
}

TEST_F(OpenConversations, AreReadAgainWithTheTrailingWindow) {
  trailing_ = days(100);
  ASSERT_FALSE(world_.run().stopped_by);
  const auto open = world_.manifests().at(0).manifest.open.size();
  world_.clock.advance(days(90));
  // Another interval: the window is the organisation's, not the run's.
  world_.adjust_run = [this](pipeline::RunOptions& options) {
    options.trailing = trailing_;
    options.from = kDay + days(30);
    options.to = options.from + days(1);
  };
  ASSERT_FALSE(world_.run().stopped_by);
  EXPECT_GE(world_.tally->conversations_archived.load(), open);
  EXPECT_TRUE(world_.verify().passed());
}

TEST(LateUpdates, TheQueryNeverReplacesWhatTheJobBrought) {
  SimulatedWorld world;
  ASSERT_FALSE(world.run().stopped_by);
  const auto before = world.data_objects();
  world.adjust_source = [](genesys::Options& options) { options.mode = genesys::ReadMode::query; };
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->conversations_archived.load(), 0u);
  EXPECT_EQ(world.data_objects(), before);
}

TEST(LateUpdates, TheJobReplacesWhatTheQueryBrought) {
  SimulatedWorld world;
  world.adjust_source = [](genesys::Options& options) { options.mode = genesys::ReadMode::query; };
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->conversations_archived.load(), 12u);
  world.adjust_source = [](genesys::Options&) {};
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_GT(world.tally->conversations_archived.load(), 0u);
  EXPECT_TRUE(world.verify().passed());
}

TEST(LateUpdates, ARebuiltLedgerKnowsWhatTheQueryBrought) {
  SimulatedWorld world;
  const auto known = [&world] {
    std::map<std::string, bool> partial;
    const auto ledger = ledger::open_sqlite_read_only(world.disk.path() / "ledger.sqlite").value();
    for (std::uint64_t index = 0; index < 12; ++index) {
      const std::string id = world.org.world().outline(index).id;
      partial[id] = ledger->find_record(SimulatedWorld::kOrg, model::Dataset::conversations, id)
                        .value()
                        .value()
                        .partial;
    }
    return partial;
  };
  world.adjust_source = [](genesys::Options& options) { options.mode = genesys::ReadMode::query; };
  ASSERT_FALSE(world.run().stopped_by);
  const auto of_the_query = known();
  EXPECT_TRUE(of_the_query.begin()->second);
  rebuild(world);
  EXPECT_EQ(known(), of_the_query);

  world.adjust_source = [](genesys::Options&) {};
  ASSERT_FALSE(world.run().stopped_by);
  const auto of_both = known();
  rebuild(world);
  EXPECT_EQ(known(), of_both);
}

// A new token key alone makes no new version while the old one is at hand; what changes is redacted with the
// new.
TEST(LateUpdates, ANewTokenKeyMakesNoNewVersions) {
  const auto key = [](std::string_view text) { return redact::TokenKey::parse(text).value(); };
  const redact::Engine next =
      redact::Engine::open(redact::Policy::standard(), key("another key of thirty-two bytes.")).value();
  sim::OrgConfig config = SimulatedWorld::org_config(40, 1);
  config.transcripts = {.delay = hours(1), .missing_per_thousand = 200};  // and so some are asked for again
  SimulatedWorld world(std::move(config));
  ASSERT_FALSE(world.run().stopped_by);
  const auto before = world.data_objects();

  world.engine = &next;
  world.old_keys.push_back(key("a key that was never used for this"));
  world.old_keys.push_back(key(SimulatedWorld::kTokenKey));
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->conversations_unchanged.load(), world.tally->conversations_read.load());
  EXPECT_EQ(world.data_objects(), before);

  world.clock.advance(days(9));
  ASSERT_FALSE(world.run().stopped_by);
  world.old_keys.clear();  // without it nobody can tell
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_GT(world.tally->conversations_archived.load(), 0u);
  EXPECT_TRUE(world.verify().passed());
}

// ---- Late transcripts ----

TEST(LateTranscripts, AreAskedForOnAScheduleThatSpendsFewRequests) {
  constexpr std::uint64_t kConversations = 60;
  sim::OrgConfig config = SimulatedWorld::org_config(kConversations, 1);
  config.transcripts = {.delay = hours(1), .late_per_thousand = 300, .missing_per_thousand = 150};
  config.plan.from = kDay + days(2);  // the clock stands at noon of the day after
  SimulatedWorld world(std::move(config));
  world.adjust_source = [](genesys::Options& options) { options.job_page_size = 1000; };
  std::uint64_t calls = 0, asked = 0, archived = 0;
  world.before_request = [&](const http::ServerRequest& request) { calls += is_transcript_call(request); };
  std::uint64_t conversation_lines = 0;
  for (int run = 0; run < 10 * 2; ++run) {  // twice a day
    const std::uint64_t before = world.org.counts().requests;
    const auto report = world.run();
    ASSERT_FALSE(report.stopped_by) << report.stopped_by->message;
    const double due = static_cast<double>(world.tally->transcripts_asked.load()) +
                       static_cast<double>(world.tally->conversations_read.load()) / 1000;
    EXPECT_LE(static_cast<double>(world.org.counts().requests - before), 1.05 * due + 30) << "run " << run;
    asked += world.tally->transcripts_asked.load();
    archived += world.tally->transcripts_archived.load();
    conversation_lines += world.tally->conversations_archived.load();
    world.clock.advance(hours(12));
  }
  EXPECT_EQ(calls, asked);  // one call for each that was due, none for a stored one
  const Manifest last = world.manifests().back().manifest;
  EXPECT_TRUE(last.transcripts.pending.empty());
  EXPECT_FALSE(last.transcripts.absent.empty());
  EXPECT_GT(archived, 0u);
  const std::uint64_t expected = last.transcripts.expected.count;
  EXPECT_LE(asked, 3 * expected);
  EXPECT_TRUE(world.verify().passed());
  // The conversations' lines stay: only what changed at the source came again.
  std::uint64_t changed = 0;
  for (const auto& loaded : world.manifests()) changed += loaded.manifest.conversations.changed.size();
  EXPECT_EQ(conversation_lines, kConversations + changed);
}

// What the source has deleted is in no later reading, so that nobody would ask for its transcripts again.
class OverdueTranscripts : public testing::Test {
 protected:
  static sim::OrgConfig config() {
    sim::OrgConfig config = SimulatedWorld::org_config(30, 1);
    config.transcripts = {.delay = hours(1), .missing_per_thousand = 1000};
    config.plan.from = kDay + days(2);  // the clock stands at noon of the day after
    return config;
  }
  void SetUp() override {
    world_.adjust_source = [](genesys::Options& options) { options.job_page_size = 1000; };
    live();
    const auto pending = world_.manifests().back().manifest.transcripts.pending;
    ASSERT_FALSE(pending.empty());
    gone_ = pending.front().conversation;
    of_gone_ =
        static_cast<std::uint64_t>(std::ranges::count(pending, gone_, &archive::PendingId::conversation));
    world_.clock.advance(days(9));
  }
  void live() {
    const auto report = world_.run();
    ASSERT_FALSE(report.stopped_by) << report.stopped_by->message;
  }
  // The job leaves out the conversation, and, where it is deleted, so does the question for its id.
  void let_it_go(bool deleted) {
    world_.network = [this, deleted](const http::ServerRequest& request) {
      http::ServerResponse response = world_.route(request);
      if (is_results(request) || (is_by_id(request) && deleted)) take_out(gone_, response);
      return response;
    };
  }
  SimulatedWorld world_{config()};
  std::string gone_;
  std::uint64_t of_gone_ = 0;
};

TEST_F(OverdueTranscripts, P2_of_a_conversation_that_was_deleted_are_absent) {
  let_it_go(true);
  live();
  EXPECT_EQ(world_.tally->overdue.load(), 0u);
  const Manifest last = world_.manifests().back().manifest;
  EXPECT_TRUE(last.transcripts.pending.empty());
  std::uint64_t absent = 0;
  for (const archive::AbsentId& id : last.transcripts.absent)
    if (id.conversation == gone_) {
      ++absent;
      EXPECT_TRUE(id.evidence.starts_with("source.not_found at 20")) << id.evidence;
    }
  EXPECT_EQ(absent, of_gone_);
  EXPECT_TRUE(world_.verify().passed());
}

TEST_F(OverdueTranscripts, P2_are_said_to_be_as_long_as_they_cannot_be_asked_for) {
  let_it_go(false);
  for (int run = 0; run < 2; ++run) {
    live();
    EXPECT_EQ(world_.tally->overdue.load(), of_gone_);
    EXPECT_EQ(world_.manifests().back().manifest.transcripts.pending.size(), of_gone_);
    world_.clock.advance(hours(12));
  }
  world_.network = [this](const http::ServerRequest& request) { return world_.route(request); };
  live();
  EXPECT_EQ(world_.tally->overdue.load(), 0u);
  EXPECT_TRUE(world_.manifests().back().manifest.transcripts.pending.empty());
  EXPECT_TRUE(world_.verify().passed());
}

// A call handed from one agent to another is recorded in two parts, each with a transcript of its own.
class LegsInParts : public testing::Test {
 protected:
  static constexpr std::uint64_t kConversations = 120;
  explicit LegsInParts(sim::TranscriptConfig transcripts = {.delay = hours(1), .late_per_thousand = 500})
      : world_(config(transcripts)) {
    world_.before_request = [this](const http::ServerRequest& request) {
      if (!is_transcript_call(request)) return;
      const std::size_t begin = request.target.find("/communications/") + 16;
      ++asked_[request.target.substr(begin, request.target.find('/', begin) - begin)];
    };
  }

  void run_until_settled() {
    for (const days later : {days(3), days(5)}) {
      world_.clock.advance(later);
      const auto report = world_.run();
      ASSERT_FALSE(report.stopped_by) << report.stopped_by->message;
    }
  }
  [[nodiscard]] Manifest newest() { return world_.manifests().back().manifest; }

  static sim::OrgConfig config(const sim::TranscriptConfig& transcripts) {
    sim::OrgConfig config = SimulatedWorld::org_config(kConversations, 1);
    config.transcripts = transcripts;
    config.plan.from = kDay + days(2);  // the clock stands at noon of the day after
    return config;
  }

  SimulatedWorld world_;
  std::map<std::string, int> asked_;  // by communication
};

TEST_F(LegsInParts, APartThatComesLaterIsArchivedToo) {
  ASSERT_FALSE(world_.run().stopped_by);
  const auto pending = newest().transcripts.pending;
  const auto in_part = std::ranges::count(pending, model::kMorePartsReason, &archive::PendingId::reason);
  ASSERT_GT(in_part, 0);
  EXPECT_TRUE(world_.verify().passed());

  rebuild(world_);  // a manifest says enough to go on
  run_until_settled();
  EXPECT_TRUE(newest().transcripts.pending.empty());
  EXPECT_TRUE(newest().transcripts.absent.empty());
  std::uint64_t recordings = 0;
  for (std::uint64_t index = 0; index < kConversations; ++index)
    recordings += sim::recordings_of(world_.org.world(), world_.org.world().outline(index)).size();
  std::uint64_t stored = 0;
  for (const auto& loaded : world_.manifests())
    for (const auto& object : loaded.manifest.objects)
      if (object.dataset == model::Dataset::transcripts) stored += object.lines;
  EXPECT_EQ(stored, recordings);
  EXPECT_TRUE(world_.verify().passed());
}

class LegsInPartsThatNeverCome : public LegsInParts {
 protected:
  LegsInPartsThatNeverCome() : LegsInParts({.delay = hours(1), .missing_per_thousand = 500}) {}
};

TEST_F(LegsInPartsThatNeverCome, AreLookedForOnceMore) {
  ASSERT_FALSE(world_.run().stopped_by);
  std::vector<std::string> in_part;
  for (const archive::PendingId& id : newest().transcripts.pending)
    if (id.reason == model::kMorePartsReason) in_part.push_back(id.id);
  ASSERT_FALSE(in_part.empty());
  run_until_settled();
  EXPECT_TRUE(newest().transcripts.pending.empty());
  for (const std::string& leg : in_part) {
    EXPECT_EQ(asked_[leg], 2) << leg;
    EXPECT_EQ(std::ranges::count(newest().transcripts.absent, leg, &archive::AbsentId::id), 0);
  }
  EXPECT_TRUE(world_.verify().passed());
}

// ---- Exactly once, from the spool ----

TEST(P4ExactlyOnce, WhatTheSpoolHoldsIsNotAskedForAgain) {
  SimulatedWorld undisturbed;
  ASSERT_FALSE(undisturbed.run().stopped_by);
  const std::uint64_t steps = undisturbed.mortality.steps();
  int deaths = 0;
  for (std::uint64_t step = steps - 1; step > 0; --step) {
    SimulatedWorld world;
    world.mortality.live_until(step);
    ASSERT_TRUE(world.run().stopped_by);
    world.mortality.live_until(Mortality::kNever);
    model::SliceState state{};
    {
      const auto ledger = ledger::open_sqlite_read_only(world.disk.path() / "ledger.sqlite").value();
      const auto slices = ledger->slices("").value();
      if (slices.empty()) break;
      state = slices[0].state;
    }
    if (state == model::SliceState::reading) break;  // earlier deaths are while it is read
    if (state != model::SliceState::read) continue;
    ++deaths;
    std::vector<std::string> asked;
    world.before_request = [&](const http::ServerRequest& request) {
      if (request.host().find("s3") == std::string_view::npos) asked.push_back(request.target);
    };
    ASSERT_FALSE(world.run().stopped_by);
    for (const std::string& target : asked) {
      const bool content = target.find("/results") != std::string::npos ||
                           target.find("/transcript") != std::string::npos || target.ends_with("/jobs");
      EXPECT_FALSE(content) << "death at step " << step << ": " << target;
    }
    EXPECT_EQ(world.data_objects(), undisturbed.data_objects());
    if (HasFailure()) return;
  }
  EXPECT_GT(deaths, 5);
}

// The spool is worth requests, and nothing more.
TEST(P4ExactlyOnce, ASpoolThatIsLostIsReadAgain) {
  const auto world_of_calls = [] {
    sim::OrgConfig config = SimulatedWorld::org_config(20, 1);
    config.transcripts = {.delay = hours(1), .missing_per_thousand = 200};
    return config;
  };
  const auto lines_of = [](SimulatedWorld& world) {
    std::map<model::Dataset, std::uint64_t> lines;
    for (const auto& loaded : world.manifests())
      for (const auto& object : loaded.manifest.objects) lines[object.dataset] += object.lines;
    return lines;
  };
  SimulatedWorld undisturbed(world_of_calls());
  ASSERT_FALSE(undisturbed.run().stopped_by);
  const Manifest expected = undisturbed.manifests().at(0).manifest;
  const std::uint64_t steps = undisturbed.mortality.steps();
  int read_again = 0;
  for (std::uint64_t step = 10; step < steps; step += 3) {
    SimulatedWorld world(world_of_calls());
    world.mortality.live_until(step);
    ASSERT_TRUE(world.run().stopped_by);
    world.mortality.live_until(Mortality::kNever);
    read_again += !std::filesystem::is_empty(world.disk.path() / "spool");
    std::filesystem::remove_all(world.disk.path() / "spool");
    for (int run = 0; run < 2; ++run) {
      const auto report = world.run();
      ASSERT_FALSE(report.stopped_by) << "death at step " << step << ": " << report.stopped_by->message;
    }
    const Manifest last = world.manifests().back().manifest;
    EXPECT_EQ(last.conversations.archived, expected.conversations.archived) << step;
    EXPECT_EQ(last.transcripts.archived, expected.transcripts.archived) << step;
    EXPECT_EQ(last.transcripts.pending.size(), expected.transcripts.pending.size()) << step;
    EXPECT_EQ(lines_of(world), lines_of(undisturbed)) << step;
    EXPECT_EQ(world.s3.open_uploads(std::string(SimulatedWorld::kBucket)), 0u) << step;
    EXPECT_TRUE(world.verify().passed()) << step;
    if (HasFailure()) return;
  }
  EXPECT_GT(read_again, 5);
}

TEST(P4ExactlyOnce, ARebuiltLedgerUploadsNothing) {
  sim::OrgConfig config = SimulatedWorld::org_config(60, 1);
  config.transcripts = {.delay = hours(1), .late_per_thousand = 100, .missing_per_thousand = 100};
  SimulatedWorld world(std::move(config));
  ASSERT_FALSE(world.run().stopped_by);
  const auto before = world.s3.objects(std::string(SimulatedWorld::kBucket)).size();
  rebuild(world);
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.tally->stored_bytes.load(), 0u);
  EXPECT_EQ(world.tally->transcripts_asked.load(), 0u);
  EXPECT_EQ(world.tally->conversations_unchanged.load(), world.tally->conversations_read.load());
  EXPECT_EQ(world.s3.objects(std::string(SimulatedWorld::kBucket)).size(), before);
  EXPECT_TRUE(world.verify().passed());
}

}  // namespace
}  // namespace offhook::test
