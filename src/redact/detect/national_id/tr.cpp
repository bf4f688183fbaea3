// Turkey.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// T.C. kimlik numarası: eleven digits, the last two checks over the others.
Fit tckn(std::string_view t) {
  if (!shaped(t, "00000000000") || t[0] == '0') return Fit::no;
  const unsigned odd = digit(t[0]) + digit(t[2]) + digit(t[4]) + digit(t[6]) + digit(t[8]);
  const unsigned even = digit(t[1]) + digit(t[3]) + digit(t[5]) + digit(t[7]);
  return (odd * 7 + 100 - even) % 10 == digit(t[9]) && (odd + even + digit(t[9])) % 10 == digit(t[10])
             ? Fit::check
             : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"TR", "tckn", 11, 11, &tckn, kTckn, false},
});

}  // namespace

std::span<const Id> ids_tr() { return kIds; }

}  // namespace offhook::redact::detect::national_id
