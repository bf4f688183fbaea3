#include "redact/detect/phone_number.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace offhook::redact::detect {
namespace {

RC_GTEST_PROP(PhoneNumber, LocalOnesAreWhatTheLibraryMakesOfThem, ()) {
  const auto number = *rc::gen::inRange(2'000'000, 10'000'000);
  const std::string digits = std::to_string(number);
  for (const char* region : {"US", "CA"})
    RC_ASSERT(canonical_phone(digits, false, region) == library_phone(digits, false, region));
}

TEST(PhoneNumber, WhatIsLongerKeepsItsDigits) {
  EXPECT_EQ(canonical_phone("4155550132", false, "US"), "+14155550132");
  EXPECT_EQ(canonical_phone("14155550132", false, "US"), "+14155550132");
  EXPECT_EQ(canonical_phone("447700900212", true, "US"), "+447700900212");
  EXPECT_EQ(canonical_phone("00447700900212", false, "GB"), "+447700900212");
  EXPECT_EQ(canonical_phone("07700900212", false, "GB"), "+447700900212");
  EXPECT_EQ(canonical_phone("123", false, "US"), "123");
}

}  // namespace
}  // namespace offhook::redact::detect
