// P4, exactly once: a process that dies between any two of its steps, and is run again, leaves the archive of
// one that never died.
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "test/sim/simulated_world.h"

namespace offhook::test {
namespace {

// What every finished archive must be.
void expect_whole(SimulatedWorld& world, const std::map<std::string, std::string>& expected,
                  const std::string& where) {
  EXPECT_EQ(world.data_objects(), expected) << where;
  EXPECT_EQ(world.s3.open_uploads(std::string(SimulatedWorld::kBucket)), 0u) << where;
  EXPECT_EQ(world.notifier.deliveries.size(), 1u) << where;
  const archive::VerifyReport report = world.verify();
  EXPECT_EQ(report.manifests, 1u) << where;
  for (const archive::VerifyFinding& finding : report.findings)
    ADD_FAILURE() << where << ": " << finding.code << " " << finding.subject << " " << finding.detail;
}

// At every moment, also where a death left off: what a manifest lists is there, whole.
void expect_listed_is_there(SimulatedWorld& world, const std::string& where) {
  const auto objects = world.s3.objects(std::string(SimulatedWorld::kBucket));
  for (const auto& loaded : world.manifests())
    for (const archive::ListedObject& listed : loaded.manifest.objects) {
      ASSERT_TRUE(objects.contains(listed.key)) << where;
      EXPECT_EQ(to_hex(crypto::sha256(objects.at(listed.key).bytes)), listed.sha256) << where;
      EXPECT_TRUE(objects.contains(listed.index_key)) << where;
    }
}

TEST(P4ExactlyOnce, ADeathBetweenAnyTwoStepsChangesNothing) {
  SimulatedWorld undisturbed;
  const pipeline::RunReport report = undisturbed.run();
  ASSERT_FALSE(report.stopped_by) << report.stopped_by->message;
  const auto expected = undisturbed.data_objects();
  ASSERT_FALSE(expected.empty());
  expect_whole(undisturbed, expected, "undisturbed");
  const std::uint64_t steps = undisturbed.mortality.steps();

  for (std::uint64_t step = 0; step < steps; ++step) {
    SimulatedWorld world;
    world.mortality.live_until(step);
    const auto first = world.run();
    EXPECT_TRUE(first.stopped_by) << "step " << step;
    expect_listed_is_there(world, "death at step " + std::to_string(step));
    world.mortality.live_until(Mortality::kNever);
    const auto second = world.run();
    ASSERT_FALSE(second.stopped_by) << "step " << step << ": " << second.stopped_by->message;
    expect_whole(world, expected, "death at step " + std::to_string(step));
    if (HasFailure()) return;
  }
}

TEST(P5Deterministic, WorkersDoNotChangeAByte) {
  SimulatedWorld one, ten;
  ASSERT_FALSE(one.run(0).stopped_by);
  ASSERT_FALSE(ten.run(10).stopped_by);
  EXPECT_EQ(one.data_objects(), ten.data_objects());
}

TEST(P4ExactlyOnce, ASecondRunStoresNothing) {
  SimulatedWorld world;
  ASSERT_FALSE(world.run().stopped_by);
  const auto before = world.s3.objects(std::string(SimulatedWorld::kBucket)).size();
  const auto again = world.run();
  ASSERT_FALSE(again.stopped_by);
  EXPECT_EQ(world.tally->stored_bytes.load(), 0u);
  EXPECT_EQ(world.tally->conversations_unchanged.load(), world.tally->conversations_read.load());
  EXPECT_EQ(world.s3.objects(std::string(SimulatedWorld::kBucket)).size(), before);
}

TEST(P7GateBeforeByte, ABucketThatTurnsBadUnderWayGetsNoMore) {
  class TurnsBad final : public pipeline::RunObserver {
   public:
    explicit TurnsBad(SimulatedWorld& turned) : turned_(turned) {}
    void slice_started(const model::Slice&) override {
      sim::BucketSetup bad;
      bad.settings["policyStatus"] = {200, "<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>"};
      turned_.s3.set_up(std::string(SimulatedWorld::kBucket), bad);
    }

   private:
    SimulatedWorld& turned_;
  };
  SimulatedWorld world;
  world.adjust_run = [](pipeline::RunOptions& options) { options.gate_interval = std::chrono::seconds(0); };
  TurnsBad observer(world);
  const auto refused = world.run(0, observer);
  ASSERT_TRUE(refused.stopped_by);
  EXPECT_EQ(refused.stopped_by->code, "gate.refused");
  EXPECT_TRUE(world.s3.objects(std::string(SimulatedWorld::kBucket)).empty());

  // What was spooled is kept: mended, the bucket gets it without a transcript being asked for again.
  world.s3.set_up(std::string(SimulatedWorld::kBucket), {});
  const auto requests = world.org.counts().requests;
  const auto mended = world.run();
  ASSERT_FALSE(mended.stopped_by) << mended.stopped_by->message;
  EXPECT_LE(world.org.counts().requests - requests, 2u);  // the watermark, and a login
  EXPECT_FALSE(world.data_objects().empty());
  EXPECT_TRUE(world.verify().passed());
}

TEST(P7GateBeforeByte, APublicBucketGetsNothing) {
  SimulatedWorld world;
  sim::BucketSetup setup;
  setup.settings["policyStatus"] = {200, "<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>"};
  world.s3.set_up(std::string(SimulatedWorld::kBucket), setup);
  const auto report = world.run();
  ASSERT_TRUE(report.stopped_by);
  EXPECT_EQ(report.stopped_by->code, "gate.refused");
  EXPECT_TRUE(world.s3.objects(std::string(SimulatedWorld::kBucket)).empty());
  EXPECT_EQ(world.org.counts().requests, 0u);
}

}  // namespace
}  // namespace offhook::test
