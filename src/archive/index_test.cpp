#include "archive/index.h"

#include <gtest/gtest.h>

#include "archive/frame.h"

namespace offhook::archive {
namespace {

IndexLine sample(std::uint32_t line = 0) {
  return {"c" + std::to_string(line),
          "",
          1,
          100,
          200,
          line,
          std::string(64, 'a'),
          std::string(64, 'b'),
          "11223344",
          {"PHONE-0123456789abcdef"}};
}

TEST(Index, a_line_is_canonical_JSON) {
  IndexLine line = sample(3);
  line.conversation = "c9";
  EXPECT_EQ(index_line(line),
            R"({"commitment":")" + std::string(64, 'b') +
                R"(","conversation":"c9","frame":[100,200],"id":"c3","key":"11223344","leaf":")" +
                std::string(64, 'a') + R"(","line":3,"tokens":["PHONE-0123456789abcdef"],"version":1})");
  EXPECT_EQ(parse_index_line(index_line(line)).value(), line);
}

TEST(Index, comes_back_from_its_object) {
  std::vector<IndexLine> lines;
  for (std::uint32_t i = 0; i < 6000; ++i) lines.push_back(sample(i));  // more than one frame
  const std::string bytes = encode_index(lines, 3).value();
  EXPECT_EQ(decode_index(bytes).value(), lines);
  EXPECT_EQ(encode_index(lines, 3).value(), bytes);
  EXPECT_TRUE(decode_index(encode_index({}, 3).value()).value().empty());
}

TEST(Index, is_read_strictly) {
  const std::string good = index_line(sample());
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string, std::string>>{
           {"\"version\":1", "\"version\":-1"},
           {"\"version\":1", "\"version\":1,\"x\":1"},
           {"\"version\":1", "\"version\":\"1\""},
           {"\"frame\":[100,200]", "\"frame\":[100]"},
           {"\"frame\":[100,200]", "\"frame\": [100,200]"},
           {"\"id\":\"c0\"", "\"id\":\"\""},
           {"[\"PHONE-0123456789abcdef\"]", "[1]"},
           {"\"line\":0,", ""}}) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    EXPECT_EQ(parse_index_line(bad).error().cls, ErrorClass::corrupt) << bad;
  }
}

TEST(Index, a_cut_or_flipped_object_is_refused) {
  const std::string bytes = encode_index({sample(0), sample(1)}, 3).value();
  EXPECT_FALSE(decode_index(bytes.substr(0, bytes.size() - 1)));
  std::string flipped = bytes;
  flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 1);
  EXPECT_FALSE(decode_index(flipped));
}

}  // namespace
}  // namespace offhook::archive
