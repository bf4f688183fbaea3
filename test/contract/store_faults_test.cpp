// What the S3 store makes of a bad day: each fault once, and what must be true afterwards.
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "test/contract/fake_store.h"

namespace offhook::test {
namespace {

using model::ObjectSpec;
using model::Part;
using model::Upload;
using sim::FaultKind;

class StoreFaults : public testing::Test {
 protected:
  Part send(const Upload& upload, int number, std::string_view bytes) {
    return fake_.store->upload_part(upload, number, bytes, crypto::sha256(bytes)).value();
  }
  Upload begin() { return fake_.store->begin_upload(spec_).value(); }
  std::string stored() { return fake_.s3.objects("archive").at("key").bytes; }

  FakeStore fake_;
  const ObjectSpec spec_{"key", {{"upload-token", "t-1"}}, "", "application/zstd"};
};

// Faults after which the call simply succeeds.
struct PassingFault {
  std::string operation;
  FaultKind kind;
  int times;
};
class PassingFaults : public StoreFaults, public testing::WithParamInterface<PassingFault> {};

TEST_P(PassingFaults, AreRiddenOut) {
  const auto& [operation, kind, times] = GetParam();
  fake_.s3.add_fault({.operation = operation, .kind = kind, .times = times});
  const Upload upload = begin();
  const Part part = send(upload, 1, "bytes");
  ASSERT_TRUE(fake_.store->list_parts(upload));
  const auto completed = fake_.store->complete_upload(upload, {part});
  ASSERT_TRUE(completed) << completed.error().message;
  const auto put = fake_.store->put_new({"small", {{"upload-token", "t-2"}}, "", "text/plain"}, "small");
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(stored(), "bytes");
  EXPECT_EQ(fake_.store->head("key").value().size_bytes, 5u);
  EXPECT_EQ(fake_.store->get("small", std::nullopt, 10).value(), "small");
  EXPECT_EQ(fake_.s3.count(operation), times + 1);
}

std::vector<PassingFault> passing_faults() {
  std::vector<PassingFault> faults;
  for (const char* operation : {"CreateMultipartUpload", "UploadPart", "ListParts", "CompleteMultipartUpload",
                                "PutObject", "HeadObject", "GetObject"})
    for (const FaultKind kind :
         {FaultKind::slow_down, FaultKind::throttled, FaultKind::internal_error, FaultKind::unavailable,
          FaultKind::reset_before, FaultKind::request_timeout, FaultKind::expired_token})
      if (kind != FaultKind::request_timeout || std::string_view(operation) != "HeadObject")
        faults.push_back({operation, kind, kind == FaultKind::expired_token ? 1 : 3});
  for (const char* operation : {"UploadPart", "ListParts", "HeadObject", "GetObject", "PutObject"})
    for (const FaultKind kind : {FaultKind::reset_after, FaultKind::internal_error_after})
      if (std::string_view(operation) != "PutObject") faults.push_back({operation, kind, 2});
  faults.push_back({"UploadPart", FaultKind::bad_digest, 2});
  faults.push_back({"PutObject", FaultKind::conflict, 2});
  faults.push_back({"CompleteMultipartUpload", FaultKind::error_in_success, 2});
  // Amazon repeats its answer to a completion whose first answer was lost.
  faults.push_back({"CompleteMultipartUpload", FaultKind::reset_after, 1});
  faults.push_back({"GetObject", FaultKind::cut_body, 2});
  return faults;
}
INSTANTIATE_TEST_SUITE_P(All, PassingFaults, testing::ValuesIn(passing_faults()));

TEST_F(StoreFaults, APutWhoseAnswerWasLostIsRecognisedAsOurs) {
  fake_.s3.add_fault({.operation = "PutObject", .kind = FaultKind::reset_after});
  const auto put = fake_.store->put_new(spec_, "bytes");
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(put->checksum_sha256, to_base64(crypto::sha256("bytes")));
}

TEST_F(StoreFaults, APutThatMetAnothersObjectIsAConflictEvenAfterALostAnswer) {
  ASSERT_TRUE(fake_.store->put_new({"key", {{"upload-token", "other"}}, "", "text/plain"}, "bytes"));
  fake_.s3.add_fault({.operation = "PutObject", .kind = FaultKind::reset_before});
  const auto put = fake_.store->put_new(spec_, "bytes");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().cls, ErrorClass::conflict);
}

TEST_F(StoreFaults, CompletionsThatFailForGoodLeaveTheOutcomeToTheCaller) {
  for (const auto& [kind, expected] : {std::pair{FaultKind::conflict, ErrorClass::conflict},
                                       std::pair{FaultKind::precondition_failed, ErrorClass::conflict},
                                       std::pair{FaultKind::no_such_upload, ErrorClass::not_found},
                                       std::pair{FaultKind::access_denied, ErrorClass::permanent}}) {
    const Upload upload = begin();
    const Part part = send(upload, 1, "bytes");
    fake_.s3.forget_calls();
    fake_.s3.add_fault({.operation = "CompleteMultipartUpload", .kind = kind});
    const auto completed = fake_.store->complete_upload(upload, {part});
    ASSERT_FALSE(completed);
    EXPECT_EQ(completed.error().cls, expected);
    EXPECT_EQ(fake_.s3.count("CompleteMultipartUpload"), 1);
    EXPECT_EQ(fake_.s3.count("DeleteObject") + fake_.s3.count("AbortMultipartUpload"), 0);
  }
}

TEST_F(StoreFaults, AServiceThatStaysDownIsGivenUp) {
  fake_.s3.add_fault({.operation = "UploadPart", .kind = FaultKind::internal_error, .times = 1000});
  const Upload upload = begin();
  const auto part = fake_.store->upload_part(upload, 1, "x", crypto::sha256("x"));
  ASSERT_FALSE(part);
  EXPECT_EQ(part.error().cls, ErrorClass::retryable);
  EXPECT_EQ(part.error().code, "s3.internal_error");
  EXPECT_EQ(fake_.s3.count("UploadPart"), aws::RetryLimits{}.max_attempts);
}

TEST_F(StoreFaults, TheBudgetEndsRetriesOfAllCallsTogether) {
  fake_.s3.add_fault({.operation = "HeadObject", .kind = FaultKind::internal_error, .times = 100'000});
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(fake_.store->head("key"));
  // 500 tokens at 14 each allow 35 retries; after that each call is sent once.
  EXPECT_EQ(fake_.s3.count("HeadObject"), 100 + 35);
}

TEST_F(StoreFaults, APartStoredDamagedIsNotTaken) {
  fake_.s3.add_fault({.operation = "UploadPart", .kind = FaultKind::damage_stored});
  const auto part = fake_.store->upload_part(begin(), 1, "bytes", crypto::sha256("bytes"));
  ASSERT_FALSE(part);
  EXPECT_EQ(part.error().code, "s3.checksum_mismatch");
  EXPECT_EQ(part.error().cls, ErrorClass::corrupt);
}

TEST_F(StoreFaults, AnObjectCompletedWithAnotherChecksumIsNotTaken) {
  const Upload upload = begin();
  const Part part = send(upload, 1, "bytes");
  fake_.s3.add_fault({.operation = "CompleteMultipartUpload", .kind = FaultKind::wrong_checksum_stated});
  const auto completed = fake_.store->complete_upload(upload, {part});
  ASSERT_FALSE(completed);
  EXPECT_EQ(completed.error().code, "s3.checksum_mismatch");
}

TEST_F(StoreFaults, ASmallObjectStoredDamagedIsNotTaken) {
  fake_.s3.add_fault({.operation = "PutObject", .kind = FaultKind::damage_stored});
  const auto put = fake_.store->put_new(spec_, "bytes");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, "s3.checksum_mismatch");
}

// Not an Error of the time's own, which would pass for a mistake on the command line.
TEST(StoreNonsense, AnUploadListedWithoutATimeIsTheStoresFault) {
  ManualClock clock{parse_rfc3339("2026-11-20T00:00:00Z").value()};
  SeededRandom random{1};
  for (const char* initiated : {"", "yesterday", "2026-13-40T99:00:00Z"}) {
    const auto client = http::make_in_process_client(
        [&](const http::ServerRequest&) -> http::ServerResponse {
          return {.body =
                      std::string("<ListMultipartUploadsResult><Upload><Key>key</Key><UploadId>1</UploadId>"
                                  "<Initiated>") +
                      initiated + "</Initiated></Upload></ListMultipartUploadsResult>"};
        },
        clock);
    const auto provider = aws::make_static_provider({"id", Sensitive(std::string("secret")), {}});
    const auto store = store::make_s3_store({.bucket = "archive"}, *client, *provider, clock, random).value();
    const auto listed = store->list_uploads("");
    ASSERT_FALSE(listed) << initiated;
    EXPECT_EQ(listed.error().code, "s3.malformed");
    EXPECT_EQ(listed.error().cls, ErrorClass::corrupt);
  }
}

TEST_F(StoreFaults, AClockThatIsOffIsCorrectedOnceFromTheServersDate) {
  fake_.s3.set_clock_offset(std::chrono::hours(5));
  ASSERT_TRUE(fake_.store->put_new(spec_, "bytes"));
  const std::size_t calls = fake_.s3.calls().size();
  ASSERT_TRUE(fake_.store->head("key"));
  EXPECT_EQ(fake_.s3.calls().size(), calls + 1);
}

TEST_F(StoreFaults, AClockThatIsOffIsCorrectedWhereNoBodySaysSo) {
  ASSERT_TRUE(fake_.store->put_new(spec_, "bytes"));
  fake_.s3.set_clock_offset(-std::chrono::hours(5));
  EXPECT_TRUE(fake_.store->head("key"));
}

TEST_F(StoreFaults, AnswersSlowerThanThePatienceAreTriedAgain) {
  ASSERT_TRUE(fake_.store->put_new(spec_, "bytes"));
  fake_.s3.add_fault({.operation = "HeadObject", .kind = FaultKind::slow, .pause = std::chrono::seconds(40)});
  EXPECT_TRUE(fake_.store->head("key"));
  EXPECT_EQ(fake_.s3.count("HeadObject"), 2);
}

TEST_F(StoreFaults, ACompletionMayTakeMinutes) {
  const Upload upload = begin();
  const Part part = send(upload, 1, "bytes");
  fake_.s3.add_fault(
      {.operation = "CompleteMultipartUpload", .kind = FaultKind::slow, .pause = std::chrono::minutes(9)});
  EXPECT_TRUE(fake_.store->complete_upload(upload, {part}));
  EXPECT_EQ(fake_.s3.count("CompleteMultipartUpload"), 1);
}

TEST(StoreRegions, ARedirectIsFollowedWithANewSignature) {
  FakeStore fake({}, {.region = "eu-central-1"});
  ASSERT_TRUE(fake.store->put_new({"key", {}, "", "text/plain"}, "bytes"));
  const std::size_t calls = fake.s3.calls().size();
  EXPECT_TRUE(fake.store->head("key"));
  EXPECT_EQ(fake.s3.calls().size(), calls + 1) << "the region is remembered";
}

TEST(StoreRegions, AConfiguredRegionIsNotLeft) {
  FakeStore fake({.region = "us-east-1"}, {.region = "eu-central-1"});
  EXPECT_FALSE(fake.store->put_new({"key", {}, "", "text/plain"}, "bytes"));
  EXPECT_TRUE(fake.s3.objects("archive").empty());
}

TEST(StoreOwners, ABucketOfAnotherAccountIsRefused) {
  FakeStore fake({.expected_owner = "999999999999"});
  const auto put = fake.store->put_new({"key", {}, "", "text/plain"}, "bytes");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, "s3.access_denied");
  FakeStore right({.expected_owner = "111122223333"});
  EXPECT_TRUE(right.store->put_new({"key", {}, "", "text/plain"}, "bytes"));
}

TEST(StoreEncryption, AnAnswerThatStatesAnotherEncryptionStopsTheUpload) {
  FakeStore fake({.encryption = store::EncryptionChoice::kms},
                 {.create_states = sim::StatedEncryption{"AES256", ""}});
  const auto begun = fake.store->begin_upload({"key", {}, "", "text/plain"});
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, "gate.encryption");
  EXPECT_EQ(fake.s3.open_uploads("archive"), 0u);
}

TEST(StoreEncryption, ABucketThatTurnsBadBetweenPartsIsNoticed) {
  FakeStore fake;
  const Upload upload = fake.store->begin_upload({"key", {}, "", "text/plain"}).value();
  ASSERT_TRUE(fake.store->upload_part(upload, 1, "x", crypto::sha256("x")));
  fake.s3.set_up("archive", {.part_states = sim::StatedEncryption{"aws:kms", "arn:other"}});
  const auto part = fake.store->upload_part(upload, 2, "y", crypto::sha256("y"));
  ASSERT_FALSE(part);
  EXPECT_EQ(part.error().code, "gate.encryption");
}

TEST(StoreEncryption, AnObjectThatTurnsOutUnencryptedIsTakenBack) {
  FakeStore fake({.encryption = store::EncryptionChoice::aes256});
  const Upload upload = fake.store->begin_upload({"key", {}, "", "text/plain"}).value();
  const Part part = fake.store->upload_part(upload, 1, "x", crypto::sha256("x")).value();
  fake.s3.set_up("archive", {.objects_state = sim::StatedEncryption{"aws:kms", "arn:other"}});
  const auto completed = fake.store->complete_upload(upload, {part});
  ASSERT_FALSE(completed);
  EXPECT_EQ(completed.error().code, "gate.encryption");
  EXPECT_TRUE(fake.s3.objects("archive").empty());
  // Silent everywhere counts as unencrypted.
  fake.s3.set_up("archive",
                 {.part_states = sim::StatedEncryption{}, .objects_state = sim::StatedEncryption{}});
  const auto put = fake.store->put_new({"small", {}, "", "text/plain"}, "bytes");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, "gate.encryption");
  EXPECT_TRUE(fake.s3.objects("archive").empty());
}

TEST(StoreStorageClass, ARefusedClassIsExplained) {
  FakeStore fake({.storage_class = "NO_SUCH_CLASS"});
  const auto begun = fake.store->begin_upload({"key", {}, "", "text/plain"});
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().code, "s3.invalid_storage_class");
  EXPECT_NE(begun.error().message.find("s3.storage_class"), std::string::npos);
}

TEST(StoreSignatures, AWrongSecretIsRefusedOnce) {
  FakeStore fake;
  const auto provider = aws::make_static_provider(
      {std::string(sim::FakeS3::kAccessKeyId), Sensitive(std::string("wrong")), {}});
  const auto store =
      store::make_s3_store({.bucket = "archive"}, *fake.client, *provider, fake.clock, fake.random).value();
  const auto put = store->put_new({"key", {}, "", "text/plain"}, "bytes");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().cls, ErrorClass::permanent);
  EXPECT_EQ(put.error().message.find("wrong"), std::string::npos);
}

}  // namespace
}  // namespace offhook::test
