#include "pipeline/rebuild.h"

#include <gtest/gtest.h>

#include <fstream>

#include "archive/reader.h"
#include "archive/verifier.h"
#include "audit/audit_line.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "pipeline/certificate.h"
#include "test/support/ledger_rows.h"
#include "test/support/memory_store.h"
#include "test/support/sample_archive.h"
#include "test/support/temporary_folder.h"

namespace offhook::pipeline {
namespace {

using archive::Manifest;
using model::AccountStatus;
using model::Dataset;
using test::records_of;
using test::SampleArchive;

// Two slices: the first has two manifests, a changed conversation, a late transcript and something of every
// list; the second refers to what the first archived.
class Rebuild : public testing::Test {
 protected:
  void SetUp() override {
    const model::Slice first = archive_.slice(20), second = archive_.slice(21);
    Manifest manifest = archive_.manifest(first);
    manifest.objects = {archive_.put_object(first, Dataset::conversations, 0, {record("c1"), record("c2")})};
    manifest.conversations.quarantined = {{"0/7", "no_id"}};
    SampleArchive::certify(manifest.conversations, {"c1", "c2"});
    manifest.transcripts.pending = {{"s1", "c1", first.to, "source.transcript_absent"}};
    SampleArchive::certify(manifest.transcripts, {});
    manifest.open = {"c1"};
    archive_.put_manifest(manifest);

    manifest = archive_.manifest(first);
    archive::LineMember transcript = archive_.member("r1");
    transcript.conversation = "c1";
    transcript.communication = "s1";
    const std::string leaf = archive_.leaf_of["c1"];
    manifest.objects = {
        archive_.put_object(first, Dataset::transcripts, 0, {{transcript, "{}", {}}}),
        archive_.put_object(first, Dataset::conversations, 1,
                            {{archive_.member("c1", 2, leaf), R"({"a":2})", {"PHONE-0123456789abcdef"}}})};
    manifest.conversations.quarantined = {{"0/7", "no_id"}};
    SampleArchive::certify(manifest.conversations, {"c1", "c2"});
    manifest.transcripts.absent = {{"s2", "c2", "source.transcript_absent at 2026-11-22T00:00:00.000Z"}};
    manifest.transcripts.pending = {{"s3", "c2", first.to, "source.transcript_absent"}};
    SampleArchive::certify(manifest.transcripts, {"s1"});
    archive_.put_manifest(manifest);

    manifest = archive_.manifest(second);
    manifest.created += std::chrono::hours(24);
    manifest.objects = {archive_.put_object(second, Dataset::conversations, 0, {record("d1")})};
    manifest.conversations.elsewhere = {"c1"};
    manifest.conversations.gap = {{"g1", "source.not_in_job at 2026-11-23T00:00:00.000Z"}};
    SampleArchive::certify(manifest.conversations, {"c1", "d1"});
    manifest.transcripts.elsewhere = {"s1"};
    SampleArchive::certify(manifest.transcripts, {"s1"});
    archive_.put_manifest(manifest);

    archive::VerifyOptions options;
    options.public_key = archive_.key().public_bytes();
    ASSERT_TRUE(archive::verify(store_, "p", "acme", options).value().passed());
    options_.org = "acme";
    options_.prefix = "p";
  }
  test::SampleRecord record(const std::string& id) {
    return {archive_.member(id), "{}", {"PHONE-0123456789abcdef"}};
  }
  // The audit log survived, with so many lines.
  void keep_audit_log(std::uint64_t lines) {
    options_.audit_file = folder_.path() / "audit.ndjson";
    std::ofstream file(options_.audit_file);
    for (std::uint64_t seq = 0; seq < lines; ++seq) {
      audit::AuditLine line;
      line.seq = seq;
      file << audit::audit_json(line) << '\n';
    }
  }

  test::TemporaryFolder folder_;
  test::MemoryStore store_;
  SampleArchive archive_{store_, "p", "acme"};
  std::unique_ptr<model::Ledger> ledger_ = ledger::open_sqlite(folder_.path() / "ledger.db").value();
  RebuildOptions options_;
};

TEST_F(Rebuild, restores_slices_objects_and_records) {
  const RebuildReport report = rebuild_ledger(store_, *ledger_, options_).value();
  EXPECT_EQ(report.manifests, 3u);
  EXPECT_EQ(report.objects, 4u);
  EXPECT_EQ(report.records, 5u);
  const auto slices = ledger_->slices("acme").value();
  ASSERT_EQ(slices.size(), 2u);
  EXPECT_EQ(slices[0].state, model::SliceState::committed);
  EXPECT_EQ(slices[0].manifests, 2u);
  EXPECT_EQ(slices[1].manifests, 1u);
  EXPECT_TRUE(ledger_->open_objects("acme", slices[0].slice.id()).value().empty());
  EXPECT_EQ(ledger_->listed_objects("acme", "").value().size(), 4u);
  const auto known = ledger_->find_record("acme", Dataset::conversations, "c1").value().value();
  EXPECT_EQ(known.version, 2u);
  EXPECT_EQ(known.leaf, archive_.leaf_of["c1"]);
  EXPECT_EQ(known.commitment, std::string(64, 'c'));
  EXPECT_EQ(ledger_->find_record("acme", Dataset::transcripts, "r1").value()->version, 1u);
  const auto rows = records_of(*ledger_, known.object);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].tokens, std::vector<std::string>{"PHONE-0123456789abcdef"});
}

TEST_F(Rebuild, the_restored_accounts_certify_what_the_manifests_certified) {
  ASSERT_TRUE(rebuild_ledger(store_, *ledger_, options_));
  const auto manifests = archive::Reader(store_, "p", "acme").load().value();
  for (const std::size_t newest : {std::size_t{1}, std::size_t{2}}) {
    const Manifest& manifest = manifests[newest].manifest;
    SliceCertificate certificate = certify(*ledger_, "acme", manifest.slice.id(), {}).value();
    for (const auto& [dataset, certified] : {std::pair(Dataset::conversations, &manifest.conversations),
                                             {Dataset::transcripts, &manifest.transcripts}})
      for (const archive::NewVersion& it : certified->changed) {  // of the manifest, not of the accounts
        model::RecordRow record;
        record.dataset = dataset;
        record.id = it.id;
        record.version = it.version;
        certificate.add_changed(record);
      }
    EXPECT_EQ(std::move(certificate).manifest_json(manifest), archive::manifest_json(manifest));
  }
  const auto slices = ledger_->slices("acme").value();
  for (const model::SliceRow& row : slices)
    EXPECT_EQ(certify(*ledger_, "acme", row.slice.id(), {}).value().digest(), row.certificate_sha256);
}

TEST_F(Rebuild, a_stored_transcript_is_not_asked_for_again) {
  ASSERT_TRUE(rebuild_ledger(store_, *ledger_, options_));
  const auto known = ledger_->transcript_accounts("acme", "c1").value();
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].id, "s1");
  EXPECT_EQ(known[0].status, AccountStatus::archived);
  const auto others = ledger_->transcript_accounts("acme", "c2").value();
  ASSERT_EQ(others.size(), 2u);
  EXPECT_EQ(others[0].status, AccountStatus::absent);
  EXPECT_EQ(others[0].reason, "source.transcript_absent");
  EXPECT_EQ(others[1].status, AccountStatus::pending);
  EXPECT_EQ(others[1].due, archive_.slice(20).to);
}

TEST_F(Rebuild, the_audit_log_that_survived_goes_on) {
  keep_audit_log(4);
  EXPECT_EQ(rebuild_ledger(store_, *ledger_, options_).value().audit_lines, 4u);
  EXPECT_EQ(ledger_->audit_size().value(), 4u);
}

TEST_F(Rebuild, P8_an_audit_log_older_than_the_archive_is_refused) {
  keep_audit_log(1);
  EXPECT_EQ(rebuild_ledger(store_, *ledger_, options_).error().code, "audit.log");
}

TEST_F(Rebuild, never_into_a_ledger_that_knows_the_organisation) {
  ASSERT_TRUE(rebuild_ledger(store_, *ledger_, options_));
  EXPECT_EQ(rebuild_ledger(store_, *ledger_, options_).error().code, "ledger.not_empty");
}

TEST_F(Rebuild, P4_one_that_breaks_off_leaves_nothing_and_can_be_begun_again) {
  keep_audit_log(4);
  // The index of the last manifest's object is away for a while.
  const auto manifests = archive::Reader(store_, "p", "acme").load().value();
  const auto index = store_.objects.find(manifests.back().manifest.objects.at(0).index_key);
  ASSERT_NE(index, store_.objects.end());
  const auto there = *index;
  store_.objects.erase(index);
  ASSERT_FALSE(rebuild_ledger(store_, *ledger_, options_));
  EXPECT_TRUE(ledger_->slices("").value().empty());
  EXPECT_EQ(ledger_->audit_size().value(), 0u);
  EXPECT_TRUE(ledger_->listed_objects("acme", "").value().empty());

  store_.objects.insert(there);
  const auto rebuilt = rebuild_ledger(store_, *ledger_, options_);
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_EQ(rebuilt->manifests, 3u);
}

TEST_F(Rebuild, a_broken_archive_is_an_error) {
  for (auto& [key, bytes] : store_.objects)
    if (key.ends_with(".json")) bytes += " ";
  EXPECT_EQ(rebuild_ledger(store_, *ledger_, options_).error().cls, ErrorClass::corrupt);
}

}  // namespace
}  // namespace offhook::pipeline
