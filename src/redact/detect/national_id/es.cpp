// Spain.
#include <array>
#include <string>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// DNI and NIE: the letter is the number modulo 23; people leave it out.
Fit dni(std::string_view t) {
  if (shaped(t, "00000000")) return Fit::form;
  std::string plain(t);
  if (shaped(t, "A0000000A") && t[0] >= 'X' && t[0] <= 'Z') plain[0] = static_cast<char>('0' + (t[0] - 'X'));
  if (!shaped(plain, "00000000A")) return Fit::no;
  unsigned number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number * 10 + digit(plain[i]);
  return std::string_view("TRWAGMYFPDXBNJZSQVHLCKE")[number % 23] == plain[8] ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"ES", "dni", 8, 9, &dni, kDni, true},
});

}  // namespace

std::span<const Id> ids_es() { return kIds; }

}  // namespace offhook::redact::detect::national_id
