#include "redact/phone_plans.h"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>
#include <rapidcheck/gtest.h>

namespace offhook::redact {
namespace {

std::optional<std::string> parsed_by_library(const std::string& text) {
  namespace phone = i18n::phonenumbers;
  const auto& library = *phone::PhoneNumberUtil::GetInstance();
  phone::PhoneNumber number;
  std::string e164;
  if (library.Parse(text, "US", &number) != phone::PhoneNumberUtil::NO_PARSING_ERROR ||
      !library.IsPossibleNumber(number))
    return std::nullopt;
  library.Format(number, phone::PhoneNumberUtil::E164, &e164);
  return e164;
}

TEST(PhonePlans, LeaveToTheLibraryWhatNeedsIt) {
  EXPECT_EQ(planned_phone("+44 7700 900123", "US"), "+447700900123");
  EXPECT_EQ(planned_phone("+33 (6) 39.98-10.01", "DE"), "+33639981001");
  for (const std::string_view text :
       {"+44 (0)7700 900123", "07700 900123", "+39 06 1234567", "+52 1 55 1234 5678", "+447700900123x5",
        "+44 7700 90012", "+33 6 39 98 10 0", "+", ""})
    EXPECT_EQ(planned_phone(text, "GB"), std::nullopt) << text;
}

// Of each country that has a plan, numbers of every beginning and length.
RC_GTEST_PROP(PhonePlans, MakeWhatTheLibraryMakes, (std::uint32_t seed)) {
  for (const std::string code : {"1",  "27", "30", "31", "32", "33", "34", "351", "353", "39", "41",  "43",
                                 "44", "45", "46", "47", "48", "49", "61", "64",  "65",  "81", "852", "91"}) {
    seed = seed * 1664525 + 1013904223;
    std::string national = std::to_string(seed) + std::to_string(seed / 7);
    national.resize(7 + seed / 65536 % 6);
    const auto planned = planned_phone("+" + code + national, "US");
    if (planned) RC_ASSERT(planned == parsed_by_library("+" + code + national));
    national.insert(3, 1, " -.("[seed / 65536 % 4]);
    if (planned) RC_ASSERT(planned == parsed_by_library("+" + code + " " + national));
    RC_ASSERT(planned == planned_phone("+" + code + " " + national, "US"));
  }
}

}  // namespace
}  // namespace offhook::redact
