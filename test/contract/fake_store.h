// An S3 store on the fake S3, in one process, on a clock of its own.
#pragma once

#include <memory>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"
#include "sim/s3/fake_s3.h"
#include "store/s3_store.h"

namespace offhook::test {

struct FakeStore {
  explicit FakeStore(store::S3Options options = {}, sim::BucketSetup setup = {}) {
    s3.make_bucket("archive", std::move(setup));
    if (options.bucket.empty()) options.bucket = "archive";
    auto made = store::make_s3_store(std::move(options), *client, *provider, clock, random);
    store = std::move(made.value());
  }

  ManualClock clock{parse_rfc3339("2026-11-20T00:00:00Z").value()};
  SeededRandom random{1};
  sim::FakeS3 s3{clock};
  std::unique_ptr<http::Client> client = http::make_in_process_client(s3.function(), clock);
  std::unique_ptr<aws::Provider> provider = aws::make_static_provider(
      {std::string(sim::FakeS3::kAccessKeyId), Sensitive(std::string(sim::FakeS3::kSecret)), {}});
  std::unique_ptr<model::ObjectStore> store;
};

}  // namespace offhook::test
