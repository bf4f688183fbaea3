#include "redact/detect/checksums.h"

#include <array>

namespace offhook::redact::detect {

bool verhoeff(std::string_view digits) {
  // Multiplication in the dihedral group D5, and the permutation of a digit by its place.
  constexpr std::array<std::string_view, 10> kProduct = {
      "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
      "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"};
  constexpr std::array<std::string_view, 8> kPlace = {"0123456789", "1576283094", "5803796142", "8916043527",
                                                      "9453126870", "4286573901", "2793806415", "7046913258"};
  unsigned check = 0;
  for (std::size_t i = 0; i < digits.size(); ++i)
    check = digit(kProduct[check][digit(kPlace[i % 8][digit(digits[digits.size() - 1 - i])])]);
  return check == 0;
}

}  // namespace offhook::redact::detect
