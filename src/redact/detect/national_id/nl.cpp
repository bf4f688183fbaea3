// Netherlands.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// BSN: the elfproef, the last weight negative.
Fit bsn(std::string_view t) {
  if (!shaped(t, "000000000")) return Fit::no;
  return (weighted(t, {9, 8, 7, 6, 5, 4, 3, 2}) + 11 * 10 - digit(t[8])) % 11 == 0 ? Fit::check : Fit::form;
}

constexpr std::array kIds = std::to_array<Id>({
    {"NL", "bsn", 9, 9, &bsn, kBsn, false},
});

}  // namespace

std::span<const Id> ids_nl() { return kIds; }

}  // namespace offhook::redact::detect::national_id
