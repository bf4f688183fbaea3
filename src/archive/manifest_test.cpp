#include "archive/manifest.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "test/support/memory_store.h"
#include "test/support/sample_archive.h"

namespace offhook::archive {
namespace {

class ManifestTest : public testing::Test {
 protected:
  Manifest full() {
    const model::Slice slice = archive_.slice(20);
    Manifest manifest = archive_.manifest(slice);
    manifest.objects.push_back(
        archive_.put_object(slice, model::Dataset::conversations, 0, {{archive_.member("c1"), "{}", {}}}));
    manifest.objects.push_back(
        archive_.put_object(slice, model::Dataset::conversations, 1, {{archive_.member("c2"), "{}", {}}}));
    manifest.objects[0].encryption = {"aws:kms", "arn:aws:kms:key"};
    manifest.objects[0].version_id = "v1";
    auto& conversations = manifest.conversations;
    conversations.quarantined = {{"q2", "no_start"}, {"q1", "malformed"}};
    conversations.absent = {{"a1", "", "404"}};
    conversations.pending = {{"p1", "", slice.to, "source.too_early"}};
    conversations.elsewhere = {"e1"};
    test::SampleArchive::certify(conversations, {"c1", "c2", "e1"});
    manifest.open = {"c2", "c1", "c2"};
    return manifest;
  }
  test::MemoryStore store_;
  test::SampleArchive archive_{store_, "", "acme"};
};

TEST_F(ManifestTest, comes_back_as_it_was_but_for_the_order_of_sets) {
  Manifest manifest = full();
  const std::string bytes = manifest_json(manifest);
  const Manifest read = parse_manifest(bytes).value();
  EXPECT_EQ(manifest_json(read), bytes);
  EXPECT_EQ(read.open, (std::vector<std::string>{"c1", "c2"}));
  EXPECT_EQ(read.conversations.quarantined[0].id, "q1");
  EXPECT_EQ(read.source, manifest.source);
  EXPECT_EQ(read.provenance, manifest.provenance);
  EXPECT_EQ(read.slice, manifest.slice);
  EXPECT_LT(read.objects[0].key, read.objects[1].key);
  std::swap(manifest.objects[0], manifest.objects[1]);
  EXPECT_EQ(manifest_json(manifest), bytes);
}

TEST_F(ManifestTest, counts_ids_once_and_hashes_them_sorted) {
  const IdSet ids = IdSet::of({"b", "a", "b"});
  EXPECT_EQ(ids.count, 2u);
  EXPECT_EQ(ids.sha256, to_hex(crypto::sha256("a\nb\n")));
}

TEST_F(ManifestTest, is_read_strictly) {
  const std::string good = manifest_json(full());
  ASSERT_TRUE(parse_manifest(good));
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string, std::string>>{
           {"\"number\":1", "\"number\":2"},
           {"\"number\":1", "\"number\":0"},
           {"\"number\":1", "\"number\":1,\"previous\":\"aa\""},
           {"\"number\":1", "\"number\":1,\"surplus\":1"},
           {"\"tombstones\":[]", "\"tombstones\":[1]"},
           {"offhook/manifest/1", "offhook/manifest/2"},
           {"\"org\":\"acme\"", "\"org\":7"},
           {"\"open\":[\"c1\",\"c2\"]", "\"open\":[\"c2\",\"c1\"]"},
           {"\"reason\":\"malformed\"", "\"reason\":\"malformed\",\"text\":\"x\""},
           {"\"id\":\"q1\"", "\"id\":\"q0\""},
           {"\"certificate\"", " \"certificate\""},
           {"\"quarantined\":{\"count\":2", "\"quarantined\":{\"count\":1"}}) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    EXPECT_EQ(parse_manifest(bad).error().cls, ErrorClass::corrupt) << from << " -> " << to;
  }
  for (const char* bad : {"", "{}", "[]", "null"}) EXPECT_FALSE(parse_manifest(bad));
}

TEST_F(ManifestTest, a_certificate_that_does_not_add_up_is_refused) {
  Manifest manifest = full();
  ++manifest.conversations.expected.count;
  EXPECT_NE(parse_manifest(manifest_json(manifest)).error().message.find("does not add up"),
            std::string::npos);
}

TEST_F(ManifestTest, says_which_version_of_a_changed_record_is_current) {
  Manifest manifest = full();
  manifest.conversations.changed = {{"c2", 2}, {"c1", 2}, {"c2", 3}};
  const Manifest read = parse_manifest(manifest_json(manifest)).value();
  EXPECT_EQ(read.conversations.changed, (std::vector<NewVersion>{{"c1", 2}, {"c2", 3}}));
}

TEST_F(ManifestTest, P2_says_how_the_ids_were_compared_and_what_is_missing) {
  Manifest manifest = full();
  manifest.source.reconciliation = Reconciliation{"ids", 7, {8, 9}, 8, ""};
  manifest.conversations.gap = {{"g1", "source.not_in_job"}};
  test::SampleArchive::certify(manifest.conversations, {"c1", "c2", "e1"});
  const Manifest read = parse_manifest(manifest_json(manifest)).value();
  EXPECT_EQ(read.source, manifest.source);
  EXPECT_EQ(read.conversations.gap, manifest.conversations.gap);
  manifest.conversations.gap.clear();
  EXPECT_NE(parse_manifest(manifest_json(manifest)).error().message.find("does not add up"),
            std::string::npos);
}

TEST_F(ManifestTest, its_signature_belongs_to_its_bytes_and_its_key) {
  const std::string bytes = manifest_json(full());
  const std::string file = sign_manifest(bytes, archive_.key());
  const auto key = archive_.key().public_bytes();
  EXPECT_TRUE(check_signature(bytes, file, key));
  EXPECT_EQ(check_signature(bytes + " ", file, key).error().code, "archive.signature");
  EXPECT_EQ(check_signature(bytes, file + " ", key).error().code, "archive.signature");
  EXPECT_EQ(check_signature(bytes, "{}", key).error().code, "archive.signature");
  EXPECT_EQ(check_signature(bytes, file, crypto::SigningKey::generate().public_bytes()).error().code,
            "archive.signing_key");
}

TEST_F(ManifestTest, P8_any_flipped_bit_of_a_signature_file_is_refused) {
  const std::string bytes = manifest_json(full());
  const std::string file = sign_manifest(bytes, archive_.key());
  for (std::size_t i = 0; i < 8 * file.size(); ++i) {
    std::string flipped = file;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(check_signature(bytes, flipped, archive_.key().public_bytes())) << i;
  }
}

}  // namespace
}  // namespace offhook::archive
