#include "redact/canonical.h"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>
#include <rapidcheck/gtest.h>

namespace offhook::redact {
namespace {

TEST(Canonical, PhonesInAnySpellingAreOne) {
  for (const auto* text :
       {"4155550132", "+14155550132", "(415) 555-0132", "415.555.0132", "1-415-555-0132", "+1 415 555 0132"})
    EXPECT_EQ(canonical_phone(text, "US"), "+14155550132") << text;
  EXPECT_EQ(canonical_phone("07700 900123", "GB"), "+447700900123");
  EXPECT_EQ(canonical_phone("+44 415 555 0132", "US"), "+444155550132");
  EXPECT_EQ(canonical_phone("415-555-0132 ext. 12", "US"), "+14155550132;ext=12");
  EXPECT_EQ(canonical_phone("55-01", "US"), "5501");
  EXPECT_FALSE(parse_phone("Dana Example", "US"));
  EXPECT_FALSE(parse_phone("", "US"));
}

std::optional<std::string> parsed_by_library(const std::string& text, const std::string& region) {
  namespace phone = i18n::phonenumbers;
  const auto& library = *phone::PhoneNumberUtil::GetInstance();
  phone::PhoneNumber number;
  std::string e164;
  if (library.Parse(text, region, &number) != phone::PhoneNumberUtil::NO_PARSING_ERROR ||
      !library.IsPossibleNumber(number))
    return std::nullopt;
  library.Format(number, phone::PhoneNumberUtil::E164, &e164);
  return e164;
}

RC_GTEST_PROP(Canonical, NorthAmericanNumbersAreWhatTheLibraryMakesOfThem, ()) {
  const auto one_of = [](std::string_view choices) { return *rc::gen::elementOf(std::string(choices)); };
  std::string text(static_cast<std::size_t>(*rc::gen::inRange(0, 2)), '+');
  if (*rc::gen::arbitrary<bool>()) text += '1';
  const int digits = *rc::gen::weightedElement<int>({{8, 10}, {1, 9}, {1, 11}});
  for (int i = 0; i < digits; ++i) {
    if (*rc::gen::inRange(0, 3) == 0) text += one_of(" -.()");
    if (*rc::gen::inRange(0, 9) == 0) text += one_of(" -.()/+");
    text += one_of("0123456789");
  }
  if (*rc::gen::inRange(0, 9) == 0) text += one_of(" -.()");
  const auto* region = *rc::gen::element("US", "CA", "GB", "DE");
  RC_ASSERT(parse_phone(text, region) == parsed_by_library(text, region));
}

TEST(Canonical, NamesFoldCaseFormsAndSpaces) {
  EXPECT_EQ(casefold_words("  Jose\xCC\x81  MU\xC3\x91OZ "), "josé muñoz");
  EXPECT_EQ(casefold("Dana@EXAMPLE.com"), "dana@example.com");
  EXPECT_EQ(casefold("Ｄａｎａ"), "dana");
}

TEST(Canonical, AddressesKeepLettersAndDigits) {
  EXPECT_EQ(canonical_address("Am Mühlbach 9, 83022  Rosenheim."), "am mühlbach 9 83022 rosenheim");
}

TEST(Canonical, DatesFollowTheOrderUnlessOnlyOneIsPossible) {
  EXPECT_EQ(canonical_date("07/22/1984", "MDY"), "1984-07-22");
  EXPECT_EQ(canonical_date("07/08/1984", "MDY"), "1984-07-08");
  EXPECT_EQ(canonical_date("07/08/1984", "DMY"), "1984-08-07");
  EXPECT_EQ(canonical_date("22.07.1984", "MDY"), "1984-07-22");
  EXPECT_EQ(canonical_date("1961-11-05", "MDY"), "1961-11-05");
  EXPECT_EQ(canonical_date("19611105", "MDY"), "1961-11-05");
  EXPECT_FALSE(canonical_date("4111111111111111", "MDY"));
  EXPECT_FALSE(canonical_date("hello", "MDY"));
  EXPECT_FALSE(canonical_date("", "MDY"));
}

TEST(Canonical, OthersAsTheTableSays) {
  const auto policy = Policy::standard();
  EXPECT_EQ(canonical(Kind::card, "4111-1111 1111 1111", policy), "4111111111111111");
  EXPECT_EQ(canonical(Kind::iban, "gb82 west 1234", policy), "GB82WEST1234");
  EXPECT_EQ(canonical(Kind::ip, "2001:DB8:0:0:0:0:0:1", policy), "2001:db8::1");
  EXPECT_EQ(canonical(Kind::ip, "192.0.2.7", policy), "192.0.2.7");
  EXPECT_EQ(canonical(Kind::mac, "00-1A-2B-3C-4D-5E", policy), "00:1a:2b:3c:4d:5e");
  EXPECT_EQ(canonical(Kind::url, "HTTPS://Dana@EXAMPLE.com/Path?Q=1", policy),
            "https://Dana@example.com/Path?Q=1");
}

}  // namespace
}  // namespace offhook::redact
