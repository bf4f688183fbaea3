// What the S3 store asks for, as a server sees it: addresses, encryption, classes, tags, locks, owners; and
// how many requests it has under way when the server asks it to slow down.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "crypto/sha256.h"
#include "test/contract/fake_store.h"

namespace offhook::test {
namespace {

using model::ObjectSpec;
using model::Upload;

// The fake S3, with every request kept.
struct Watched {
  explicit Watched(store::S3Options options, sim::BucketSetup setup = {}) {
    s3.make_bucket(options.bucket, std::move(setup));
    store = store::make_s3_store(std::move(options), *client, *provider, clock, random).value();
  }
  http::ServerResponse serve(const http::ServerRequest& request) {
    requests.push_back(request);
    return s3.serve(request);
  }
  // Begins, sends and completes an object of one part, and puts a small one.
  void store_two() {
    const ObjectSpec spec{"key", {{"upload-token", "t-1"}}, "", "application/zstd"};
    const Upload upload = store->begin_upload(spec).value();
    const auto part = store->upload_part(upload, 1, "x", crypto::sha256("x")).value();
    ASSERT_TRUE(store->complete_upload(upload, {part}));
    ASSERT_TRUE(store->put_new({"small", {{"upload-token", "t-2"}}, "", "text/plain"}, "x"));
  }
  std::vector<http::ServerRequest> of(std::string_view method, std::string_view query) const {
    std::vector<http::ServerRequest> found;
    for (const auto& request : requests)
      if (request.method == method && request.query().find(query) != std::string_view::npos)
        found.push_back(request);
    return found;
  }

  ManualClock clock{parse_rfc3339("2026-11-20T00:00:00Z").value()};
  SeededRandom random{1};
  sim::FakeS3 s3{clock};
  std::vector<http::ServerRequest> requests;
  std::unique_ptr<http::Client> client = http::make_in_process_client(
      [this](const http::ServerRequest& request) { return serve(request); }, clock);
  std::unique_ptr<aws::Provider> provider = aws::make_static_provider(
      {std::string(sim::FakeS3::kAccessKeyId), Sensitive(std::string(sim::FakeS3::kSecret)), {}});
  std::unique_ptr<model::ObjectStore> store;
};

TEST(StoreAddresses, TheBucketStandsBeforeTheHostOrInThePath) {
  const auto address = [](store::S3Options options) {
    Watched watched(std::move(options));
    EXPECT_TRUE(watched.store->put_new({"a b", {}, "", "text/plain"}, "x"));
    const auto& last = watched.requests.back();
    return std::string(last.host()) + std::string(last.path());
  };
  using store::Addressing;
  EXPECT_EQ(address({.bucket = "archive"}), "archive.s3.us-east-1.amazonaws.com/a%20b");
  EXPECT_EQ(address({.bucket = "my.archive"}), "s3.us-east-1.amazonaws.com/my.archive/a%20b")
      << "no certificate covers a dot";
  EXPECT_EQ(address({.bucket = "archive", .addressing = Addressing::path}),
            "s3.us-east-1.amazonaws.com/archive/a%20b");
  EXPECT_EQ(address({.bucket = "archive", .endpoint = "https://localhost:9000"}),
            "localhost:9000/archive/a%20b");
  EXPECT_EQ(address({.bucket = "archive",
                     .endpoint = "https://s3.example.org",
                     .addressing = Addressing::virtual_hosted}),
            "archive.s3.example.org/a%20b");
}

TEST(StoreEncryptionAsked, KmsWithItsKeyAndBucketKeyIsAskedForEachObject) {
  const std::string arn = "arn:aws:kms:us-east-1:111122223333:key/one";
  Watched watched({.bucket = "archive", .encryption = store::EncryptionChoice::kms, .kms_key = arn});
  watched.store_two();
  for (const auto& request : {watched.of("POST", "uploads").at(0), watched.of("PUT", "").back()}) {
    EXPECT_EQ(request.headers.get("x-amz-server-side-encryption"), "aws:kms");
    EXPECT_EQ(request.headers.get("x-amz-server-side-encryption-aws-kms-key-id"), arn);
    EXPECT_EQ(request.headers.get("x-amz-server-side-encryption-bucket-key-enabled"), "true");
  }
  EXPECT_EQ(watched.store->head("key").value().encryption, (model::Encryption{"aws:kms", arn}));
  EXPECT_FALSE(watched.of("PUT", "partNumber").at(0).headers.find("x-amz-server-side-encryption"))
      << "a part has its upload's";

  Watched dsse({.bucket = "archive", .encryption = store::EncryptionChoice::kms_dsse, .kms_key = arn});
  dsse.store_two();
  const auto begun = dsse.of("POST", "uploads").at(0);
  EXPECT_EQ(begun.headers.get("x-amz-server-side-encryption"), "aws:kms:dsse");
  EXPECT_FALSE(begun.headers.find("x-amz-server-side-encryption-bucket-key-enabled")) << "it has none";
}

TEST(StoreMarks, TagsMetadataAndOwnerGoWithEachObject) {
  Watched watched({.bucket = "archive",
                   .expected_owner = "111122223333",
                   .tags = {{"team", "voice & video"}, {"cost", "42"}}});
  watched.store_two();
  for (const char* key : {"key", "small"}) {
    const auto object = watched.s3.objects("archive").at(key);
    EXPECT_EQ(object.tags, "cost=42&team=voice%20%26%20video");
    EXPECT_TRUE(object.metadata.contains("upload-token"));
  }
  for (const auto& request : watched.requests)
    EXPECT_EQ(request.headers.get("x-amz-expected-bucket-owner"), "111122223333") << request.target;
}

TEST(StoreLocks, EachObjectIsKeptAsLongAsAskedFor) {
  sim::BucketSetup lockable;
  lockable.settings["object-lock"] = {200, "<ObjectLockConfiguration/>"};
  Watched watched({.bucket = "archive", .lock_mode = "COMPLIANCE", .lock_days = 365, .legal_hold = true},
                  lockable);
  watched.store_two();
  for (const char* key : {"key", "small"})
    EXPECT_EQ(watched.s3.objects("archive").at(key).lock,
              (std::map<std::string, std::string>{{"mode", "COMPLIANCE"},
                                                  {"retain-until-date", "2027-11-20T00:00:00.000Z"},
                                                  {"legal-hold", "ON"}}));
  Watched without({.bucket = "archive"}, lockable);
  without.store_two();
  EXPECT_TRUE(without.s3.objects("archive").at("key").lock.empty());
}

TEST(StoreLocks, ABucketWithoutObjectLockRefusesThem) {
  Watched watched({.bucket = "archive", .lock_mode = "GOVERNANCE", .lock_days = 1});
  const auto begun = watched.store->begin_upload({"key", {}, "", "text/plain"});
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, "s3.invalid_request");
}

TEST(StoreLocks, ModesAndDaysThatS3DoesNotKnowAreRefused) {
  FakeStore fake;
  for (const auto& [mode, days] :
       {std::pair{"SOFT", 1}, std::pair{"COMPLIANCE", 0}, std::pair{"COMPLIANCE", 36'501}})
    EXPECT_FALSE(store::make_s3_store({.bucket = "archive", .lock_mode = mode, .lock_days = days},
                                      *fake.client, *fake.provider, fake.clock, fake.random));
}

// Lets its first requests go only when so many are there, and then counts how many are under way at once.
class Crowd final : public http::Client {
 public:
  Crowd(http::Client& inner, int together) : inner_(inner), together_(together), gate_(together) {}
  Result<http::Response> send(const http::Request& request, http::BodySink* sink) override {
    if (request.url.find("partNumber") == std::string::npos) return inner_.send(request, sink);
    ++inside_;
    if (waved_++ < together_) {
      gate_.arrive_and_wait();
    } else {
      const int now = inside_;
      for (int seen = most_; now > seen && !most_.compare_exchange_weak(seen, now);) {
      }
    }
    auto response = inner_.send(request, sink);
    --inside_;
    return response;
  }
  int most() const { return most_; }

 private:
  http::Client& inner_;
  const int together_;
  std::barrier<> gate_;
  std::atomic<int> waved_ = 0, inside_ = 0, most_ = 0;
};

TEST(StoreSlowDown, HalvesThePartsUnderWayAndLosesNone) {
  constexpr int kParts = 8;
  FakeStore fake;
  Crowd crowd(*fake.client, kParts);
  const auto store =
      store::make_s3_store({.bucket = "archive"}, crowd, *fake.provider, fake.clock, fake.random).value();
  fake.s3.set_min_part_bytes(0);
  const Upload upload = store->begin_upload({"key", {}, "", "text/plain"}).value();
  fake.s3.add_fault({.operation = "UploadPart", .kind = sim::FaultKind::slow_down, .times = kParts});
  std::vector<model::Part> parts(kParts);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kParts; ++i)
      threads.emplace_back([&, i] {
        const std::string bytes(1, static_cast<char>('a' + i));
        parts[static_cast<std::size_t>(i)] =
            store->upload_part(upload, i + 1, bytes, crypto::sha256(bytes)).value();
      });
  }
  EXPECT_LE(crowd.most(), kParts / 2);
  ASSERT_TRUE(store->complete_upload(upload, parts));
  EXPECT_EQ(fake.s3.objects("archive").at("key").bytes, "abcdefgh");
  EXPECT_EQ(fake.s3.count("UploadPart"), 2 * kParts);
}

}  // namespace
}  // namespace offhook::test
