#include "archive/verifier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "archive/index.h"
#include "base/encoding.h"
#include "crypto/sha256.h"
#include "test/support/memory_store.h"
#include "test/support/sample_archive.h"

namespace offhook::archive {
namespace {

using model::Dataset;
using test::SampleArchive;

// Two slices, three manifests, a changed record, a transcript, and something of every list.
class VerifierTest : public testing::Test {
 public:
  void SetUp() override {
    const model::Slice first = archive_.slice(20);
    const model::Slice second = archive_.slice(21);

    Manifest manifest = archive_.manifest(first);
    manifest.objects = {put(first, Dataset::conversations, 0, {record("c1"), record("c2"), record("c3")})};
    manifest.conversations.quarantined = {{"0/7", "no_id"}};
    manifest.conversations.pending = {{"p1", "", first.to, "source.too_early"}};
    SampleArchive::certify(manifest.conversations, {"c1", "c2", "c3"});
    manifest.transcripts.pending = {{"s1", "c1", first.to, "source.transcript_absent"}};
    manifest.transcripts.absent = {{"s2", "c2", "404 source.transcript_absent"}};
    SampleArchive::certify(manifest.transcripts, {});
    keys_.push_back(archive_.put_manifest(manifest));

    manifest = archive_.manifest(first);
    LineMember transcript = archive_.member("r1");
    transcript.conversation = "c1";
    transcript.communication = "s1";
    const std::string leaf = archive_.leaf_of["c1"];
    manifest.objects = {put(first, Dataset::transcripts, 0, {{transcript, R"({"t":1})", {}}}),
                        put(first, Dataset::conversations, 1,
                            {{archive_.member("c1", 2, leaf), R"({"a":9})", {}}, record("p1")})};
    manifest.conversations.quarantined = {{"0/7", "no_id"}};
    SampleArchive::certify(manifest.conversations, {"c1", "c2", "c3", "p1"});
    manifest.transcripts.absent = {{"s2", "c2", "404 source.transcript_absent"}};
    SampleArchive::certify(manifest.transcripts, {"s1"});
    keys_.push_back(archive_.put_manifest(manifest));

    manifest = archive_.manifest(second);
    manifest.objects = {put(second, Dataset::conversations, 0, {record("d1"), record("d2")})};
    manifest.conversations.elsewhere = {"c3"};
    SampleArchive::certify(manifest.conversations, {"c3", "d1", "d2"});
    manifest.transcripts.elsewhere = {"s1"};
    SampleArchive::certify(manifest.transcripts, {"s1"});
    keys_.push_back(archive_.put_manifest(manifest));
  }

  test::SampleRecord record(const std::string& id) {
    return {archive_.member(id), R"({"a":")" + id + R"("})", {}};
  }
  ListedObject put(const model::Slice& slice, Dataset dataset, std::uint32_t sequence,
                   const std::vector<test::SampleRecord>& records) {
    objects_.push_back(archive_.put_object(slice, dataset, sequence, records));
    return objects_.back();
  }

  VerifyOptions options() {
    VerifyOptions options;
    options.public_key = archive_.key().public_bytes();
    for (const std::string& key : keys_)
      if (known_.contains(key)) options.known.push_back({key, known_[key]});
    return options;
  }
  VerifyReport verified(const VerifyOptions& options) { return verify(store_, "p", "acme", options).value(); }
  std::set<std::string> codes(const VerifyOptions& options) {
    std::set<std::string> codes;
    for (const VerifyFinding& finding : verified(options).findings) codes.insert(finding.code);
    return codes;
  }
  // What people kept of the archive before it was tampered with.
  void remember() {
    for (const std::string& key : keys_) known_[key] = to_hex(crypto::sha256(store_.objects[key]));
  }
  // Puts `manifest` in the place of an existing one, signed with the archive's own key: what only its owner
  // could do.
  void forge(const std::string& key, const Manifest& manifest) {
    const std::string bytes = manifest_json(manifest);
    store_.objects[key] = bytes;
    store_.objects[signature_key(key)] = sign_manifest(bytes, archive_.key());
  }
  // Rewrites the index of the newest object, and its hash in the manifest.
  void forge_index(void (*change)(std::vector<IndexLine>&)) {
    Manifest manifest = manifest_at(keys_[2]);
    ListedObject& object = manifest.objects[0];
    auto lines = decode_index(store_.objects[object.index_key]).value();
    change(lines);
    const std::string bytes = store_.objects[object.index_key] = encode_index(lines, 3).value();
    object.index_size_bytes = bytes.size();
    object.index_sha256 = to_hex(crypto::sha256(bytes));
    forge(keys_[2], manifest);
  }
  Manifest manifest_at(const std::string& key) { return parse_manifest(store_.objects[key]).value(); }

  test::MemoryStore store_;
  SampleArchive archive_{store_, "p", "acme"};
  std::vector<std::string> keys_;
  std::vector<ListedObject> objects_;
  std::map<std::string, std::string> known_;
};

TEST_F(VerifierTest, an_untouched_archive_passes) {
  std::vector<std::string> subjects;
  VerifyOptions all = options();
  all.progress = [&](std::string_view subject, const VerifyReport&) { subjects.emplace_back(subject); };
  const VerifyReport report = verified(all);
  for (const VerifyFinding& finding : report.findings)
    ADD_FAILURE() << finding.code << ' ' << finding.subject << ' ' << finding.detail;
  EXPECT_TRUE(report.passed());
  EXPECT_EQ(report.manifests, 3u);
  EXPECT_EQ(report.objects, 4u);
  EXPECT_EQ(report.lines, 8u);
  EXPECT_EQ(subjects.size(), 7u);
}

TEST_F(VerifierTest, one_slice_can_be_verified_alone) {
  VerifyOptions one = options();
  one.slice = archive_.slice(21).id();
  const VerifyReport report = verified(one);
  EXPECT_TRUE(report.passed());
  EXPECT_EQ(report.manifests, 1u);
}

TEST_F(VerifierTest, P8_any_flipped_bit_of_any_file_is_found_and_named) {
  for (auto& [key, bytes] : store_.objects)
    for (std::size_t i = 0; i < bytes.size(); i += 41) {
      bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
      const VerifyReport report = verified(options());
      const bool named = std::ranges::any_of(report.findings, [&](const VerifyFinding& finding) {
        return finding.subject == key || signature_key(finding.subject) == key ||
               index_key("p", finding.subject) == key;
      });
      EXPECT_TRUE(named) << key << " byte " << i;
      bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
    }
  EXPECT_TRUE(verified(options()).passed());
}

TEST_F(VerifierTest, P8_any_cut_file_is_found) {
  for (auto& [key, bytes] : store_.objects)
    for (const std::size_t size : {std::size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
      const std::string whole = std::exchange(bytes, bytes.substr(0, size));
      EXPECT_FALSE(verified(options()).passed()) << key << " cut to " << size;
      bytes = whole;
    }
}

// One way to tamper with an archive that passed, and one of the findings that must name it. Some need the
// signing key: what only the owner could do is found, too, where it contradicts itself.
struct Tampering {
  const char* name;
  void (*tamper)(VerifierTest&);
  const char* code;
};

const Tampering kTamperings[] = {
    {"object_gone", [](VerifierTest& t) { t.store_.objects.erase(t.objects_[0].key); }, "object.missing"},
    {"index_gone", [](VerifierTest& t) { t.store_.objects.erase(t.objects_[0].index_key); }, "index.missing"},
    {"signature_gone", [](VerifierTest& t) { t.store_.objects.erase(signature_key(t.keys_[0])); },
     "manifest.unsigned"},
    {"first_manifest_gone", [](VerifierTest& t) { t.store_.objects.erase(t.keys_[0]); }, "manifest.missing"},
    {"rolled_back_by_one_manifest",
     [](VerifierTest& t) {
       t.store_.objects.erase(t.keys_[1]);
       t.store_.objects.erase(signature_key(t.keys_[1]));
     },
     "manifest.rolled_back"},
    {"rolled_back_by_a_slice",
     [](VerifierTest& t) {
       t.store_.objects.erase(t.keys_[2]);
       t.store_.objects.erase(signature_key(t.keys_[2]));
     },
     "manifest.rolled_back"},
    {"rewritten_by_the_owner",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[2]);
       manifest.created += std::chrono::hours(1);
       t.forge(t.keys_[2], manifest);
     },
     "manifest.changed"},
    {"manifests_swapped",
     [](VerifierTest& t) {
       std::swap(t.store_.objects[t.keys_[0]], t.store_.objects[t.keys_[1]]);
       std::swap(t.store_.objects[signature_key(t.keys_[0])], t.store_.objects[signature_key(t.keys_[1])]);
     },
     "manifest.misplaced"},
    {"another_chain",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[1]);
       manifest.previous[0] = manifest.previous[0] == '0' ? '1' : '0';
       t.forge(t.keys_[1], manifest);
     },
     "manifest.chain"},
    {"audit_turned_back",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[1]);
       manifest.audit.size = 1;
       t.forge(t.keys_[1], manifest);
     },
     "manifest.audit"},
    {"another_key",
     [](VerifierTest& t) {
       t.store_.objects[signature_key(t.keys_[0])] =
           sign_manifest(t.store_.objects[t.keys_[0]], crypto::SigningKey::generate());
     },
     "manifest.signing_key"},
    {"signature_of_another_manifest",
     [](VerifierTest& t) {
       t.store_.objects[signature_key(t.keys_[0])] = t.store_.objects[signature_key(t.keys_[1])];
     },
     "manifest.signature"},
    {"stray_file", [](VerifierTest& t) { t.store_.objects[t.keys_[0] + ".bak"] = "x"; }, "manifest.stray"},
    {"objects_swapped",
     [](VerifierTest& t) {
       std::swap(t.store_.objects[t.objects_[0].key], t.store_.objects[t.objects_[3].key]);
     },
     "object.size"},
    {"frames_reordered",
     [](VerifierTest& t) {
       const auto lines = decode_index(t.store_.objects[t.objects_[0].index_key]).value();
       std::string& bytes = t.store_.objects[t.objects_[0].key];
       std::rotate(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(lines[2].frame_offset),
                   bytes.end());
     },
     "object.line"},
    {"bytes_appended", [](VerifierTest& t) { t.store_.objects[t.objects_[0].key] += "x"; }, "object.size"},
    {"store_states_another_checksum",
     [](VerifierTest& t) { t.store_.checksums[t.objects_[0].key] = "AAAA-1"; }, "object.checksum"},
    {"another_root",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[2]);
       manifest.objects[0].merkle_root = std::string(64, '0');
       t.forge(t.keys_[2], manifest);
     },
     "object.merkle_root"},
    {"index_reordered_with_its_hash",
     [](VerifierTest& t) {
       t.forge_index([](std::vector<IndexLine>& lines) { std::swap(lines[0], lines[1]); });
     },
     "object.line"},
    {"index_with_another_leaf",
     [](VerifierTest& t) {
       t.forge_index([](std::vector<IndexLine>& lines) { lines[0].leaf = std::string(64, '0'); });
     },
     "object.line"},
    {"index_with_another_place",
     [](VerifierTest& t) { t.forge_index([](std::vector<IndexLine>& lines) { ++lines[0].frame_offset; }); },
     "object.line"},
    {"index_with_another_id",
     [](VerifierTest& t) { t.forge_index([](std::vector<IndexLine>& lines) { lines[0].id = "x"; }); },
     "object.line"},
    {"index_without_a_line",
     [](VerifierTest& t) { t.forge_index([](std::vector<IndexLine>& lines) { lines.pop_back(); }); },
     "index.lines"},
    {"object_dropped_from_its_manifest",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[1]);
       std::erase_if(manifest.objects, [](const auto& it) { return it.dataset == Dataset::conversations; });
       t.forge(t.keys_[1], manifest);
     },
     "certificate.archived"},
    {"object_listed_twice",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[1]);
       manifest.objects.push_back(t.manifest_at(t.keys_[0]).objects[0]);
       t.forge(t.keys_[1], manifest);
     },
     "object.repeated"},
    {"record_archived_twice",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[1]);
       manifest.objects.push_back(t.put(t.archive_.slice(20), Dataset::conversations, 2, {t.record("c1")}));
       t.forge(t.keys_[1], manifest);
     },
     "record.repeated"},
    {"version_without_the_one_before",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[1]);
       manifest.objects.push_back(t.put(t.archive_.slice(20), Dataset::conversations, 2,
                                        {{t.archive_.member("c2", 3, std::string(64, '0')), "{}", {}}}));
       t.forge(t.keys_[1], manifest);
     },
     "record.chain"},
    {"object_of_another_slice",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[2]);
       manifest.objects.push_back(t.put(t.archive_.slice(20), Dataset::conversations, 9, {t.record("x1")}));
       t.forge(t.keys_[2], manifest);
     },
     "object.key"},
    {"absent_forgotten",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[1]);
       manifest.transcripts.absent.clear();
       --manifest.transcripts.expected.count;
       t.forge(t.keys_[1], manifest);
     },
     "certificate.expected"},
    {"archived_elsewhere_but_nowhere",
     [](VerifierTest& t) {
       Manifest manifest = t.manifest_at(t.keys_[2]);
       manifest.conversations.elsewhere.push_back("nowhere");
       SampleArchive::certify(manifest.conversations, {"c3", "d1", "d2", "nowhere"});
       t.forge(t.keys_[2], manifest);
     },
     "certificate.elsewhere"},
};

class Tampered : public VerifierTest, public testing::WithParamInterface<Tampering> {};

TEST_P(Tampered, P8_is_found_and_named) {
  remember();
  ASSERT_TRUE(verified(options()).passed());  // so that what is found comes from the tampering
  GetParam().tamper(*this);
  const VerifyReport report = verified(options());
  std::string found;
  for (const VerifyFinding& finding : report.findings)
    found += finding.code + " " + finding.subject + ": " + finding.detail + "\n";
  EXPECT_TRUE(codes(options()).contains(GetParam().code)) << found;
}
INSTANTIATE_TEST_SUITE_P(Archive, Tampered, testing::ValuesIn(kTamperings),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace offhook::archive
