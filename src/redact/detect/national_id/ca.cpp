// Canada.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

Fit sin(std::string_view t) {
  if (!shaped(t, "000000000")) return Fit::no;
  const bool issued = t[0] != '0' && t[0] != '8';
  return issued && luhn(t) ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"CA", "sin", 9, 9, &sin, kSin, false},
});

}  // namespace

std::span<const Id> ids_ca() { return kIds; }

}  // namespace offhook::redact::detect::national_id
