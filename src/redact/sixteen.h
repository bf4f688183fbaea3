// Sixteen: what sort of bytes stand in sixteen of them, as bit masks; bit i is the byte at offset i. With
// SSE2, which every x86-64 has, or byte by byte; both give the same masks.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace offhook::redact {

class PortableSixteen {
 public:
  static constexpr std::size_t kSize = 16;
  // Sixteen bytes are read.
  explicit PortableSixteen(const char* bytes) { std::memcpy(bytes_, bytes, kSize); }

  [[nodiscard]] std::uint32_t equal(char c) const {
    return where([c](char byte) { return byte == c; });
  }
  [[nodiscard]] std::uint32_t digits() const {
    return where([](char byte) { return byte >= '0' && byte <= '9'; });
  }
  [[nodiscard]] std::uint32_t hex() const {
    return where([](char byte) {
      const char lower = static_cast<char>(byte | 0x20);
      return (byte >= '0' && byte <= '9') || (lower >= 'a' && lower <= 'f');
    });
  }
  [[nodiscard]] std::uint32_t letters() const {
    return where([](char byte) { return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'; });
  }
  [[nodiscard]] std::uint32_t capitals() const {
    return where([](char byte) { return byte >= 'A' && byte <= 'Z'; });
  }
  [[nodiscard]] std::uint32_t not_ascii() const {
    return where([](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
  }

 private:
  template <class Is>
  [[nodiscard]] std::uint32_t where(Is is) const {
    std::uint32_t mask = 0;
    for (std::uint32_t i = 0; i < kSize; ++i) mask |= std::uint32_t{is(bytes_[i])} << i;
    return mask;
  }
  char bytes_[kSize];
};

#if defined(__SSE2__)

class Sse2Sixteen {
 public:
  static constexpr std::size_t kSize = 16;
  explicit Sse2Sixteen(const char* bytes)
      : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes))) {}

  [[nodiscard]] std::uint32_t equal(char c) const { return mask(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c))); }
  [[nodiscard]] std::uint32_t digits() const { return mask(within(bytes_, '0', 10)); }
  [[nodiscard]] std::uint32_t hex() const {
    const __m128i lower = _mm_or_si128(bytes_, _mm_set1_epi8(0x20));
    return mask(_mm_or_si128(within(bytes_, '0', 10), within(lower, 'a', 6)));
  }
  [[nodiscard]] std::uint32_t letters() const {
    return mask(within(_mm_or_si128(bytes_, _mm_set1_epi8(0x20)), 'a', 26));
  }
  [[nodiscard]] std::uint32_t capitals() const { return mask(within(bytes_, 'A', 26)); }
  [[nodiscard]] std::uint32_t not_ascii() const { return mask(bytes_); }

 private:
  static std::uint32_t mask(__m128i bytes) { return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes)); }
  static __m128i within(__m128i bytes, char first, char count) {
    // Signed bytes: those from `first` on come to lie at the very bottom.
    const __m128i moved = _mm_sub_epi8(bytes, _mm_set1_epi8(static_cast<char>(first + 128)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8(static_cast<char>(count - 128)));
  }
  __m128i bytes_;
};

using Sixteen = Sse2Sixteen;
#else
using Sixteen = PortableSixteen;
#endif

// Where the first of two bytes stands in a text from `at` on; npos: neither does.
template <class Sixteen = redact::Sixteen>
[[nodiscard]] inline std::size_t find_either(std::string_view text, char a, char b, std::size_t at = 0) {
  const auto either = [&](const char* sixteen) {
    const Sixteen bytes(sixteen);
    return bytes.equal(a) | bytes.equal(b);
  };
  for (; text.size() - at >= Sixteen::kSize; at += Sixteen::kSize)
    if (const std::uint32_t found = either(text.data() + at); found != 0)
      return at + static_cast<std::size_t>(std::countr_zero(found));
  if (at == text.size()) return std::string_view::npos;
  if (text.size() >= Sixteen::kSize) {
    const std::size_t seen = Sixteen::kSize - (text.size() - at);  // of the last sixteen
    const std::uint32_t found = either(text.data() + text.size() - Sixteen::kSize) >> seen;
    return found == 0 ? std::string_view::npos : at + static_cast<std::size_t>(std::countr_zero(found));
  }
  for (; at < text.size(); ++at)
    if (text[at] == a || text[at] == b) return at;
  return std::string_view::npos;
}

// Is one of two bytes in a text?
template <class Sixteen = redact::Sixteen>
[[nodiscard]] inline bool has_either(std::string_view text, char a, char b) {
  return find_either<Sixteen>(text, a, b) != std::string_view::npos;
}

// RFC 4122's 36 characters, in either case.
template <class Sixteen = redact::Sixteen>
[[nodiscard]] inline bool is_uuid_form(std::string_view text) {
  if (text.size() != 36) return false;
  const auto agrees = [&](std::size_t at, std::uint32_t dashes) {
    const Sixteen bytes(text.data() + at);
    return bytes.equal('-') == dashes && bytes.hex() == (0xffffu & ~dashes);
  };
  return agrees(0, 1u << 8 | 1u << 13) && agrees(16, 1u << 2 | 1u << 7) && agrees(20, 1u << 3);
}

// Does the text begin with a time of RFC 3339 up to the seconds, 2026-03-10T14:00:05?
template <class Sixteen = redact::Sixteen>
[[nodiscard]] inline bool starts_with_time(std::string_view text) {
  constexpr std::uint32_t kDashes = 1u << 4 | 1u << 7, kT = 1u << 10, kColon = 1u << 13;
  if (text.size() < 19 || text[10] != 'T' || text[16] != ':') return false;
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  const Sixteen bytes(text.data());
  return bytes.digits() == (0xffffu & ~(kDashes | kT | kColon)) && bytes.equal('-') == kDashes &&
         text[13] == ':' && digit(17) && digit(18);
}

}  // namespace offhook::redact
