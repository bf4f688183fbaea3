#include "base/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace offhook {
namespace {

// RFC 4648 §10.
TEST(Base64, AgreesWithTheRfcVectors) {
  const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                   {"f", "Zg=="},
                                                                   {"fo", "Zm8="},
                                                                   {"foo", "Zm9v"},
                                                                   {"foob", "Zm9vYg=="},
                                                                   {"fooba", "Zm9vYmE="},
                                                                   {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), encoded);
    const auto bytes = from_base64(encoded);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(std::string(bytes->begin(), bytes->end()), plain);
  }
}

TEST(Base64, RefusesWhatIsNotBase64) {
  for (const std::string_view bad : {"Zg=", "Z===", "Zg==Zg==", "Zm9v ", "Zm 9", "=m9v"})
    EXPECT_FALSE(from_base64(bad)) << bad;
}

TEST(Hex, RefusesOddLengthAndOtherCharacters) {
  EXPECT_FALSE(from_hex("abc"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_EQ(*from_hex("00fF"), (std::vector<std::uint8_t>{0, 255}));
}

RC_GTEST_PROP(Encoding, ReadsBackWhatItWrote, (const std::vector<std::uint8_t>& bytes)) {
  RC_ASSERT(*from_hex(to_hex(bytes)) == bytes);
  RC_ASSERT(*from_base64(to_base64(bytes)) == bytes);
}

}  // namespace
}  // namespace offhook
