// United States.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// Medicare beneficiary identifier: C A AN N A AN N A A N N without S, L, O, I, B, Z (CMS).
Fit mbi(std::string_view t) {
  if (!shaped(t, "0AX0AX0AA00") || t[0] == '0') return Fit::no;
  return t.find_first_of("SLOIBZ") == std::string_view::npos ? Fit::check : Fit::no;
}

Fit itin(std::string_view t) {
  return shaped(t, "000000000") && t[0] == '9' && t[3] >= '5' ? Fit::form : Fit::no;
}

constexpr std::array kIds = std::to_array<Id>({
    {"US", "mbi", 11, 11, &mbi, kMbi, true},
    {"US", "itin", 9, 9, &itin, kItin | kSsn, false},
});

}  // namespace

std::span<const Id> ids_us() { return kIds; }

}  // namespace offhook::redact::detect::national_id
