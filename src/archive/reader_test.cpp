#include "archive/reader.h"

#include <gtest/gtest.h>

#include "test/support/memory_store.h"
#include "test/support/sample_archive.h"

namespace offhook::archive {
namespace {

using model::Dataset;

// Two days; c1 changed on the second.
class ReaderTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const model::Slice first = archive_.slice(20);
    const model::Slice second = archive_.slice(21);
    LineMember transcript = archive_.member("r1");
    transcript.conversation = "c1";
    transcript.communication = "s1";
    Manifest manifest = archive_.manifest(first);
    manifest.objects = {
        archive_.put_object(first, Dataset::conversations, 0,
                            {{archive_.member("c1"), R"({"a":1})", {"PHONE-0123456789abcdef"}},
                             {archive_.member("c2"), R"({"a":2})", {}},
                             {archive_.member("c3"), R"({"a":3})", {}}}),
        archive_.put_object(first, Dataset::transcripts, 0,
                            {{transcript, R"({"t":1})", {"PHONE-0123456789abcdef"}}})};
    test::SampleArchive::certify(manifest.conversations, {"c1", "c2", "c3"});
    test::SampleArchive::certify(manifest.transcripts, {"s1"});
    first_manifest_ = archive_.put_manifest(manifest);
    manifest = archive_.manifest(second);
    manifest.objects = {
        archive_.put_object(second, Dataset::conversations, 0,
                            {{archive_.member("c1", 2, archive_.leaf_of["c1"]), R"({"a":4})", {}}})};
    test::SampleArchive::certify(manifest.conversations, {"c1"});
    archive_.put_manifest(manifest);
  }
  std::vector<LoadedManifest> loaded() { return reader_.load().value(); }

  test::MemoryStore store_;
  test::SampleArchive archive_{store_, GetParam(), "acme"};
  Reader reader_{store_, GetParam(), "acme"};
  std::string first_manifest_;
};
INSTANTIATE_TEST_SUITE_P(Prefix, ReaderTest, testing::Values("", "some/where"));

TEST_P(ReaderTest, loads_every_manifest_in_order) {
  const auto manifests = loaded();
  ASSERT_EQ(manifests.size(), 2u);
  EXPECT_EQ(manifests[0].key, first_manifest_);
  EXPECT_LT(manifests[0].key, manifests[1].key);
}

TEST_P(ReaderTest, finds_all_versions_of_a_record_oldest_first) {
  const auto found = reader_.find(loaded(), Dataset::conversations, "c1").value();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_TRUE(reader_.read(found[0]).value().ends_with(R"("a":1})"));
  EXPECT_TRUE(reader_.read(found[1]).value().ends_with(R"("a":4})"));
  EXPECT_TRUE(reader_.find(loaded(), Dataset::conversations, "c9").value().empty());
  EXPECT_TRUE(reader_.find(loaded(), Dataset::transcripts, "c1").value().empty());
}

TEST_P(ReaderTest, one_ranged_GET_reads_one_record) {
  const auto found = reader_.find(loaded(), Dataset::conversations, "c3").value();
  ASSERT_EQ(found.size(), 1u);
  store_.gets = store_.bytes_read = 0;
  EXPECT_TRUE(reader_.read(found[0]));
  EXPECT_EQ(store_.gets, 1u);
  EXPECT_LT(store_.bytes_read, found[0].object.size_bytes);
}

TEST_P(ReaderTest, finds_transcripts_by_conversation_and_records_by_token) {
  const auto transcripts = reader_.find_transcripts(loaded(), "c1").value();
  ASSERT_EQ(transcripts.size(), 1u);
  EXPECT_EQ(transcripts[0].line.id, "r1");
  EXPECT_EQ(reader_.find_token(loaded(), "PHONE-0123456789abcdef").value().size(), 2u);
  EXPECT_TRUE(reader_.find_token(loaded(), "PHONE-0000000000000000").value().empty());
}

TEST_P(ReaderTest, walks_an_object_line_by_line) {
  std::vector<std::uint32_t> numbers;
  const auto manifests = loaded();
  const auto& objects = manifests[0].manifest.objects;
  const auto conversations = std::ranges::find(objects, Dataset::conversations, &ListedObject::dataset);
  EXPECT_TRUE(reader_.for_each_line(*conversations,
                                    [&](std::uint64_t, std::uint64_t, std::uint32_t line, std::string_view) {
                                      numbers.push_back(line);
                                      return Result<void>();
                                    }));
  EXPECT_EQ(numbers, (std::vector<std::uint32_t>{0, 1, 0}));
}

TEST_P(ReaderTest, does_not_see_what_no_manifest_lists) {
  archive_.put_object(archive_.slice(22), Dataset::conversations, 0, {{archive_.member("c8"), "{}", {}}});
  EXPECT_TRUE(reader_.find(loaded(), Dataset::conversations, "c8").value().empty());
}

TEST_P(ReaderTest, a_damaged_chain_index_or_line_is_an_error) {
  auto manifests = loaded();
  auto found = reader_.find(manifests, Dataset::conversations, "c2").value().at(0);
  found.line.leaf[0] = found.line.leaf[0] == '0' ? '1' : '0';
  EXPECT_EQ(reader_.read(found).error().code, "archive.leaf");
  store_.objects[manifests[0].manifest.objects[0].index_key] += "x";
  EXPECT_EQ(reader_.find(manifests, Dataset::conversations, "c2").error().code, "archive.index_sha256");
  store_.objects[manifest_key(GetParam(), "acme", archive_.slice(20).id(), 3)] =
      store_.objects[first_manifest_];
  EXPECT_EQ(reader_.load().error().code, "archive.chain");
}

}  // namespace
}  // namespace offhook::archive
