// Text encodings of bytes: hex (lower case) and base64 (RFC 4648, padded).
#pragma once

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

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string to_base64(std::span<const std::uint8_t> bytes);

// Either case; an odd length or another character is an Error ("encoding.hex", "encoding.base64").
[[nodiscard]] Result<std::vector<std::uint8_t>> from_hex(std::string_view text);
// Padding is required; white space is not allowed.
[[nodiscard]] Result<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace offhook
