// Singapore.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// NRIC and FIN: weights 2 7 6 5 4 3 2; T and G add 4, M adds 3.
Fit nric(std::string_view t) {
  if (!shaped(t, "A0000000A") || std::string_view("STFGM").find(t[0]) == std::string_view::npos)
    return Fit::no;
  unsigned sum = weighted(t.substr(1), {2, 7, 6, 5, 4, 3, 2});
  if (t[0] == 'T' || t[0] == 'G') sum += 4;
  if (t[0] == 'M') sum += 3;
  const std::string_view letters = t[0] == 'S' || t[0] == 'T' ? "JZIHGFEDCBA"
                                   : t[0] == 'M'              ? "KLJNPQRTUWX"
                                                              : "XWUTRQPNMLK";
  const char expected = t[0] == 'M' ? letters[10 - sum % 11] : letters[sum % 11];
  return expected == t[8] ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"SG", "nric", 9, 9, &nric, kNric, true},
});

}  // namespace

std::span<const Id> ids_sg() { return kIds; }

}  // namespace offhook::redact::detect::national_id
