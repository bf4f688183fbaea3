#include "archive/frame.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zstd.h>

#include <numeric>

#include "base/random.h"

namespace offhook::archive {
namespace {

std::string compressed(std::string_view raw, int level = 3) {
  return FrameEncoder::open(level).value().compress(raw).value();
}

std::string noise(std::size_t size) {
  std::string bytes(size, '\0');
  SeededRandom random(size);
  random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

TEST(Frame, comes_back_whole_at_every_level) {
  const std::string raw = "line\n" + noise(3000) + std::string(3000, 'x') + "\n";
  for (const int level : {1, 3, 10, 19}) EXPECT_EQ(decompress_frame(compressed(raw, level)).value(), raw);
}

TEST(Frame, levels_end_at_19) {
  for (const int level : {-1, 0, 20, 22}) EXPECT_EQ(FrameEncoder::open(level).error().code, "archive.level");
}

TEST(Frame, states_its_size_and_a_checksum_and_keeps_the_window_within_8_MiB) {
  for (const std::size_t size : {std::size_t{100}, std::size_t{1} << 20, std::size_t{12} << 20})
    for (const int level : {1, 3, 19}) {
      if (level == 19 && size > (std::size_t{1} << 20)) continue;  // slow, and the window is set the same way
      const std::string frame = compressed(std::string(size, 'x'), level);
      // RFC 8878 §3.1.1.1: descriptor bit 2 is the checksum, bit 5 a single segment (its window is its size).
      const auto descriptor = static_cast<std::uint8_t>(frame[4]);
      EXPECT_TRUE(descriptor & 4u);
      EXPECT_EQ(ZSTD_getFrameContentSize(frame.data(), frame.size()), size);
      if (descriptor & 32u) {
        EXPECT_LE(size, std::size_t{8} << 20);
      } else {
        const auto window = static_cast<std::uint8_t>(frame[5]);
        const std::uint64_t base = std::uint64_t{1} << (10 + (window >> 3));
        EXPECT_LE(base + base / 8 * (window & 7u), std::uint64_t{8} << 20);
      }
    }
}

TEST(Frame, any_flipped_bit_is_found) {
  const std::string frame = compressed("a line of a record\nand another one of the same kind\n");
  for (std::size_t i = 0; i < frame.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = frame;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      const auto raw = decompress_frame(flipped);
      // The descriptor has an unused bit that no decoder looks at; the raw bytes are then the same.
      if (raw)
        EXPECT_EQ(*raw, decompress_frame(frame).value()) << i << '.' << bit;
      else
        EXPECT_EQ(raw.error().cls, ErrorClass::corrupt);
    }
}

TEST(Frame, takes_one_whole_frame_and_nothing_else) {
  const std::string frame = compressed("x\n");
  EXPECT_EQ(decompress_frame("").error().code, "archive.frame");
  EXPECT_EQ(decompress_frame(frame + frame).error().code, "archive.frame");
  EXPECT_EQ(decompress_frame(frame.substr(0, frame.size() - 1)).error().code, "archive.frame");
  EXPECT_EQ(decompress_frame(std::string("\x50\x2a\x4d\x18\x02\x00\x00\x00zz", 10)).error().code,
            "archive.frame");
  std::string plain(100, '\0');  // without a checksum
  plain.resize(ZSTD_compress(plain.data(), plain.size(), "x\n", 2, 3));
  EXPECT_EQ(decompress_frame(plain).error().code, "archive.frame");
}

TEST(Frame, a_frame_over_the_bound_is_not_unpacked) {
  const std::string bomb = compressed(std::string(1 << 20, '0'));
  EXPECT_EQ(decompress_frame(bomb, (1 << 20) - 1).error().code, "archive.frame_too_large");
  EXPECT_TRUE(decompress_frame(bomb, 1 << 20));
}

RC_GTEST_PROP(FrameCutter, any_chunking_gives_the_same_frames, (const std::vector<std::string>& raws)) {
  std::string object;
  for (const std::string& raw : raws) object += compressed(raw);
  std::vector<std::string> seen;
  std::uint64_t expected_offset = 0;
  FrameCutter cutter([&](std::uint64_t offset, std::string_view frame) -> Result<void> {
    RC_ASSERT(offset == expected_offset);
    expected_offset += frame.size();
    seen.push_back(decompress_frame(frame).value());
    return {};
  });
  std::string_view rest = object;
  while (!rest.empty()) {
    const auto size = *rc::gen::inRange<std::size_t>(1, rest.size() + 1);
    RC_ASSERT(cutter.feed(rest.substr(0, size)).has_value());
    rest.remove_prefix(size);
  }
  RC_ASSERT(cutter.finish().has_value());
  RC_ASSERT(seen == raws);
}

TEST(FrameCutter, names_where_a_stream_is_broken) {
  const auto ignore = [](std::uint64_t, std::string_view) { return Result<void>(); };
  const std::string frame = compressed("x\n");
  FrameCutter cut(ignore);
  EXPECT_TRUE(cut.feed(frame + frame.substr(0, 5)));
  EXPECT_NE(cut.finish().error().message.find(std::to_string(frame.size())), std::string::npos);
  FrameCutter garbage(ignore);
  EXPECT_EQ(garbage.feed(frame + "garbage").error().code, "archive.frame");
}

TEST(SplitLines, numbers_lines_and_wants_the_last_ended) {
  std::string seen;
  EXPECT_TRUE(split_lines("a\n\nb\n", [&](std::uint32_t line, std::string_view bytes) -> Result<void> {
    seen += std::to_string(line) + std::string(bytes) + ";";
    return {};
  }));
  EXPECT_EQ(seen, "0a;1;2b;");
  const auto ignore = [](std::uint32_t, std::string_view) { return Result<void>(); };
  EXPECT_EQ(split_lines("a\nb", ignore).error().code, "archive.frame");
  EXPECT_EQ(split_lines("", ignore).error().code, "archive.frame");
}

}  // namespace
}  // namespace offhook::archive
