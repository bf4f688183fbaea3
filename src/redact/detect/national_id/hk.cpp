// Hong Kong.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// One or two letters, six digits, check digit ("A" for 10): weights 9 to 2 with A = 10 and 36 for a missing
// letter, 1 for the check, modulo 11.
Fit hkid(std::string_view t) {
  const std::size_t letters = t.size() - 7;
  for (std::size_t i = 0; i < letters; ++i)
    if (!is_upper(t[i])) return Fit::no;
  if (!all_digits(t.substr(letters, 6)) || !(is_digit(t.back()) || t.back() == 'A')) return Fit::no;
  const auto value = [](char c) { return is_digit(c) ? digit(c) : static_cast<unsigned>(c - 'A') + 10; };
  unsigned sum = letters == 1 ? 9 * 36 + 8 * value(t[0]) : 9 * value(t[0]) + 8 * value(t[1]);
  for (unsigned i = 0; i < 6; ++i) sum += (7 - i) * digit(t[letters + i]);
  return (sum + value(t.back())) % 11 == 0 ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"HK", "hkid", 8, 9, &hkid, kHkid, false},
});

}  // namespace

std::span<const Id> ids_hk() { return kIds; }

}  // namespace offhook::redact::detect::national_id
