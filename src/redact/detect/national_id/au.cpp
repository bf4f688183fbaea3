// Australia.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Tax file number: weights 1 4 3 7 5 8 6 9 10 modulo 11.
Fit tfn(std::string_view t) {
  if (!shaped(t, "000000000")) return Fit::no;
  return weighted(t, {1, 4, 3, 7, 5, 8, 6, 9, 10}) % 11 == 0 ? Fit::check : Fit::form;
}

// Medicare card: first digit 2-6, ninth digit = weights 1 3 7 9 1 3 7 9 modulo 10, then issue number.
Fit medicare(std::string_view t) {
  if (!all_digits(t) || t.size() < 10 || t.size() > 11 || t[0] < '2' || t[0] > '6') return Fit::no;
  return weighted(t, {1, 3, 7, 9, 1, 3, 7, 9}) % 10 == digit(t[8]) ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"AU", "tfn", 9, 9, &tfn, kTfn, false},
    {"AU", "medicare", 10, 11, &medicare, kAuMedicare, false},
});

}  // namespace

std::span<const Id> ids_au() { return kIds; }

}  // namespace offhook::redact::detect::national_id
