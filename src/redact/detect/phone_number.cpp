#include "redact/detect/phone_number.h"

#include <phonenumbers/phonenumberutil.h>

namespace offhook::redact::detect {

// The library takes 10 to 20 microseconds; numbers of the North American plan are told by their length.
std::string canonical_phone(std::string_view digits, bool plus, const std::string& region) {
  if (!plus && (region == "US" || region == "CA")) {
    if (digits.size() == 10) return "+1" + std::string(digits);
    if (digits.size() == 11 && digits[0] == '1') return "+" + std::string(digits);
    if (digits.size() == 7 && digits[0] >= '2') return "+1" + std::string(digits);  // without its area code
  }
  return library_phone(digits, plus, region);
}

std::string library_phone(std::string_view digits, bool plus, const std::string& region) {
  using i18n::phonenumbers::PhoneNumberUtil;
  const auto* util = PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  if (!plus && digits.starts_with("00")) {
    plus = true;
    digits.remove_prefix(2);
  }
  const std::string text = (plus ? "+" : "") + std::string(digits);
  if (util->Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
      !util->IsPossibleNumber(number))
    return std::string(digits);
  std::string out;
  util->Format(number, PhoneNumberUtil::E164, &out);
  return out;
}

}  // namespace offhook::redact::detect
