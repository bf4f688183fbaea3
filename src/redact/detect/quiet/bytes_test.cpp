#include "redact/detect/quiet/bytes.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace offhook::redact::detect {
namespace {

std::vector<std::uint64_t> masks_of(Classify classify, std::string_view text) {
  std::vector<Block> blocks(blocks_of(text.size()));
  classify(text, blocks.data());
  std::vector<std::uint64_t> masks;
  for (const Block& b : blocks)
    for (const std::uint64_t mask :
         {b.letter, b.upper, b.digit, b.apostrophe, b.dot, b.comma, b.joiner, b.odd})
      masks.push_back(mask);
  return masks;
}

TEST(Bytes, knows_each_sort_of_byte) {
  Block block{};
  for (const Classify classify : classifiers()) {
    classify("Ab 7'.,-:@\n?", &block);
    EXPECT_EQ(block.letter, 0b11u);
    EXPECT_EQ(block.upper, 0b1u);
    EXPECT_EQ(block.digit, 1u << 3);
    EXPECT_EQ(block.apostrophe, 1u << 4);
    EXPECT_EQ(block.dot, 1u << 5);
    EXPECT_EQ(block.comma, 1u << 6);
    EXPECT_EQ(block.joiner, 3u << 7);
    EXPECT_EQ(block.odd, 1u << 9);
  }
}

RC_GTEST_PROP(Bytes, every_processor_sees_the_same, (std::vector<std::uint8_t> bytes)) {
  const std::string text(bytes.begin(), bytes.end());
  const auto portable = masks_of(classifiers().back(), text);
  for (const Classify classify : classifiers()) RC_ASSERT(masks_of(classify, text) == portable);
}

TEST(Bytes, all_256_in_all_places) {
  std::string text;
  for (int c = 0; c < 256; ++c) text += static_cast<char>(c);
  for (std::size_t from = 0; from < 70; ++from) {
    const auto portable = masks_of(classifiers().back(), std::string_view(text).substr(from));
    for (const Classify classify : classifiers())
      EXPECT_EQ(masks_of(classify, std::string_view(text).substr(from)), portable);
  }
}

}  // namespace
}  // namespace offhook::redact::detect
