// India.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

Fit aadhaar(std::string_view t) {
  if (!shaped(t, "000000000000") || t[0] < '2') return Fit::no;
  return verhoeff(t) ? Fit::check : Fit::form;
}

// PAN: the fourth letter tells the kind of holder.
Fit pan(std::string_view t) {
  if (!shaped(t, "AAAAA0000A")) return Fit::no;
  return std::string_view("ABCFGHJLPT").find(t[3]) != std::string_view::npos ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"IN", "aadhaar", 12, 12, &aadhaar, kAadhaar, false},
    {"IN", "pan", 10, 10, &pan, kPan | kCard, true},
});

}  // namespace

std::span<const Id> ids_in() { return kIds; }

}  // namespace offhook::redact::detect::national_id
