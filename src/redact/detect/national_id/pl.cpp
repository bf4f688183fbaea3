// Poland.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

Fit pesel(std::string_view t) {
  if (!shaped(t, "00000000000")) return Fit::no;
  const bool check = (10 - weighted(t, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3}) % 10) % 10 == digit(t[10]);
  const unsigned month = (digit(t[2]) * 10 + digit(t[3])) % 20;
  return check && month >= 1 && month <= 12 ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"PL", "pesel", 11, 11, &pesel, kPesel, false},
});

}  // namespace

std::span<const Id> ids_pl() { return kIds; }

}  // namespace offhook::redact::detect::national_id
