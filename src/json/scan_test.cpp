#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "json/detail/scan.h"
#include "json/name_key.h"

namespace offhook::json {
namespace {

TEST(Scan, StopsAtTheSameByteWithAndWithoutVectors) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < 40; ++at) {
      std::string text(40, '~');
      text[at] = static_cast<char>(byte);
      const char* end = text.data() + text.size();
      ASSERT_EQ(detail::skip_plain(text.data(), end), detail::skip_plain_portable(text.data(), end)) << byte;
    }
  }
}

RC_GTEST_PROP(Scan, StopsAtTheSameByteOfAnyText, (std::string text)) {
  for (std::size_t from = 0; from <= text.size(); ++from) {
    const char* start = text.data() + from;
    const char* end = text.data() + text.size();
    RC_ASSERT(detail::skip_plain(start, end) == detail::skip_plain_portable(start, end));
  }
}

// Names of all sizes that differ in one byte: their keys differ, but for the middle of a long one.
TEST(NameKey, TellsNamesApart) {
  for (std::size_t size = 1; size <= 40; ++size) {
    const std::string name(size, 'n');
    const auto key = NameKey::of(name);
    EXPECT_TRUE(same_name(key, name, NameKey::of(std::string(name)), std::string(name)));
    EXPECT_FALSE(key == NameKey::of(name + "n"));
    for (std::size_t i = 0; i < size; ++i) {
      std::string other = name;
      other[i] = 'm';
      EXPECT_EQ(key == NameKey::of(other), size > NameKey::kDecides && i >= 8 && i < size - 8);
      EXPECT_FALSE(same_name(key, name, NameKey::of(other), other)) << size;
    }
  }
  EXPECT_EQ(NameKey::of(""), NameKey{});
  EXPECT_FALSE(NameKey::of(std::string(1, '\0')) == NameKey{});
}

}  // namespace
}  // namespace offhook::json
