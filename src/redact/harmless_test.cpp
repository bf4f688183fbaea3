#include "redact/harmless.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>

#include "redact/sixteen.h"

namespace offhook::redact {
namespace {

constexpr std::string_view kUuid = "3f2504e0-4f89-11D3-9a0c-0305e82c3301";
constexpr std::string_view kTime = "2026-03-10T14:00:05";

TEST(Harmless, KnowsIdsTimesAndWords) {
  for (const std::string text :
       {"", "inbound", "nConnected", "a1-b2-c3", "123456", "2026-03-10T14:00:05.101Z",
        "3f2504e0-4f89-11D3-9a0c-0305e82c3301", "x3f2504e0-4f89-11D3-9a0c-0305e82c3301", "sixteen-bytes-ok",
        "seventeen-bytes-o"})
    EXPECT_EQ(harmlessness(text), Harmless::solid) << text;
  for (const std::string text : {"main menu", " ", "2026-03-10T14:00:05 2026-03-10T14:00:05",
                                 "a text of some length that ends in a time 2026-03-10T14:00:05"})
    EXPECT_EQ(harmlessness(text), Harmless::words) << text;
  for (const std::string text :
       {"1234567", "1 2 3 4 5 6 7", "dana@host", "back\\slash", "M\u00fcller", "2026-03-10T14:00:05x1234567",
        "3f2504e0-4f89-11D3-9a0c-0305e82c33012345678", "a text of some length that ends in a sign@"})
    EXPECT_EQ(harmlessness(text), Harmless::no) << text;
  EXPECT_EQ(harmlessness(std::string(256, 'x')), Harmless::solid);
  EXPECT_EQ(harmlessness(std::string(257, 'x')), Harmless::no);
}

TEST(Harmless, SeesEachByteOfAnId) {
  EXPECT_TRUE(is_uuid(kUuid));
  EXPECT_TRUE(starts_with_time(kTime));
  EXPECT_FALSE(starts_with_time(kTime.substr(0, 18)));
  for (std::size_t i = 0; i < kUuid.size(); ++i)
    for (const char wrong : {'g', '/', ':', '@', 'G', '\x80', '\xb0', kUuid[i] == '-' ? 'a' : '-'}) {
      std::string text(kUuid);
      text[i] = wrong;
      EXPECT_FALSE(is_uuid_form(text)) << i;
      EXPECT_FALSE(is_uuid_form<PortableSixteen>(text)) << i;
    }
  for (std::size_t i = 0; i < kTime.size(); ++i)
    for (const char wrong : {'x', '/', ';', '\xb0', kTime[i] == '-' ? '1' : '-'}) {
      std::string text(kTime);
      text[i] = wrong;
      EXPECT_FALSE(starts_with_time(text)) << i;
      EXPECT_FALSE(starts_with_time<PortableSixteen>(text)) << i;
    }
}

TEST(Harmless, TakesAnIdOrATimeInQuotesAsAWhole) {
  for (const std::string& value : {std::string(kUuid), std::string(kTime) + ".101Z"}) {
    const std::string text = '"' + value + "\",";
    const auto size = [](const std::string& at) {
      return quoted_id_or_time(at.data(), at.data() + at.size());
    };
    EXPECT_EQ(size(text), value.size() + 2);
    EXPECT_EQ(size(text.substr(0, value.size() + 2)), value.size() + 2);
    for (std::size_t i = 1; i < value.size() + 2; ++i) {
      EXPECT_EQ(size(text.substr(0, i)), 0u) << i;
      for (const char wrong : {'"', '\\', 'x', ';', '\n', '\xb0'}) {
        std::string other = text;
        other[i] = wrong;
        EXPECT_TRUE(size(other) == 0 || other == text) << other;
      }
    }
  }
}

TEST(Harmless, FindsAByteWhereverItStands) {
  for (std::size_t size = 0; size < 50; ++size)
    for (std::size_t i = 0; i <= size; ++i)
      for (const char c : {'-', '['}) {
        std::string text(size, 'x');
        if (size > 0) text[0] = c == '-' ? '[' : '-';
        if (i < size) text[i] = c;
        for (std::size_t from = 0; from <= size; ++from) {
          const std::size_t at = text.find_first_of("-[", from);
          ASSERT_EQ(find_either(text, '-', '[', from), at) << i << ' ' << size << ' ' << from;
          ASSERT_EQ(find_either<PortableSixteen>(text, '-', '[', from), at)
              << i << ' ' << size << ' ' << from;
        }
        ASSERT_EQ(has_either(text, '-', '-'), text.find('-') != std::string::npos);
      }
}

#if defined(__SSE2__)
RC_GTEST_PROP(Harmless, EveryProcessorSeesTheSame, (std::array<std::uint8_t, 16> bytes)) {
  std::array<char, 16> text;
  std::copy(bytes.begin(), bytes.end(), text.begin());
  const Sse2Sixteen wide(text.data());
  const PortableSixteen portable(text.data());
  RC_ASSERT(wide.digits() == portable.digits());
  RC_ASSERT(wide.hex() == portable.hex());
  RC_ASSERT(wide.letters() == portable.letters());
  RC_ASSERT(wide.capitals() == portable.capitals());
  RC_ASSERT(wide.not_ascii() == portable.not_ascii());
  for (const char c : text) RC_ASSERT(wide.equal(c) == portable.equal(c));
}

TEST(Harmless, EveryProcessorSeesEachByteTheSame) {
  for (int first = 0; first < 256; first += 16) {
    std::array<char, 16> text;
    for (int i = 0; i < 16; ++i) text[static_cast<std::size_t>(i)] = static_cast<char>(first + i);
    const Sse2Sixteen wide(text.data());
    const PortableSixteen portable(text.data());
    EXPECT_EQ(wide.digits(), portable.digits()) << first;
    EXPECT_EQ(wide.hex(), portable.hex()) << first;
    EXPECT_EQ(wide.letters(), portable.letters()) << first;
    EXPECT_EQ(wide.capitals(), portable.capitals()) << first;
    EXPECT_EQ(wide.not_ascii(), portable.not_ascii()) << first;
    for (const char c : text) EXPECT_EQ(wide.equal(c), portable.equal(c)) << first;
  }
}
#endif

}  // namespace
}  // namespace offhook::redact
