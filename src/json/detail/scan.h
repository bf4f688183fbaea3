// The lexical grammar of RFC 8259, shared by splitter, walk and decode. Pointers walk over bytes
// [p, end); nothing behind `end` is read.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace offhook::json::detail {

[[nodiscard]] inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

[[nodiscard]] inline const char* skip_space(const char* p, const char* end) {
  if (p != end && static_cast<unsigned char>(*p) > ' ') [[likely]]
    return p;
  while (p != end && is_space(*p)) ++p;
  return p;
}

// Eight bytes are looked at as one word ("Bit Twiddling Hacks", Anderson: a byte less than n, a zero byte).
// In a little-endian word the lowest byte marked is always a true hit; those above it may be false.
inline constexpr std::uint64_t kOnes = 0x0101010101010101u;
inline constexpr std::uint64_t kHighs = 0x8080808080808080u;

[[nodiscard]] inline std::uint64_t marks_of(std::uint64_t word, char c) {
  const std::uint64_t zeroed = word ^ (kOnes * static_cast<unsigned char>(c));
  return (zeroed - kOnes) & ~zeroed & kHighs;
}

// Are the eight bytes all digits? Their upper halves say 3, also with six added, which takes those behind the
// nine out of it.
[[nodiscard]] inline bool are_digits(const char* p) {
  std::uint64_t word;
  std::memcpy(&word, p, sizeof word);
  constexpr std::uint64_t kUpper = kOnes * 0xf0, kThrees = kOnes * 0x30;
  return (word & kUpper) == kThrees && ((word + kOnes * 6) & kUpper) == kThrees;
}

template <class Marks, class Stop>
[[nodiscard]] inline const char* find_marked(const char* p, const char* end, Marks marks, Stop stop) {
  static_assert(std::endian::native == std::endian::little);
  for (; end - p >= 8; p += 8) {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    if (const std::uint64_t hit = marks(word)) return p + std::countr_zero(hit) / 8;
  }
  while (p != end && !stop(*p)) ++p;
  return p;
}

// The first byte that is not printable ASCII without meaning inside a string: quote, backslash, control,
// or part of a longer code point.
[[nodiscard]] inline const char* skip_plain_portable(const char* p, const char* end) {
  return find_marked(
      p, end,
      [](std::uint64_t word) {
        const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
        return marks_of(word, '"') | marks_of(word, '\\') | control | (word & kHighs);
      },
      [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c - 0x20) >= 0x60; });
}

[[nodiscard]] inline const char* skip_plain(const char* p, const char* end) {
#if defined(__SSE2__)
  for (; end - p >= 16; p += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    // Signed: what is not ASCII is below the space, as controls are.
    const __m128i stops = _mm_or_si128(
        _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')),
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
    if (const auto hits = static_cast<unsigned>(_mm_movemask_epi8(stops)); hits != 0)
      return p + std::countr_zero(hits);
  }
#endif
  return skip_plain_portable(p, end);
}

// The length of the UTF-8 sequence at p (Unicode 15, table 3-7); 0 where it is ill-formed or cut.
[[nodiscard]] int utf8_length(const char* p, const char* end);

// The length of the escape at p (a backslash), 12 for a surrogate pair, and its code point; 0 where it is
// malformed or a lone surrogate.
[[nodiscard]] int escape_length(const char* p, const char* end, std::uint32_t& code_point);

// From the byte after the opening quote to the closing quote; null, and where it failed, for an ill-formed
// string. (What begins with plain text is read by the second, once that is skipped.)
[[nodiscard]] const char* string_end_behind_plain(const char* p, const char* end, const char*& failed_at,
                                                  bool& escaped);
[[nodiscard]] inline const char* string_end(const char* p, const char* end, const char*& failed_at,
                                            bool& escaped) {
  escaped = false;
  p = skip_plain(p, end);
  if (p != end && *p == '"') [[likely]]
    return p;
  return string_end_behind_plain(p, end, failed_at, escaped);
}

}  // namespace offhook::json::detail
