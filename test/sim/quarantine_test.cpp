// Quarantine over a whole run: many stop it before they are recorded, and what was quarantined is archived
// once its cause is mended.
#include <gtest/gtest.h>

#include "test/sim/simulated_world.h"

namespace offhook::test {
namespace {

constexpr std::uint64_t kConversations = 60;
constexpr const char* kTranscripts = "GET /api/v2/speechandtextanalytics/**";

sim::OrgFault forbidden_transcripts(std::uint64_t times) {
  sim::OrgFault fault;
  fault.endpoint = kTranscripts;
  fault.times = times;
  fault.status = 403;
  return fault;
}

std::uint64_t quarantined(const archive::Manifest& manifest) {
  return manifest.conversations.quarantined.size() + manifest.transcripts.quarantined.size();
}

TEST(P2Accounted, ManyQuarantinedStopTheRunBeforeTheyAreRecorded) {
  SimulatedWorld undisturbed(kConversations);
  ASSERT_FALSE(undisturbed.run().stopped_by);

  SimulatedWorld world(kConversations);
  world.org.add_fault(forbidden_transcripts(10));
  const auto stopped = world.run();
  ASSERT_TRUE(stopped.stopped_by);
  EXPECT_EQ(stopped.stopped_by->code, "run.quarantine");
  EXPECT_NE(stopped.stopped_by->message.find("source.forbidden"), std::string::npos);
  EXPECT_TRUE(world.data_objects().empty());
  EXPECT_TRUE(world.manifests().empty());

  // The cause is gone soon after: a few were recorded before there were too many.
  ASSERT_FALSE(world.run().stopped_by);
  const archive::Manifest manifest = world.manifests().back().manifest;
  EXPECT_LT(quarantined(manifest), 10u);
  EXPECT_EQ(manifest.conversations.archived.count, kConversations);
  EXPECT_TRUE(world.verify().passed());
}

TEST(P2Accounted, ARunGoesOnWhereMoreMayBeQuarantined) {
  SimulatedWorld world(kConversations);
  world.adjust_run = [](pipeline::RunOptions& options) { options.quarantine_percent = 50; };
  world.org.add_fault(forbidden_transcripts(13));
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(quarantined(world.manifests().back().manifest), 13u);
}

class Retried : public testing::Test {
 protected:
  // Twelve transcripts that may not be had, and a record without its id.
  Retried() {
    sim::OrgFault flip;
    flip.endpoint = "GET /api/v2/analytics/conversations/details/jobs/*/results";
    flip.kind = sim::OrgFault::Kind::flip;
    flip.bytes =
        std::string_view(R"({"conversations":[{"conversationEnd":"2026-03-10T00:00:00.000Z",")").size();
    world_.org.add_fault(flip);
    world_.org.add_fault(forbidden_transcripts(12));
    world_.adjust_run = [this](pipeline::RunOptions& options) {
      options.quarantine_percent = 50;
      options.trailing = std::chrono::days(0);
      options.retry_quarantined = retry_;
    };
    world_.before_request = [this](const http::ServerRequest& request) {
      asked_ += request.target.find("/transcripturl") != std::string::npos;
    };
  }
  SimulatedWorld world_{kConversations};
  bool retry_ = false;
  int asked_ = 0;
};

TEST_F(Retried, IsOnlyWhatWasQuarantinedAndOnlyWhenAsked) {
  ASSERT_FALSE(world_.run().stopped_by);
  const archive::Manifest first = world_.manifests().back().manifest;
  ASSERT_EQ(first.conversations.quarantined.size(), 1u);
  EXPECT_EQ(first.conversations.quarantined[0].reason, "no_id");
  ASSERT_EQ(first.transcripts.quarantined.size(), 12u);

  ASSERT_FALSE(world_.run().stopped_by);
  EXPECT_EQ(world_.manifests().size(), 1u);  // nobody asked

  retry_ = true;
  ASSERT_FALSE(world_.run().stopped_by);
  // A leg may have several files; the record without an id has legs, too.
  EXPECT_GE(world_.tally->transcripts_asked.load(), 12u);
  EXPECT_LT(world_.tally->transcripts_asked.load(), 20u);
  EXPECT_GE(world_.tally->transcripts_archived.load(), world_.tally->transcripts_asked.load());
  EXPECT_EQ(world_.tally->conversations_archived.load(), 1u);
  EXPECT_EQ(world_.tally->quarantined.load(), 0u);
  ASSERT_EQ(world_.manifests().size(), 2u);
  const archive::Manifest second = world_.manifests().back().manifest;
  EXPECT_EQ(quarantined(second), 0u);
  EXPECT_EQ(second.conversations.expected.count, kConversations);
  EXPECT_EQ(second.conversations.archived.count, kConversations);
  EXPECT_EQ(second.transcripts.archived.count, second.transcripts.expected.count);
  EXPECT_TRUE(world_.verify().passed());

  asked_ = 0;
  ASSERT_FALSE(world_.run().stopped_by);  // there is nothing left to try
  EXPECT_EQ(asked_, 0);
  EXPECT_EQ(world_.manifests().size(), 2u);
}

}  // namespace
}  // namespace offhook::test
