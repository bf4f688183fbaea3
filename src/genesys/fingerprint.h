// A Fingerprint stands for a text in memory where many must be remembered: the first 16 bytes of its SHA-256.
// Two of a thousand million texts share one with a probability of 10^-21. Never written anywhere.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "crypto/sha256.h"

namespace offhook::genesys {

using Fingerprint = std::array<std::uint8_t, 16>;

[[nodiscard]] inline Fingerprint fingerprint(std::string_view text) {
  Fingerprint result;
  std::copy_n(crypto::sha256(text).begin(), result.size(), result.begin());
  return result;
}

struct FingerprintHash {
  std::size_t operator()(const Fingerprint& print) const {
    std::size_t hash = 0;
    std::memcpy(&hash, print.data(), sizeof hash);
    return hash;
  }
};

}  // namespace offhook::genesys
