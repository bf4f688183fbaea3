// Germany.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Steuer-Identifikationsnummer: eleven digits, first not zero, MOD 11,10.
Fit tax_id(std::string_view t) {
  if (!shaped(t, "00000000000") || t[0] == '0') return Fit::no;
  return mod11_10(t) ? Fit::check : Fit::form;
}

// Krankenversichertennummer: a letter (two digits), eight digits weighted 1 2 1 2 …, digit sums modulo 10.
Fit health(std::string_view t) {
  if (!shaped(t, "A000000000")) return Fit::no;
  const unsigned letter = static_cast<unsigned>(t[0] - 'A') + 1;
  unsigned sum = letter / 10;
  unsigned factor = 2;
  const auto feed = [&](unsigned d) {
    const unsigned product = d * factor;
    sum += product / 10 + product % 10;
    factor = 3 - factor;
  };
  feed(letter % 10);
  for (std::size_t i = 1; i < 9; ++i) feed(digit(t[i]));
  return sum % 10 == digit(t[9]) ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"DE", "tax_id", 11, 11, &tax_id, kDeTax, false},
    {"DE", "health", 10, 10, &health, kDeTax, true},
});

}  // namespace

std::span<const Id> ids_de() { return kIds; }

}  // namespace offhook::redact::detect::national_id
