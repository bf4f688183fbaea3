// Pakistan.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {
namespace {

using namespace label;

// CNIC: thirteen digits without a public check.
Fit cnic(std::string_view t) { return shaped(t, "0000000000000") ? Fit::form : Fit::no; }

constexpr std::array kIds = std::to_array<Id>({
    {"PK", "cnic", 13, 13, &cnic, kCnic, false},
});

}  // namespace

std::span<const Id> ids_pk() { return kIds; }

}  // namespace offhook::redact::detect::national_id
