#include "pipeline/proof.h"

#include <gtest/gtest.h>

#include "audit/audit_line.h"
#include "base/encoding.h"
#include "crypto/sha256.h"
#include "test/support/memory_store.h"
#include "test/support/sample_archive.h"

namespace offhook::pipeline {
namespace {

using archive::Manifest;
using model::Dataset;
using test::SampleArchive;

class RecordProof : public testing::Test {
 protected:
  void SetUp() override {
    const model::Slice slice = archive_.slice(20);
    std::vector<test::SampleRecord> records;
    std::vector<std::string> ids;
    for (int number = 0; number < 7; ++number) {
      ids.push_back("c" + std::to_string(number));
      records.push_back({archive_.member(ids.back()), "{}", {}});
    }
    Manifest manifest = archive_.manifest(slice);
    manifest.objects = {archive_.put_object(slice, Dataset::conversations, 0, records)};
    SampleArchive::certify(manifest.conversations, ids);
    manifest_key_ = archive_.put_manifest(manifest);
    for (std::uint64_t seq = 0; seq < 6; ++seq) {
      audit::AuditLine line;
      line.seq = seq;
      if (seq == 3) {
        line.action = audit::Action::manifest_committed;
        line.object = manifest_key_;
        line.checksum = to_hex(crypto::sha256(store_.objects[manifest_key_]));
      }
      log_.push_back(audit::audit_json(line));
    }
  }
  archive::Found found(const std::string& id) {
    return reader_.find(reader_.load().value(), Dataset::conversations, id).value().at(0);
  }
  Result<std::string> prove(const std::string& id) {
    return prove_record(store_, reader_, {found(id), log_, kOrigin}, archive_.key());
  }
  Result<ProvedRecord> check(std::string_view proof, std::string_view line) {
    return check_record_proof(proof, line, kOrigin, archive_.key().public_bytes());
  }

  const std::string kOrigin = "archive.example/offhook/acme";
  test::MemoryStore store_;
  SampleArchive archive_{store_, "p", "acme"};
  archive::Reader reader_{store_, "p", "acme"};
  std::string manifest_key_;
  std::vector<std::string> log_;
};

TEST_F(RecordProof, proves_every_record_to_whoever_has_the_key) {
  for (int number = 0; number < 7; ++number) {
    const std::string id = "c" + std::to_string(number);
    const auto proved = check(prove(id).value(), reader_.read(found(id)).value());
    ASSERT_TRUE(proved) << proved.error().message;
    EXPECT_EQ(proved->id, id);
    EXPECT_EQ(proved->version, 1u);
    EXPECT_EQ(proved->dataset, "conversations");
    EXPECT_EQ(proved->manifest_key, manifest_key_);
    EXPECT_EQ(proved->log_size, 6u);
  }
}

TEST_F(RecordProof, P8_another_line_is_not_proved) {
  const std::string proof = prove("c1").value();
  const std::string line = reader_.read(found("c1")).value();
  ASSERT_TRUE(check(proof, line));
  EXPECT_EQ(check(proof, reader_.read(found("c2")).value()).error().code, "proof.object");
  EXPECT_EQ(check(proof, line + " ").error().code, "proof.object");
}

TEST_F(RecordProof, P8_any_changed_byte_of_a_proof_is_refused) {
  const std::string proof = prove("c1").value();
  const std::string line = reader_.read(found("c1")).value();
  for (std::size_t i = 0; i < proof.size(); i += 3) {
    std::string changed = proof;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(check(changed, line)) << i << ' ' << proof.substr(i, 20);
  }
}

TEST_F(RecordProof, another_key_or_log_is_refused) {
  const std::string proof = prove("c1").value();
  const std::string line = reader_.read(found("c1")).value();
  EXPECT_FALSE(check_record_proof(proof, line, kOrigin, crypto::SigningKey::generate().public_bytes()));
  EXPECT_FALSE(check_record_proof(proof, line, "another.example/log", archive_.key().public_bytes()));
}

TEST_F(RecordProof, a_log_that_does_not_know_the_manifest_proves_nothing) {
  log_.resize(3);
  EXPECT_EQ(prove("c1").error().code, "proof.log");
}

TEST_F(RecordProof, a_damaged_archive_proves_nothing) {
  auto record = found("c1");
  record.object.merkle_root[0] = record.object.merkle_root[0] == '0' ? '1' : '0';
  EXPECT_EQ(prove_record(store_, reader_, {record, log_, kOrigin}, archive_.key()).error().code,
            "proof.object");
}

}  // namespace
}  // namespace offhook::pipeline
