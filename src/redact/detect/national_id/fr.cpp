// France.
#include <array>
#include <string>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// NIR: sex, year, month, department (2A, 2B: Corsica), then 97 minus the first thirteen modulo 97.
Fit nir(std::string_view t) {
  if (t.size() != 15 || (t[0] != '1' && t[0] != '2')) return Fit::no;
  std::string plain(t.substr(0, 13));
  if (plain[5] == '2' && (plain[6] == 'A' || plain[6] == 'B')) {
    plain[5] = '1';
    plain[6] = plain[6] == 'A' ? '9' : '8';
  }
  if (!all_digits(plain) || !all_digits(t.substr(13))) return Fit::no;
  unsigned rest = 0;
  for (const char c : plain) rest = (rest * 10 + digit(c)) % 97;
  return 97 - rest == digit(t[13]) * 10 + digit(t[14]) ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"FR", "nir", 15, 15, &nir, kNir | kSsn, true},
});

}  // namespace

std::span<const Id> ids_fr() { return kIds; }

}  // namespace offhook::redact::detect::national_id
