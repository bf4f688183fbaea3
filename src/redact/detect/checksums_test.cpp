// What check digits promise: a wrong digit is noticed, two neighbours in the wrong order, too.
#include "redact/detect/checksums.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace offhook::redact::detect {
namespace {

// A number that passes, made by trying the last characters.
template <class Check>
std::string passing(std::string digits, std::size_t free, Check check) {
  const std::size_t begin = digits.size() - free;
  unsigned limit = 1;
  for (std::size_t i = 0; i < free; ++i) limit *= 10;
  for (unsigned value = 0; value < limit; ++value) {
    unsigned rest = value;
    for (std::size_t i = digits.size(); i-- > begin; rest /= 10)
      digits[i] = static_cast<char>('0' + rest % 10);
    if (check(digits)) return digits;
  }
  return {};
}

std::string any_digits(std::size_t size) {
  std::string digits(size, '0');
  for (char& c : digits) c = static_cast<char>('0' + *rc::gen::inRange(0, 10));
  return digits;
}

template <class Check>
void notices_a_wrong_digit(const std::string& number, Check check) {
  RC_ASSERT(!number.empty());
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, number.size());
  std::string wrong = number;
  wrong[at] =
      static_cast<char>('0' + (digit(wrong[at]) + static_cast<unsigned>(*rc::gen::inRange(1, 10))) % 10);
  RC_ASSERT(check(number));
  RC_ASSERT(!check(wrong));
}

template <class Check>
void notices_swapped_digits(const std::string& number, Check check) {
  RC_ASSERT(!number.empty());
  const std::size_t at = *rc::gen::inRange<std::size_t>(0, number.size() - 1);
  std::string wrong = number;
  std::swap(wrong[at], wrong[at + 1]);
  RC_ASSERT(wrong == number || !check(wrong));
}

bool iban_check(std::string_view text) { return mod97(text.substr(0, 4), mod97(text.substr(4))) == 1; }

RC_GTEST_PROP(Checksums, LuhnNoticesAWrongDigit, ()) {
  notices_a_wrong_digit(passing(any_digits(16), 1, luhn), luhn);
}

RC_GTEST_PROP(Checksums, VerhoeffNoticesWrongAndSwappedDigits, ()) {
  const std::string number = passing(any_digits(12), 1, verhoeff);
  notices_a_wrong_digit(number, verhoeff);
  notices_swapped_digits(number, verhoeff);
}

RC_GTEST_PROP(Checksums, Mod11Mod10NoticesAWrongDigit, ()) {
  const auto check = [](std::string_view digits) { return mod11_10(digits); };
  notices_a_wrong_digit(passing(any_digits(11), 1, check), check);
}

RC_GTEST_PROP(Checksums, Mod97NoticesWrongAndSwappedDigits, ()) {
  // The account may be anything; of its digits the last two are tried.
  const auto check = [](const std::string& digits) { return iban_check("DE12" + digits); };
  const std::string number = passing(any_digits(18), 2, check);
  RC_PRE(!number.empty());
  notices_a_wrong_digit(number, check);
  notices_swapped_digits(number, check);
}

TEST(Checksums, PublishedNumbers) {
  EXPECT_TRUE(luhn("4111111111111111"));
  EXPECT_TRUE(verhoeff("2363"));
  EXPECT_TRUE(mod11_10("86095742719"));
  EXPECT_TRUE(iban_check("GB82WEST12345698765432"));
  EXPECT_EQ(weighted("011000015", {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10, 0U);
}

}  // namespace
}  // namespace offhook::redact::detect
