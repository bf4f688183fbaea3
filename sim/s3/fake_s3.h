// FakeS3 behaves like Amazon S3 as far as an archive needs it, in memory, with scripted faults and any
// bucket configuration. It verifies signatures, payload hashes and checksums, expected owners and regions,
// and keeps the rules of multipart uploads and conditional writes that the S3 API Reference states.
//
// Any thread. serve() is a ServerFunction: hand it to the in-process client, or to an http::Server.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "http/message.h"
#include "sim/s3/bucket.h"
#include "sim/s3/fault.h"

namespace offhook::sim {

class FakeS3 {
 public:
  static constexpr std::string_view kAccessKeyId = "AKIAFAKE";
  static constexpr std::string_view kSecret = "fake-secret";

  explicit FakeS3(const Clock& clock) : clock_(clock) {}

  [[nodiscard]] http::ServerResponse serve(const http::ServerRequest& request);
  [[nodiscard]] http::ServerFunction function() {
    return [this](const http::ServerRequest& request) { return serve(request); };
  }

  void make_bucket(std::string name, BucketSetup setup = {});
  void set_up(const std::string& bucket, BucketSetup setup);  // changes it under way
  void add_fault(Fault fault);
  void clear_faults();
  // How far this server's clock is ahead of `clock`.
  void set_clock_offset(Milliseconds offset);
  // Parts under 5 MiB (but for the last) are refused, as Amazon does; off for small test data.
  void set_min_part_bytes(std::uint64_t bytes);

  // Looking in from outside.
  [[nodiscard]] std::map<std::string, StoredObject> objects(const std::string& bucket) const;
  [[nodiscard]] std::size_t open_uploads(const std::string& bucket) const;
  [[nodiscard]] std::vector<std::string> calls() const;  // operations in order, "UploadPart" …
  [[nodiscard]] int count(std::string_view operation) const;
  void forget_calls();

 private:
  struct Call;  // one request, taken apart
  http::ServerResponse route(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse with_faults(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse head_bucket(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse setting(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse list_objects(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse list_uploads(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse create_upload(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse upload_part(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse list_parts(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse complete_upload(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse abort_upload(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse put_object(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse get_object(Call& call) REQUIRES_LOCK(mutex_);
  http::ServerResponse delete_object(Call& call) REQUIRES_LOCK(mutex_);
  std::string next_id(std::string_view kind) REQUIRES_LOCK(mutex_);

  const Clock& clock_;
  mutable Mutex mutex_;
  std::map<std::string, Bucket> buckets_ GUARDED_BY(mutex_);
  FaultScript faults_ GUARDED_BY(mutex_);
  Milliseconds clock_offset_ GUARDED_BY(mutex_){0};
  std::uint64_t min_part_bytes_ GUARDED_BY(mutex_) = 5u << 20;
  std::uint64_t ids_ GUARDED_BY(mutex_) = 0;
  std::vector<std::string> calls_ GUARDED_BY(mutex_);
};

}  // namespace offhook::sim
