// Thailand.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Citizen number: thirteen digits, weights 13 to 2 modulo 11.
Fit id(std::string_view t) {
  if (!shaped(t, "0000000000000") || t[0] == '0') return Fit::no;
  return (11 - weighted(t, {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11) % 10 == digit(t[12]) ? Fit::check
                                                                                                : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"TH", "id", 13, 13, &id, kThaiId, false},
});

}  // namespace

std::span<const Id> ids_th() { return kIds; }

}  // namespace offhook::redact::detect::national_id
