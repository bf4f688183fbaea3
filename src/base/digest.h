// Digest: 32 bytes, a SHA-256 or an HMAC-SHA-256. Computed in crypto/; named here so that interfaces can
// carry one.
#pragma once

#include <array>
#include <cstdint>

namespace offhook {

using Digest = std::array<std::uint8_t, 32>;

}  // namespace offhook
