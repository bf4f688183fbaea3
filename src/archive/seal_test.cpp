#include "archive/seal.h"

#include <gtest/gtest.h>

#include "archive/layout.h"
#include "base/encoding.h"
#include "crypto/sha256.h"
#include "test/support/temporary_folder.h"

namespace offhook::archive {
namespace {

TEST(Seal, parts_are_8_MiB_until_9000_of_them_do_not_suffice) {
  EXPECT_EQ(part_size_for(0), 8 * kMiB);
  EXPECT_EQ(part_size_for(128 * kMiB), 8 * kMiB);
  EXPECT_EQ(part_size_for(9000 * 8 * kMiB), 8 * kMiB);
  EXPECT_EQ(part_size_for(9000 * 8 * kMiB + 1), 9 * kMiB);
  const std::uint64_t five_tib = std::uint64_t{5} << 40;
  EXPECT_EQ(part_size_for(five_tib) % kMiB, 0u);
  EXPECT_LE((five_tib + part_size_for(five_tib) - 1) / part_size_for(five_tib), 9000u);
}

TEST(Seal, the_composite_is_the_digest_of_the_parts_digests) {
  const Seal seal = seal_bytes("aaabbbcc", 3);
  ASSERT_EQ(seal.parts.size(), 3u);
  EXPECT_EQ(seal.parts[2], crypto::sha256("cc"));
  std::string joined;
  for (const char* part : {"aaa", "bbb", "cc"}) {
    const Digest digest = crypto::sha256(part);
    joined.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  }
  EXPECT_EQ(seal.composite, to_base64(crypto::sha256(joined)) + "-3");
  EXPECT_EQ(seal.sha256_hex(), to_hex(crypto::sha256("aaabbbcc")));
  EXPECT_EQ(seal.size_bytes, 8u);
}

TEST(Seal, an_object_that_grows_has_the_figures_of_the_whole) {
  const std::string bytes = "aaabbbcccd";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    Sealer sealer(3);
    for (std::size_t at = 0; at < bytes.size(); at += step) sealer.append(bytes.substr(at, step));
    const Seal grown = std::move(sealer).finish();
    EXPECT_EQ(grown.size_bytes, bytes.size());
    EXPECT_EQ(grown.sha256, crypto::sha256(bytes));
    ASSERT_EQ(grown.parts.size(), 4u);
    EXPECT_EQ(grown.parts[0], crypto::sha256("aaa"));
    EXPECT_EQ(grown.parts[1], crypto::sha256("bbb"));
    EXPECT_EQ(grown.parts[3], crypto::sha256("d"));
  }
}

TEST(Seal, a_spool_file_has_the_figures_of_its_bytes) {
  const test::TemporaryFolder folder;
  const auto spool = Spool::open(folder.path() / "spool", 1 << 30).value();
  auto writer = ObjectWriter::open(1).value();
  LineMember member;
  member.id = "c";
  ASSERT_TRUE(writer.add(make_line(member, RedactedBytes("{}")).value()));
  const Frame frame = writer.flush().value().at(0);
  ASSERT_TRUE(spool->append("object", frame));
  const Seal sealed = seal(*spool, "object", frame.bytes().size()).value();
  const Seal expected = seal_bytes(frame.bytes(), 8 * kMiB);
  EXPECT_EQ(sealed.sha256, expected.sha256);
  EXPECT_EQ(sealed.composite, expected.composite);
  EXPECT_EQ(sealed.part_size_bytes, 8 * kMiB);
  EXPECT_EQ(seal(*spool, "object", frame.bytes().size() + 1).error().code, "file.short");
}

}  // namespace
}  // namespace offhook::archive
