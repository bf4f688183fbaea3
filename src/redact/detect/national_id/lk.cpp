// Sri Lanka.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// NIC before 2016: nine digits, V or X.
Fit nic(std::string_view t) {
  return shaped(t, "000000000A") && (t.back() == 'V' || t.back() == 'X') ? Fit::form : Fit::no;
}

constexpr std::array kIds = std::to_array<Id>({
    {"LK", "nic", 10, 10, &nic, kLankaNic, false},
});

}  // namespace

std::span<const Id> ids_lk() { return kIds; }

}  // namespace offhook::redact::detect::national_id
