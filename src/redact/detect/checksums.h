// Check digits that several kinds share. Pure; each takes exactly the characters its comment names.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace offhook::redact::detect {

[[nodiscard]] constexpr unsigned digit(char c) { return static_cast<unsigned>(c - '0'); }
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool all_digits(std::string_view text) {
  for (const char c : text)
    if (!is_digit(c)) return false;
  return true;
}

[[nodiscard]] constexpr bool hexadecimal(std::string_view folded) {
  for (const char c : folded)
    if (!is_digit(c) && (c < 'a' || c > 'f')) return false;
  return !folded.empty();
}
[[nodiscard]] constexpr std::size_t digits_in(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += is_digit(c) ? 1u : 0u;
  return count;
}

// Digits. ISO/IEC 7812-1 annex B.
[[nodiscard]] constexpr bool luhn(std::string_view digits) {
  unsigned sum = 0;
  bool twice = false;
  for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
    unsigned value = digit(digits[i]);
    if (twice && (value *= 2) > 9) value -= 9;
    sum += value;
  }
  return sum % 10 == 0;
}

// Digits: the sum of digit times weight, for as many as there are weights.
[[nodiscard]] constexpr unsigned weighted(std::string_view digits, std::initializer_list<unsigned> weights) {
  unsigned sum = 0;
  std::size_t i = 0;
  for (const unsigned weight : weights) sum += weight * digit(digits[i++]);
  return sum;
}

// Digits and upper-case letters (A = 10): the number they spell, modulo 97 (ISO/IEC 7064, ISO 13616).
[[nodiscard]] constexpr unsigned mod97(std::string_view text, unsigned start = 0) {
  unsigned rest = start;
  for (const char c : text)
    rest =
        is_digit(c) ? (rest * 10 + digit(c)) % 97 : (rest * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
  return rest;
}

// Digits. ISO/IEC 7064 MOD 11,10 (DE Steuer-ID).
[[nodiscard]] constexpr bool mod11_10(std::string_view digits) {
  unsigned product = 10;
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
    unsigned sum = (digit(digits[i]) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (11 - product) % 10 == digit(digits.back());
}

// Digits. Verhoeff's dihedral check (IN Aadhaar).
[[nodiscard]] bool verhoeff(std::string_view digits);

// Does `text` have this shape? '0' a digit, 'A' an upper-case letter, 'X' either; anything else is itself.
[[nodiscard]] constexpr bool shaped(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool fits = shape[i] == '0'   ? is_digit(c)
                      : shape[i] == 'A' ? is_upper(c)
                      : shape[i] == 'X' ? is_digit(c) || is_upper(c)
                                        : c == shape[i];
    if (!fits) return false;
  }
  return true;
}

}  // namespace offhook::redact::detect
