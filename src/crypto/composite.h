// The checksum that S3 gives an object of several parts: SHA-256 over the parts' SHA-256s, base64, "-" and
// their number (Amazon S3 User Guide, "Checking object integrity"). It depends on where the parts were cut.
#pragma once

#include <span>
#include <string>

#include "base/digest.h"

namespace offhook::crypto {

[[nodiscard]] std::string composite_sha256(std::span<const Digest> parts);

}  // namespace offhook::crypto
