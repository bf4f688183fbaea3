// Check digits that several kinds share. All take digits only.
#pragma once

#include <string_view>

namespace offhook::redact::detect {

// ISO/IEC 7812-1 annex B.
[[nodiscard]] constexpr bool luhn(std::string_view digits) {
  unsigned sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    unsigned value = static_cast<unsigned>(digits[i] - '0');
    if (twice && (value *= 2) > 9) value -= 9;
    sum += value;
  }
  return sum % 10 == 0;
}

}  // namespace offhook::redact::detect
