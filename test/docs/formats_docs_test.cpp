// Every example of docs/formats/ is made here by the program and compared with the document. JSON is laid out
// for people in the documents: it is compared by value, and by name where the order counts.

#include <gtest/gtest.h>

#include "archive/index.h"
#include "archive/layout.h"
#include "archive/manifest.h"
#include "archive/record_line.h"
#include "audit/audit_line.h"
#include "audit/audit_log.h"
#include "audit/signed_note.h"
#include "base/encoding.h"
#include "crypto/composite.h"
#include "crypto/merkle.h"
#include "crypto/sha256.h"
#include "json/value.h"
#include "notify/cloud_event.h"
#include "pipeline/event.h"
#include "test/support/document.h"
#include "test/support/memory_store.h"
#include "test/support/sample_archive.h"

namespace offhook {
namespace {

using model::Dataset;
using test::document;
using test::example;
using test::SampleArchive;

// The key of RFC 8032, section 7.1, test 1: known to everybody.
constexpr std::string_view kKnownKey =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";

constexpr const char* kConversation = "7a0d6f3a-5f0e-4d0f-9a37-2f1f6c0a1b22";
constexpr const char* kCommunication = "0b8f2f6e-8f5f-4c52-9d6e-5d2f0e6f7a10";
constexpr const char* kRecording = "c3b1a0f4-1c2d-4e3f-8a9b-0c1d2e3f4a5b";

// What the document shows, as the program would write it.
std::string canonical_example(std::string_view name, std::string_view of_document) {
  const auto value = json::parse(example(name, of_document));
  return value ? json::canonical(*value) : "the example is no JSON: " + value.error().message;
}

class FormatDocuments : public testing::Test {
 protected:
  FormatDocuments() {
    const model::Slice slice = archive_.slice(20);
    archive::LineMember first = archive_.member(kConversation);
    archive::LineMember transcript = archive_.member(kRecording);
    transcript.conversation = kConversation;
    transcript.communication = kCommunication;
    first_line_ = line(first, kRecord);
    archive::LineMember second = archive_.member(kConversation, 2, first_line_.leaf_hex());
    second_line_ = line(second, kChangedRecord);
    transcript_line_ = line(transcript, kTranscript);

    manifest_ = archive_.manifest(slice);
    archive::ListedObject object;
    object.dataset = Dataset::conversations;
    object.sha256 = to_hex(crypto::sha256("the bytes of an object"));
    object.key = archive::object_key("archive", {"acme", Dataset::conversations, "2026-11-20", slice.id(), 0},
                                     object.sha256);
    object.size_bytes = 9'437'184;
    object.part_size_bytes = archive::part_size_for(object.size_bytes);
    object.checksum =
        crypto::composite_sha256(std::vector{crypto::sha256("part 1"), crypto::sha256("part 2")});
    object.merkle_root =
        to_hex(crypto::merkle_root(std::vector<Digest>{first_line_.leaf(), second_line_.leaf()}));
    object.lines = 2;
    object.version_id = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY";
    object.encryption = {"aws:kms", "arn:aws:kms:eu-central-1:111122223333:key/1234abcd"};
    object.storage_class = "STANDARD_IA";
    object.index_key = archive::index_key("archive", object.key);
    object.index_size_bytes = 512;
    object.index_sha256 = to_hex(crypto::sha256("the bytes of its index"));
    manifest_.objects = {object};
    manifest_.source = {"4f6b1c2d", slice.to + std::chrono::hours(1), 3, 2,
                        28'672,     {"request-1", "request-2"}};
    manifest_.provenance.policy_sha256 = to_hex(crypto::sha256("the policy file"));
    manifest_.provenance.engine = "1";
    manifest_.audit = {3, to_hex(crypto::leaf_hash("the log so far"))};
    manifest_.conversations.quarantined = {{"0/17", "no_id"}};
    SampleArchive::certify(manifest_.conversations, {kConversation});
    manifest_.conversations.changed = {{kConversation, 2}};
    manifest_.source.reconciliation = archive::Reconciliation{"ids", 2, {3, 1}, 2, ""};
    manifest_.transcripts.pending = {
        {kCommunication, kConversation, slice.to + std::chrono::hours(6), "source.transcript_absent"}};
    SampleArchive::certify(manifest_.transcripts, {});
    manifest_.open = {kConversation};
  }

  archive::Line line(const archive::LineMember& member, std::string_view record) {
    return archive::make_line(member, archive::RedactedBytes(record)).value();
  }

  std::vector<std::string> audit_log() const {
    audit::AuditLine gate;
    gate.timestamp = parse_rfc3339("2026-11-21T02:00:00Z").value();
    gate.action = audit::Action::gate_checked;
    gate.evidence = {{"profile", "standard"}};
    audit::AuditLine quarantined = gate;
    quarantined.seq = 1;
    quarantined.action = audit::Action::record_quarantined;
    quarantined.status = audit::Status::warning;
    quarantined.slice = manifest_.slice.id();
    quarantined.conversation_id = kConversation;
    quarantined.evidence = {{"dataset", "transcripts"}, {"id", kCommunication}, {"reason", "malformed"}};
    audit::AuditLine committed = gate;
    committed.seq = 2;
    committed.action = audit::Action::manifest_committed;
    committed.slice = manifest_.slice.id();
    committed.object = archive::manifest_key("archive", "acme", manifest_.slice.id(), 1);
    committed.checksum = to_hex(crypto::sha256("the bytes of the manifest"));
    committed.evidence = {{"number", 1}, {"objects", 1}};
    return {audit::audit_json(gate), audit::audit_json(quarantined), audit::audit_json(committed)};
  }

  static constexpr std::string_view kRecord =
      "{\n  \"conversationId\": \"7a0d6f3a-5f0e-4d0f-9a37-2f1f6c0a1b22\",\n"
      "  \"conversationStart\": \"2026-11-20T10:15:00.000Z\",\n"
      "  \"participants\": [{\"purpose\": \"customer\", \"ani\": \"PHONE-098df40f88ae4394\"}]\n}";
  static constexpr std::string_view kChangedRecord =
      R"({"conversationId":"7a0d6f3a-5f0e-4d0f-9a37-2f1f6c0a1b22","conversationEnd":"2026-11-20T10:21:00.000Z"})";
  static constexpr std::string_view kTranscript = R"({"transcripts":[]})";

  test::MemoryStore store_;
  SampleArchive archive_{store_, "archive", "acme", crypto::SigningKey::from_pem(kKnownKey).value()};
  archive::Line first_line_ = line(archive_.member("x"), "{}"), second_line_ = first_line_,
                transcript_line_ = first_line_;
  archive::Manifest manifest_;
};

TEST_F(FormatDocuments, record_lines) {
  EXPECT_EQ(example("source", "formats/record-line.md"), kRecord);
  EXPECT_EQ(example("line", "formats/record-line.md"), first_line_.bytes());
  EXPECT_EQ(example("second version", "formats/record-line.md"), second_line_.bytes());
  EXPECT_EQ(example("transcript", "formats/record-line.md"), transcript_line_.bytes());
}

TEST_F(FormatDocuments, object_keys_and_checksums) {
  EXPECT_EQ(example("key", "formats/object.md"), manifest_.objects[0].key);
  EXPECT_EQ(example("index key", "formats/object.md"), manifest_.objects[0].index_key);
  EXPECT_EQ(example("checksum", "formats/object.md"),
            archive::seal_bytes(std::string(11 << 20, 'a'), 8 << 20).composite);
}

TEST_F(FormatDocuments, an_index_line) {
  const archive::IndexLine line{kRecording,
                                kConversation,
                                1,
                                4096,
                                1523,
                                0,
                                transcript_line_.leaf_hex(),
                                to_hex(crypto::hmac_sha256(as_bytes("a key"), "the source's bytes")),
                                "f52cb992",
                                {"PERSON-0f3a9c2d41be77a0", "PHONE-098df40f88ae4394"}};
  EXPECT_EQ(canonical_example("line", "formats/index.md"), archive::index_line(line));
}

TEST_F(FormatDocuments, a_manifest_and_its_signature) {
  const std::string bytes = archive::manifest_json(manifest_);
  ASSERT_TRUE(archive::parse_manifest(bytes));
  EXPECT_EQ(canonical_example("manifest", "formats/manifest.md"), bytes);
  EXPECT_EQ(canonical_example("signature", "formats/manifest.md"),
            archive::sign_manifest(bytes, archive_.key()));
  EXPECT_EQ(example("key", "formats/manifest.md"),
            archive::manifest_key("archive", "acme", manifest_.slice.id(), 1));
  EXPECT_EQ(example("ids", "formats/manifest.md"), archive::IdSet::of({"b", "a"}).sha256);
}

TEST_F(FormatDocuments, hashes_of_trees) {
  std::string made;
  std::vector<Digest> leaves;
  for (const char* text : {"a", "b", "c"}) leaves.push_back(crypto::leaf_hash(text));
  made += "leaf a     " + to_hex(leaves[0]) + "\n";
  made += "leaf b     " + to_hex(leaves[1]) + "\n";
  made += "leaf c     " + to_hex(leaves[2]) + "\n";
  made += "node a b   " + to_hex(crypto::node_hash(leaves[0], leaves[1])) + "\n";
  made += "root a b c " + to_hex(crypto::merkle_root(leaves)) + "\n";
  made += "root       " + to_hex(crypto::merkle_root(std::vector<Digest>{}));
  EXPECT_EQ(example("hashes", "formats/trees.md"), made);
}

TEST_F(FormatDocuments, audit_lines_checkpoint_and_proof) {
  const auto log = audit_log();
  EXPECT_EQ(example("log", "formats/audit.md"), log[0] + "\n" + log[1] + "\n" + log[2]);
  crypto::MerkleTree tree;
  for (const std::string& line : log) tree.append(crypto::leaf_hash(line));
  const audit::Checkpoint checkpoint{tree.size(), tree.root()};
  const std::string origin = "archive.example/offhook/acme";
  const std::string note = audit::sign_checkpoint(checkpoint, origin, archive_.key());
  EXPECT_EQ(example("checkpoint", "formats/audit.md") + "\n", note);
  EXPECT_EQ(example("proof", "formats/audit.md") + "\n", audit::prove_line(log, 2, checkpoint, note).value());
  EXPECT_EQ(example("verifier key", "formats/audit.md"),
            audit::verifier_key(origin, archive_.key().public_bytes()));
}

TEST_F(FormatDocuments, every_audit_action_is_explained) {
  const std::string text = document("formats/audit.md");
  for (int number = 0; number <= static_cast<int>(audit::Action::ledger_rebuilt); ++number) {
    const std::string word(audit::to_string(static_cast<audit::Action>(number)));
    EXPECT_NE(text.find("| `" + word + "` |"), std::string::npos) << word;
  }
}

TEST_F(FormatDocuments, every_finding_of_verify_is_explained) {
  const std::string text = document("formats/manifest.md");
  for (const char* code :
       {"manifest.missing",     "manifest.rolled_back",  "manifest.changed",  "manifest.malformed",
        "manifest.misplaced",   "manifest.chain",        "manifest.unsigned", "manifest.signature",
        "manifest.signing_key", "manifest.audit",        "manifest.stray",    "object.missing",
        "object.size",          "object.checksum",       "object.sha256",     "object.unreadable",
        "object.frame",         "object.line",           "object.lines",      "object.merkle_root",
        "object.key",           "object.part_size",      "object.repeated",   "index.missing",
        "index.sha256",         "index.malformed",       "index.lines",       "certificate.archived",
        "certificate.expected", "certificate.elsewhere", "record.repeated",   "record.chain",
        "audit.malformed",      "audit.rolled_back",     "audit.changed"})
    EXPECT_NE(text.find("`" + std::string(code) + "`"), std::string::npos) << code;
}

TEST_F(FormatDocuments, the_completion_event) {
  pipeline::EventFacts facts;
  facts.archive_uri = "s3://acme-archive/archive";
  facts.manifest_uri =
      "s3://acme-archive/" + archive::manifest_key("archive", "acme", manifest_.slice.id(), 1);
  facts.manifest_sha256 = to_hex(crypto::sha256("the bytes of the manifest"));
  facts.time = parse_rfc3339("2026-11-21T02:00:07Z").value();
  facts.duration = std::chrono::milliseconds(7250);
  const auto event = pipeline::completion_event(archive::summary_of(manifest_), facts);
  const std::string made = notify::cloud_event_json(event).value();
  EXPECT_EQ(json::parse(example("event", "formats/event.md")).value(), json::parse(made).value()) << made;
}

}  // namespace
}  // namespace offhook
