// Sweden.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Personnummer: [YY]YYMMDD-NNNC, Luhn over the last ten; coordination numbers add 60 to the day.
Fit personnummer(std::string_view t) {
  if (!all_digits(t) || (t.size() != 10 && t.size() != 12)) return Fit::no;
  const std::string_view ten = t.substr(t.size() - 10);
  const unsigned month = digit(ten[2]) * 10 + digit(ten[3]);
  const unsigned day = (digit(ten[4]) * 10 + digit(ten[5])) % 60;
  if (month < 1 || month > 12 || day < 1 || day > 31) return Fit::no;
  return luhn(ten) ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"SE", "personnummer", 10, 12, &personnummer, kPersonnummer, false, 10,
     "000000-0000"},  // with and without its century
});

}  // namespace

std::span<const Id> ids_se() { return kIds; }

}  // namespace offhook::redact::detect::national_id
