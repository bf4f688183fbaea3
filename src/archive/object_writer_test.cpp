#include "archive/object_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace offhook::archive {
namespace {

Line line_of_size(std::size_t size, char fill = 'x') {
  LineMember member;
  member.org = "acme";
  member.id = "c";
  const std::size_t least = make_line(member, RedactedBytes(R"({"a":""})")).value().bytes().size();
  const std::string text(size > least ? size - least : 0, fill);
  return make_line(member, RedactedBytes(R"({"a":")" + text + R"("})")).value();
}

struct Packed {
  std::string bytes;
  std::vector<std::string> lines;  // as they come out
  std::vector<Frame> frames;
};

// `flush_after`: positions after which a checkpoint flushes.
Packed pack(const std::vector<Line>& lines, const std::vector<bool>& flush_after = {}) {
  auto writer = ObjectWriter::open(3).value();
  Packed packed;
  const auto take = [&](Frame frame) {
    EXPECT_EQ(frame.offset(), packed.bytes.size());
    packed.bytes += frame.bytes();
    const std::string raw = decompress_frame(frame.bytes()).value();
    EXPECT_EQ(raw.size(), frame.raw_bytes());
    EXPECT_TRUE(raw.size() <= kFrameBytes || frame.leaves().size() == 1);
    EXPECT_TRUE(split_lines(raw, [&](std::uint32_t, std::string_view bytes) -> Result<void> {
      packed.lines.emplace_back(bytes);
      return {};
    }));
    packed.frames.push_back(std::move(frame));
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::vector<Frame> finished = writer.add(lines[i]).value();
    for (Frame& frame : finished) take(std::move(frame));
    if (i < flush_after.size() && flush_after[i]) {
      std::vector<Frame> flushed = writer.flush().value();
      for (Frame& frame : flushed) take(std::move(frame));
    }
  }
  std::vector<Frame> last = writer.flush().value();
  for (Frame& frame : last) take(std::move(frame));
  EXPECT_EQ(writer.size_bytes(), packed.bytes.size());
  return packed;
}

TEST(ObjectWriter, a_frame_holds_whole_lines_up_to_a_MiB) {
  const Packed packed = pack(std::vector<Line>(5, line_of_size(400'000)));
  ASSERT_EQ(packed.frames.size(), 3u);
  EXPECT_EQ(packed.frames[0].leaves().size(), 2u);
  EXPECT_EQ(packed.frames[2].leaves().size(), 1u);
}

TEST(ObjectWriter, exactly_a_MiB_fits_and_a_byte_more_does_not) {
  const Line half = line_of_size(kFrameBytes / 2 - 1);
  EXPECT_EQ(pack({half, half}).frames.size(), 1u);
  EXPECT_EQ(pack({half, line_of_size(kFrameBytes / 2)}).frames.size(), 2u);
}

TEST(ObjectWriter, a_larger_line_has_its_own_frame) {
  const Line small = line_of_size(100);
  const Packed packed = pack({small, line_of_size(3u << 20), small});
  ASSERT_EQ(packed.frames.size(), 3u);
  EXPECT_GT(packed.frames[1].raw_bytes(), kFrameBytes);
}

TEST(ObjectWriter, goes_on_at_the_durable_size) {
  auto writer = ObjectWriter::open(3, 1000).value();
  ASSERT_TRUE(writer.add(line_of_size(100)).value().empty());
  EXPECT_EQ(writer.held_lines(), 1u);
  EXPECT_EQ(writer.flush().value().at(0).offset(), 1000u);
  EXPECT_TRUE(writer.flush().value().empty());
}

RC_GTEST_PROP(ObjectWriter, any_lines_come_back_in_order_and_the_same_bytes_twice, ()) {
  const auto sizes = *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::weightedOneOf<std::uint32_t>(
      {{20, rc::gen::inRange(0u, 2000u)}, {1, rc::gen::inRange(300'000u, 1'300'000u)}}));
  const auto flushes = *rc::gen::container<std::vector<bool>>(sizes.size(), rc::gen::arbitrary<bool>());
  std::vector<Line> lines;
  for (std::size_t i = 0; i < sizes.size(); ++i)
    lines.push_back(line_of_size(sizes[i], static_cast<char>('a' + i % 26)));
  const Packed packed = pack(lines, flushes);
  RC_ASSERT(packed.lines.size() == lines.size());
  std::size_t position = 0;
  for (const Frame& frame : packed.frames)
    for (const Digest& leaf : frame.leaves()) {
      RC_ASSERT(packed.lines[position] == lines[position].bytes());
      RC_ASSERT(leaf == lines[position].leaf());
      ++position;
    }
  RC_ASSERT(position == lines.size());
  RC_ASSERT(pack(lines, flushes).bytes == packed.bytes);
}

}  // namespace
}  // namespace offhook::archive
