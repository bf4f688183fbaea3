// P4, exactly once: what an upload leaves behind when nobody knows how it ended, and what it leaves alone.
#include <gtest/gtest.h>

#include "archive/layout.h"
#include "test/sim/simulated_world.h"

namespace offhook::test {
namespace {

const std::string kBucket(SimulatedWorld::kBucket);

bool is_data_object(const http::ServerRequest& request) {
  return SimulatedWorld::is_store(request) && request.target.find("org%3D") != std::string::npos;
}

bool asks_for_content(const http::ServerRequest& request) {
  return request.target.find("/results") != std::string::npos ||
         request.target.find("/transcript") != std::string::npos || request.target.ends_with("/jobs");
}

TEST(P4ExactlyOnce, OnAnUnknownOutcomeNothingIsDeletedAndTheNextRunAdoptsIt) {
  SimulatedWorld undisturbed;
  ASSERT_FALSE(undisturbed.run().stopped_by);

  SimulatedWorld world;
  bool completed = false;
  int deletions = 0;
  world.network = [&](const http::ServerRequest& request) -> http::ServerResponse {
    if (completed && SimulatedWorld::is_store(request)) {
      deletions += request.method == "DELETE";
      return {.status = 503};
    }
    http::ServerResponse response = world.route(request);
    if (is_data_object(request) && request.method == "POST" &&
        request.query().find("uploadId") != std::string_view::npos) {
      completed = true;
      return {.status = 500};
    }
    return response;
  };
  const auto unknown = world.run();
  ASSERT_TRUE(unknown.stopped_by);
  EXPECT_EQ(unknown.stopped_by->cls, ErrorClass::retryable) << unknown.stopped_by->message;
  ASSERT_TRUE(completed);
  EXPECT_EQ(deletions, 0);
  EXPECT_EQ(world.data_objects().size(), 1u);
  EXPECT_FALSE(std::filesystem::is_empty(world.disk.path() / "spool"));
  EXPECT_TRUE(world.manifests().empty());

  std::size_t parts = 0;
  world.network = [&](const http::ServerRequest& request) {
    parts += is_data_object(request) && request.query().find("partNumber") != std::string_view::npos;
    EXPECT_FALSE(asks_for_content(request)) << request.target;
    return world.route(request);
  };
  const auto mended = world.run();
  ASSERT_FALSE(mended.stopped_by) << mended.stopped_by->message;
  EXPECT_EQ(world.data_objects(), undisturbed.data_objects());
  EXPECT_EQ(parts, world.data_objects().size() - 1);  // of one part each
  EXPECT_EQ(world.s3.open_uploads(kBucket), 0u);
  EXPECT_TRUE(world.verify().passed());
}

TEST(P4ExactlyOnce, UploadsOfOthersAreLeftAlone) {
  SimulatedWorld world;
  world.look([&](model::ObjectStore& store) {
    // Of somebody else's program beside our objects, and of a gate that another ledger's process may be
    // passing.
    model::ObjectSpec spec;
    spec.key = "org=acme/dataset=conversations/dt=2026-03-10/of-another-program.zst";
    ASSERT_TRUE(store.begin_upload(spec));
    spec.key = archive::probe_key("", "another-ledger-1");
    ASSERT_TRUE(store.begin_upload(spec));
  });
  world.mortality.live_until(150);
  ASSERT_TRUE(world.run().stopped_by);
  world.mortality.live_until(Mortality::kNever);
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.s3.open_uploads(kBucket), 2u);
  // A gate takes seconds: a probe of hours ago is dead, whoever's it was.
  world.clock.advance(std::chrono::hours(2));
  ASSERT_FALSE(world.run().stopped_by);
  EXPECT_EQ(world.s3.open_uploads(kBucket), 1u);
}

}  // namespace
}  // namespace offhook::test
