// South Africa.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Identity number: YYMMDD, seven digits, Luhn.
Fit id(std::string_view t) {
  if (!shaped(t, "0000000000000")) return Fit::no;
  const unsigned month = digit(t[2]) * 10 + digit(t[3]);
  return month >= 1 && month <= 12 && luhn(t) ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"ZA", "id", 13, 13, &id, kZaId, false},
});

}  // namespace

std::span<const Id> ids_za() { return kIds; }

}  // namespace offhook::redact::detect::national_id
