// Text encodings of bytes: hex (lower case) and base64 (RFC 4648, padded).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace offhook {

[[nodiscard]] inline std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline constexpr std::string_view kHexDigits = "0123456789abcdef";
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
template <std::size_t N>
[[nodiscard]] std::array<char, 2 * N> hex_digits(const std::array<std::uint8_t, N>& bytes) {
  std::array<char, 2 * N> digits;
  for (std::size_t i = 0; i < N; ++i) {
    digits[2 * i] = kHexDigits[bytes[i] >> 4];
    digits[2 * i + 1] = kHexDigits[bytes[i] & 15];
  }
  return digits;
}
[[nodiscard]] std::string to_base64(std::span<const std::uint8_t> bytes);

// Either case; an odd length or another character is an Error ("encoding.hex", "encoding.base64").
[[nodiscard]] Result<std::vector<std::uint8_t>> from_hex(std::string_view text);
// Padding is required; white space is not allowed.
[[nodiscard]] Result<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace offhook
