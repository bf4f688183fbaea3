// Italy.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Codice fiscale (D.M. 23/12/1976): letters for odd places have values of their own; letters may stand for
// digits where two people share a code.
Fit codice_fiscale(std::string_view t) {
  if (!shaped(t, "AAAAAAXXAXXAXXXA")) return Fit::no;
  constexpr std::array<unsigned, 26> kOdd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                             20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  unsigned sum = 0;
  for (std::size_t i = 0; i < 15; ++i) {
    const unsigned value = is_digit(t[i]) ? digit(t[i]) : static_cast<unsigned>(t[i] - 'A');
    sum += i % 2 == 0 ? kOdd[value] : value;
  }
  return sum % 26 == static_cast<unsigned>(t[15] - 'A') ? Fit::check : Fit::form;
}

Fit driving_licence(std::string_view t) {
  return shaped(t, "AA0000000A") || shaped(t, "U1XXXXXXXA") ? Fit::form : Fit::no;
}

constexpr std::array kIds = std::to_array<Id>({
    {"IT", "codice_fiscale", 16, 16, &codice_fiscale, kCodiceFiscale, true},
    {"IT", "driving_licence", 10, 10, &driving_licence, kLicence, false},
});

}  // namespace

std::span<const Id> ids_it() { return kIds; }

}  // namespace offhook::redact::detect::national_id
