// What expires under a run, expires without a trace: each run goes on from its last durable point and leaves
// the archive of an undisturbed one.
#include <gtest/gtest.h>

#include "test/sim/simulated_world.h"

namespace offhook::test {
namespace {

using Kind = sim::OrgFault::Kind;

constexpr const char* kResults = "GET /api/v2/analytics/conversations/details/jobs/*/results";
constexpr const char* kSubmit = "POST /api/v2/analytics/conversations/details/jobs";
constexpr const char* kFiles = "GET /transcripts/**";

sim::OrgFault fault(const char* endpoint, Kind kind, std::uint64_t from = 1, std::uint64_t times = 1) {
  sim::OrgFault fault;
  fault.endpoint = endpoint;
  fault.kind = kind;
  fault.from = from;
  fault.times = times;
  return fault;
}

class Expiry : public testing::Test {
 protected:
  void SetUp() override { ASSERT_FALSE(undisturbed_.run().stopped_by); }

  void expect_the_same_archive(SimulatedWorld& world) {
    const auto report = world.run();
    ASSERT_FALSE(report.stopped_by) << report.stopped_by->message;
    EXPECT_EQ(world.data_objects(), undisturbed_.data_objects());
    EXPECT_TRUE(world.verify().passed());
    EXPECT_EQ(world.tally->quarantined.load(), 0u);
    EXPECT_EQ(world.tally->transcripts_pending.load(), undisturbed_.tally->transcripts_pending.load());
  }

  SimulatedWorld undisturbed_;
};

TEST_F(Expiry, OfTheCredentialInTheMiddleOfAPage) {
  SimulatedWorld world;
  world.org.add_fault(fault(kResults, Kind::revoke, 2));
  sim::OrgFault cut = fault(kResults, Kind::cut, 3);
  world.org.add_fault(cut);
  expect_the_same_archive(world);
}

TEST_F(Expiry, OfTheJobBetweenTwoPages) {
  SimulatedWorld world;
  world.org.add_fault(fault(kSubmit, Kind::job_expired));
  expect_the_same_archive(world);
}

TEST_F(Expiry, OfEachJobEndsTheRunAndTheNextGoesOn) {
  SimulatedWorld world;
  world.org.add_fault(fault(kSubmit, Kind::job_expired, 1, 3));
  const auto report = world.run();
  ASSERT_TRUE(report.stopped_by);
  EXPECT_EQ(report.stopped_by->code, "source.job_expired");
  expect_the_same_archive(world);
}

TEST_F(Expiry, OfTheJobAcrossADeath) {
  SimulatedWorld world;
  world.mortality.live_until(60);
  ASSERT_TRUE(world.run().stopped_by);
  world.mortality.live_until(Mortality::kNever);
  world.clock.advance(std::chrono::hours(30));
  expect_the_same_archive(world);
}

TEST_F(Expiry, OfTheCursor) {
  SimulatedWorld world;
  sim::OrgFault refused = fault(kResults, Kind::status, 2);
  refused.status = 400;
  world.org.add_fault(refused);
  expect_the_same_archive(world);
}

TEST_F(Expiry, OfASignedUrl) {
  sim::OrgConfig config = SimulatedWorld::org_config(12, 1);
  config.media.url_life = std::chrono::minutes(2);
  SimulatedWorld world(std::move(config));
  bool slept = false;
  world.before_request = [&](const http::ServerRequest& request) {
    if (slept || !request.target.starts_with("/transcripts/")) return;
    slept = true;
    world.clock.advance(std::chrono::minutes(5));
  };
  expect_the_same_archive(world);
  EXPECT_TRUE(slept);
}

TEST_F(Expiry, OfASignedUrlWhileItsFileIsRead) {
  SimulatedWorld world;
  world.org.add_fault(fault(kFiles, Kind::cut));
  sim::OrgFault gone = fault(kFiles, Kind::status, 2);
  gone.status = 403;
  world.org.add_fault(gone);
  expect_the_same_archive(world);
}

TEST_F(Expiry, OfAnIdleCredentialInAHipaaOrganisation) {
  sim::OrgConfig config = SimulatedWorld::org_config(12, 1);
  config.login.idle_timeout = std::chrono::minutes(15);
  SimulatedWorld world(std::move(config));
  int files = 0;
  world.before_request = [&](const http::ServerRequest& request) {
    if (request.target.starts_with("/transcripts/") && files++ % 3 == 0)
      world.clock.advance(std::chrono::minutes(16));
  };
  expect_the_same_archive(world);
  EXPECT_GT(files, 3);
}

}  // namespace
}  // namespace offhook::test
