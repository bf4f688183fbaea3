// Norway.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Fødselsnummer: DDMMYY, three digits, two check digits, each by its weights modulo 11 (Skatteetaten).
Fit fnr(std::string_view t) {
  if (!shaped(t, "00000000000")) return Fit::no;
  const bool first = weighted(t, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == 0;
  const bool second = weighted(t, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
  return first && second ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"NO", "fnr", 11, 11, &fnr, kFnr, false},
});

}  // namespace

std::span<const Id> ids_no() { return kIds; }

}  // namespace offhook::redact::detect::national_id
