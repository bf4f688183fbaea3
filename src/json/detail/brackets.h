// Brackets of 64 bytes at a time, for who looks for a value's end and not inside it.
//
// After "Parsing Gigabytes of JSON per Second" (Langdale and Lemire, 2019, section 3.1): bytes become bits,
// and a running parity of the quotes says what is inside a string. Pure functions.
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace offhook::json::detail {

inline constexpr int kBlockBytes = 64;

// Of a block's bytes, the first in the lowest bit. `known` is false where a backslash stands outside a
// string, as it does in no JSON: such a block is to be read byte by byte.
struct Brackets {
  bool known = false;
  std::uint64_t opens = 0;   // outside strings
  std::uint64_t closes = 0;  // outside strings
  bool in_string = false;    // behind the block
  bool escaped = false;      // its first byte behind is
};

#if defined(__SSE2__)

// Which bytes stand behind a backslash that is none itself; `carry` says so of the next block's first one.
[[nodiscard]] inline std::uint64_t escaped_bytes(std::uint64_t backslashes, bool& carry) {
  const std::uint64_t first = carry ? 1 : 0;
  if (backslashes == 0) {
    carry = false;
    return first;
  }
  constexpr std::uint64_t kEven = 0x5555555555555555u;
  backslashes &= ~first;
  const std::uint64_t behind = backslashes << 1 | first;
  // Runs that begin at an odd place end, as a sum carries through them, where an even one would not.
  const std::uint64_t odd_starts = backslashes & ~kEven & ~behind;
  std::uint64_t ends = 0;
  carry = __builtin_add_overflow(odd_starts, backslashes, &ends);
  return (kEven ^ (ends << 1)) & behind;
}

[[nodiscard]] inline Brackets brackets_of(const char* block, bool in_string, bool escaped) {
  std::uint64_t quotes = 0, backslashes = 0, opens = 0, closes = 0;
  for (int i = 0; i < kBlockBytes; i += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
    const __m128i folded = _mm_or_si128(bytes, _mm_set1_epi8(0x20));  // '[' to '{' and ']' to '}'
    const auto bits = [i](__m128i equal) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(equal))) << i;
    };
    quotes |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    backslashes |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    opens |= bits(_mm_cmpeq_epi8(folded, _mm_set1_epi8('{')));
    closes |= bits(_mm_cmpeq_epi8(folded, _mm_set1_epi8('}')));
  }
  Brackets found;
  found.escaped = escaped;
  std::uint64_t inside = quotes & ~escaped_bytes(backslashes, found.escaped);
  for (int shift = 1; shift < 64; shift *= 2) inside ^= inside << shift;
  if (in_string) inside = ~inside;
  found.known = (backslashes & ~inside) == 0;
  found.opens = opens & ~inside;
  found.closes = closes & ~inside;
  found.in_string = inside >> 63 != 0;
  return found;
}

#else

[[nodiscard]] inline Brackets brackets_of(const char*, bool, bool) { return {}; }

#endif

}  // namespace offhook::json::detail
