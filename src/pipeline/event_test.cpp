#include "pipeline/event.h"

#include <gtest/gtest.h>

namespace offhook::pipeline {
namespace {

TEST(CompletionEvent, P4_has_the_id_of_its_manifest_whenever_it_is_made) {
  const archive::ManifestSummary manifest;
  EventFacts facts;
  facts.manifest_uri = "s3://archive/_offhook/manifests/acme/1.json";
  const std::string id = completion_event(manifest, facts).id;
  facts.time += std::chrono::hours(1);
  facts.duration += std::chrono::seconds(3);
  facts.manifest_sha256 = std::string(64, 'a');
  EXPECT_EQ(completion_event(manifest, facts).id, id);
  facts.manifest_uri = "s3://archive/_offhook/manifests/acme/2.json";
  EXPECT_NE(completion_event(manifest, facts).id, id);
}

}  // namespace
}  // namespace offhook::pipeline
