// United Kingdom.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// National Insurance number: AB123456C; D, F, I, Q, U, V are not used in the prefix, O not as second letter
// (HMRC, NIM39110); examples and slips have them (QQ123456C). Temporary: 99L99999.
Fit nino(std::string_view t) {
  if (shaped(t, "00A00000")) return Fit::form;
  if (!shaped(t, "AA000000A") || t[8] > 'D') return Fit::no;
  constexpr std::string_view kUnused = "DFIQUV";
  if (kUnused.find(t[0]) != std::string_view::npos || kUnused.find(t[1]) != std::string_view::npos ||
      t[1] == 'O')
    return Fit::form;
  for (const std::string_view prefix : {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"})
    if (t.starts_with(prefix)) return Fit::form;
  return Fit::check;
}

// NHS number: ten digits, weights 10 to 2 modulo 11.
Fit nhs(std::string_view t) {
  if (!shaped(t, "0000000000")) return Fit::no;
  const unsigned check = 11 - weighted(t, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return check % 11 == digit(t[9]) && check != 10 ? Fit::check : Fit::form;
}

// Driving licence of Great Britain: five letters or 9s of the surname, decade, month (+50: female), day,
// year, initials (9: none), check.
Fit driving_licence(std::string_view t) {
  if (t.size() != 16) return Fit::no;
  for (std::size_t i = 0; i < 5; ++i)
    if (!is_upper(t[i]) && t[i] != '9') return Fit::no;
  if (!all_digits(t.substr(5, 6)) || !(is_upper(t[11]) || t[11] == '9') || !(is_upper(t[12]) || t[12] == '9'))
    return Fit::no;
  const unsigned month = (digit(t[6]) % 5) * 10 + digit(t[7]);
  const unsigned day = digit(t[8]) * 10 + digit(t[9]);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? Fit::check : Fit::no;
}

constexpr std::array kIds = std::to_array<Id>({
    {"GB", "nino", 8, 9, &nino, kNino, true},
    {"GB", "nhs", 10, 10, &nhs, kNhs, false},
    {"GB", "driving_licence", 16, 16, &driving_licence, kLicence, true},
});

}  // namespace

std::span<const Id> ids_gb() { return kIds; }

}  // namespace offhook::redact::detect::national_id
