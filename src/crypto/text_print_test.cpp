#include "crypto/text_print.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace offhook::crypto {
namespace {

TEST(TextPrint, IsTheSameForTheSameTextAndAnotherForEveryChange) {
  TextPrints prints;
  const std::string text(1'000, 'x');
  std::set<TextPrint> seen{prints.of(text), prints.of(""), prints.of("x"), prints.of(text + "x")};
  EXPECT_EQ(seen.size(), 4u);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = 'y';
    seen.insert(prints.of(other));
  }
  EXPECT_EQ(seen.size(), 4u + text.size());
  EXPECT_TRUE(seen.contains(prints.of(text)));
}

TEST(TextPrint, SaysNothingToAnother) {
  TextPrints one, two;
  EXPECT_NE(one.of("text"), two.of("text"));
}

}  // namespace
}  // namespace offhook::crypto
