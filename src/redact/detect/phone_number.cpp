#include "redact/detect/phone_number.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <utility>

namespace offhook::redact::detect {

std::optional<std::string> planned_number(std::string_view digits, bool plus, const std::string& region) {
  if (plus || (region != "US" && region != "CA")) return std::nullopt;
  if (digits.size() == 10) return "+1" + std::string(digits);
  if (digits.size() == 11 && digits[0] == '1') return "+" + std::string(digits);
  if (digits.size() == 7 && digits[0] >= '2') return "+1" + std::string(digits);  // without its area code
  return std::nullopt;
}

std::string canonical_phone(std::string_view digits, bool plus, const std::string& region) {
  auto planned = planned_number(digits, plus, region);
  return planned ? std::move(*planned) : library_phone(digits, plus, region);
}

std::string canonical_raw_phone(std::string_view raw, const std::string& region) {
  const std::string_view extension = raw.substr(std::min(raw.find(';'), raw.size()));
  const bool plus = raw.starts_with('+');
  return library_phone(raw.substr(plus ? 1 : 0, raw.size() - extension.size() - (plus ? 1 : 0)), plus, region)
      .append(extension);
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

bool national_phone(std::string_view digits, const std::string& region) {
  using i18n::phonenumbers::PhoneNumberUtil;
  const auto* util = PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  return util->Parse(std::string(digits), region, &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
         util->IsValidNumberForRegion(number, region);
}

}  // namespace offhook::redact::detect
