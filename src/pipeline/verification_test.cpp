#include "pipeline/verification.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "audit/audit_line.h"
#include "base/encoding.h"
#include "crypto/merkle.h"
#include "crypto/sha256.h"
#include "test/support/memory_store.h"
#include "test/support/sample_archive.h"
#include "test/support/temporary_folder.h"

namespace offhook::pipeline {
namespace {

using test::SampleArchive;

// Two manifests and the log that tells of them, made as a run makes them.
class Verification : public testing::Test {
 protected:
  void SetUp() override {
    for (const int day : {20, 21}) {
      log(audit::Action::slice_started);
      archive::Manifest manifest = archive_.manifest(archive_.slice(day));
      const std::string id = "c" + std::to_string(day);
      manifest.objects = {archive_.put_object(archive_.slice(day), model::Dataset::conversations, 0,
                                              {{archive_.member(id), "{}", {}}})};
      SampleArchive::certify(manifest.conversations, {id});
      crypto::MerkleTree tree;
      for (const std::string& line : log_) tree.append(crypto::leaf_hash(line));
      manifest.audit = {tree.size(), to_hex(tree.root())};
      keys_.push_back(archive_.put_manifest(manifest));
      log(audit::Action::manifest_committed, keys_.back());
    }
  }
  void log(audit::Action action, const std::string& manifest = "") {
    audit::AuditLine line;
    line.seq = log_.size();
    line.action = action;
    line.object = manifest;
    if (!manifest.empty()) line.checksum = to_hex(crypto::sha256(store_.objects[manifest]));
    log_.push_back(audit::audit_json(line));
  }
  std::set<std::string> codes() {
    std::ofstream file(file_, std::ios::trunc);
    for (const std::string& line : log_) file << line << '\n';
    file << cut_line_;
    file.close();
    archive::VerifyOptions options;
    options.public_key = archive_.key().public_bytes();
    std::set<std::string> codes;
    const auto report = verify_archive(store_, "p", "acme", options, file_).value();
    for (const archive::VerifyFinding& finding : report.findings) codes.insert(finding.code);
    return codes;
  }

  test::TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "audit.ndjson";
  test::MemoryStore store_;
  SampleArchive archive_{store_, "p", "acme"};
  std::vector<std::string> keys_, log_;
  std::string cut_line_;
};

TEST_F(Verification, archive_and_log_that_belong_together_pass) {
  EXPECT_TRUE(codes().empty());
  log(audit::Action::event_delivered);
  EXPECT_TRUE(codes().empty());
}

TEST_F(Verification, without_a_log_the_archive_is_verified_alone) {
  archive::VerifyOptions options;
  options.public_key = archive_.key().public_bytes();
  EXPECT_TRUE(verify_archive(store_, "p", "acme", options, file_).value().passed());
}

TEST_F(Verification, P8_a_rolled_back_archive_is_found) {
  store_.objects.erase(keys_[1]);
  store_.objects.erase(archive::signature_key(keys_[1]));
  EXPECT_EQ(codes(), std::set<std::string>{"manifest.rolled_back"});
}

TEST_F(Verification, P8_a_rolled_back_log_is_found) {
  log_.resize(2);
  EXPECT_EQ(codes(), std::set<std::string>{"audit.rolled_back"});
}

TEST_F(Verification, P8_a_rewritten_log_is_found) {
  audit::AuditLine line = audit::parse_audit_line(log_[0]).value();
  line.status = audit::Status::failed;
  log_[0] = audit::audit_json(line);
  EXPECT_EQ(codes(), std::set<std::string>{"audit.changed"});
}

TEST_F(Verification, P8_dropped_reordered_and_malformed_lines_are_found) {
  const auto good = log_;
  std::swap(log_[0], log_[1]);
  EXPECT_TRUE(codes().contains("audit.malformed"));
  log_ = good;
  log_.erase(log_.begin());
  EXPECT_TRUE(codes().contains("audit.malformed"));
  log_ = good;
  log_[3] = "{}";
  EXPECT_TRUE(codes().contains("audit.malformed"));
  log_ = good;
  cut_line_ = "{\"act";
  EXPECT_EQ(codes(), std::set<std::string>{"audit.malformed"});
}

}  // namespace
}  // namespace offhook::pipeline
