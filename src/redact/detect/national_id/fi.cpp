// Finland.
#include <array>
#include <string>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Henkilötunnus: DDMMYY, a century sign, three digits, a check character modulo 31; the sign may be a letter.
Fit hetu(std::string_view t) {
  const std::string plain =
      t.size() == 11 ? std::string(t.substr(0, 6)) + std::string(t.substr(7)) : std::string(t);
  if (!shaped(plain, "000000000X")) return Fit::no;
  unsigned number = 0;
  for (std::size_t i = 0; i < 9; ++i) number = (number * 10 + digit(plain[i])) % 31;
  return std::string_view("0123456789ABCDEFHJKLMNPRSTUVWXY")[number] == plain[9] ? Fit::check : Fit::no;
}

constexpr std::array kIds = std::to_array<Id>({
    {"FI", "hetu", 10, 11, &hetu, kHetu | kPersonnummer, false},
});

}  // namespace

std::span<const Id> ids_fi() { return kIds; }

}  // namespace offhook::redact::detect::national_id
