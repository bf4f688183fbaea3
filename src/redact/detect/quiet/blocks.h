// Blocks: what sort of byte stands where in 64 bytes of text, and the other steps in which the processors
// differ that a page is filled with (page.cpp). The variants give the same; a test holds them together.
//
// Pure. Which variant may be called, page_fillers() decides.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "redact/detect/quiet/page.h"

namespace offhook::redact::detect::blocks {

// What sort of byte stands where in 64 of them; in most utterances of speech nothing but these.
struct PlainBlock {
  std::uint64_t letter;  // A-Z, a-z
  std::uint64_t apostrophe;
  std::uint64_t comma;
  std::uint64_t other;  // upper, digit, dot, joiner, odd
};
// All that there is.
struct Block {
  std::uint64_t letter;  // A-Z, a-z
  std::uint64_t upper;
  std::uint64_t digit;
  std::uint64_t apostrophe;
  std::uint64_t dot;
  std::uint64_t joiner;  // '-' ':'
  std::uint64_t odd;     // neither of these nor a sign of plain sentences
};
using Blocks = std::array<Block, kMaxBlocks + 2>;  // an empty one stands behind the last

namespace byte {
enum : std::uint8_t {
  kLetter = 1,
  kUpper = 2,
  kDigit = 4,
  kApostrophe = 8,
  kDot = 16,
  kJoiner = 32,
  kOdd = 64,
  kComma = 128,
  kOther = kUpper | kDigit | kDot | kJoiner | kOdd,
};
}  // namespace byte

// Signs that tell no detector anything by themselves.
constexpr std::string_view kPlain = " \t\n?!$%\"/()[];+#*";

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  classes.fill(byte::kOdd);
  for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<std::size_t>(c)] = byte::kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<std::size_t>(c)] = byte::kLetter | byte::kUpper;
  for (int c = '0'; c <= '9'; ++c) classes[static_cast<std::size_t>(c)] = byte::kDigit;
  classes['\''] = byte::kApostrophe;
  classes['.'] = byte::kDot;
  classes[','] = byte::kComma;
  classes['-'] = classes[':'] = byte::kJoiner;
  for (const char c : kPlain) classes[static_cast<std::size_t>(c)] = 0;
  return classes;
}();

// What the variants differ in. copy() copies up to 64 bytes to `to`, letters in lower case, with spaces
// behind them; flatten() writes the numbers of the bits that are set, and may write 32 in any case; low()
// gives the first `size` bytes; spread() makes sixteen masks of 64 words' classes, one of each bit; any()
// ors.
struct Portable {
  static PlainBlock copy(const char* from, std::size_t left, char* to) {
    PlainBlock block{};
    for (std::size_t i = 0; i < kBlock; ++i) {
      const char byte = i < left ? from[i] : ' ';
      to[i] = static_cast<char>(byte | 0x20);
      const std::uint64_t classes = kClasses[static_cast<unsigned char>(byte)];
      block.letter |= (classes & 1) << i;
      block.apostrophe |= (classes >> 3 & 1) << i;
      block.comma |= (classes >> 7 & 1) << i;
      block.other |= static_cast<std::uint64_t>((classes & byte::kOther) != 0) << i;
    }
    return block;
  }
  static void classify(const char* from, std::size_t left, Block& block) {
    block = {};
    for (std::size_t i = 0; i < std::min(left, kBlock); ++i) {
      const std::uint64_t classes = kClasses[static_cast<unsigned char>(from[i])];
      block.letter |= (classes & 1) << i;
      block.upper |= (classes >> 1 & 1) << i;
      block.digit |= (classes >> 2 & 1) << i;
      block.apostrophe |= (classes >> 3 & 1) << i;
      block.dot |= (classes >> 4 & 1) << i;
      block.joiner |= (classes >> 5 & 1) << i;
      block.odd |= (classes >> 6 & 1) << i;
    }
  }
  static std::size_t flatten(std::uint64_t bits, std::size_t base, std::uint16_t* out) {
    const std::uint16_t* const begin = out;
    for (; bits != 0; bits &= bits - 1)
      *out++ = static_cast<std::uint16_t>(base + static_cast<std::size_t>(std::countr_zero(bits)));
    return static_cast<std::size_t>(out - begin);
  }
  static std::uint64_t low(std::uint64_t bytes, std::size_t size) {
    return size >= 8 ? bytes : bytes & ((std::uint64_t{1} << (8 * size)) - 1);
  }
  static Traits any(const Traits* traits, std::size_t count) {
    Traits all = 0;
    for (std::size_t i = 0; i < count; ++i) all |= traits[i];
    return all;
  }
  // Which of 64 words are longer than the longest.
  static std::uint64_t longer(const std::uint16_t* starts, const std::uint16_t* ends) {
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < 64; ++i)
      mask |= static_cast<std::uint64_t>(static_cast<std::uint16_t>(ends[i] - starts[i]) > kLongestWord) << i;
    return mask;
  }
  static void spread(const Page::Classes* classes, std::uint64_t* masks) {
    std::fill(masks, masks + 16, 0);
    for (unsigned i = 0; i < 64; i += 4) {
      std::uint64_t four = 0;
      std::memcpy(&four, classes + i, 8);
      // Gathers the lowest bit of each at the top.
      for (unsigned bit = 0; bit < 16; ++bit)
        masks[bit] |= ((four >> bit & 0x0001000100010001u) * 0x0001000200040008u >> 48 & 15) << i;
    }
  }
};

#if defined(__x86_64__)

#define OFFHOOK_AVX2 [[gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")]]
#define OFFHOOK_AVX512 \
  [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,lzcnt,popcnt")]]

struct Avx2 : Portable {
  OFFHOOK_AVX2 static std::uint32_t mask(__m256i bytes) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
  }
  OFFHOOK_AVX2 static __m256i within(__m256i bytes, char first, char count) {
    // Signed bytes: those from `first` on come to lie at the very bottom.
    const __m256i moved = _mm256_sub_epi8(bytes, _mm256_set1_epi8(static_cast<char>(first + 128)));
    return _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(count - 128)), moved);
  }
  OFFHOOK_AVX2 static __m256i are(__m256i bytes, char c) {
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
  }
  OFFHOOK_AVX2 static __m256i letters(__m256i bytes) {
    return within(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), 'a', 26);
  }
  OFFHOOK_AVX2 static __m256i plain(__m256i bytes) {
    __m256i plain = are(bytes, ',');
    for (const char c : kPlain) plain = _mm256_or_si256(plain, are(bytes, c));
    return plain;
  }
  static const char* pad(const char* from, std::size_t left, std::array<char, kBlock>& padded) {
    if (left >= kBlock) return from;
    padded.fill(' ');
    std::memcpy(padded.data(), from, left);
    return padded.data();
  }
  OFFHOOK_AVX2 static PlainBlock copy(const char* from, std::size_t left, char* to) {
    std::array<char, kBlock> padded;
    from = pad(from, left, padded);
    PlainBlock block{};
    for (unsigned half = 0; half < 64; half += 32) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + half));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + half),
                          _mm256_or_si256(bytes, _mm256_set1_epi8(0x20)));
      const __m256i letter = letters(bytes);
      const __m256i apostrophe = are(bytes, '\'');
      const __m256i upper = within(bytes, 'A', 26);
      const __m256i fine = _mm256_or_si256(_mm256_or_si256(letter, apostrophe), plain(bytes));
      block.letter |= std::uint64_t{mask(letter)} << half;
      block.apostrophe |= std::uint64_t{mask(apostrophe)} << half;
      block.comma |= std::uint64_t{mask(are(bytes, ','))} << half;
      block.other |= std::uint64_t{~mask(_mm256_andnot_si256(upper, fine))} << half;
    }
    return block;
  }
  OFFHOOK_AVX2 static void classify(const char* from, std::size_t left, Block& block) {
    std::array<char, kBlock> padded;
    from = pad(from, left, padded);
    block = {};
    for (unsigned half = 0; half < 64; half += 32) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + half));
      const __m256i letter = letters(bytes);
      const __m256i digit = within(bytes, '0', 10);
      const __m256i apostrophe = are(bytes, '\'');
      const __m256i dot = are(bytes, '.');
      const __m256i joiner = _mm256_or_si256(are(bytes, '-'), are(bytes, ':'));
      const __m256i known =
          _mm256_or_si256(_mm256_or_si256(_mm256_or_si256(letter, digit), _mm256_or_si256(apostrophe, dot)),
                          _mm256_or_si256(joiner, plain(bytes)));
      block.letter |= std::uint64_t{mask(letter)} << half;
      block.upper |= std::uint64_t{mask(within(bytes, 'A', 26))} << half;
      block.digit |= std::uint64_t{mask(digit)} << half;
      block.apostrophe |= std::uint64_t{mask(apostrophe)} << half;
      block.dot |= std::uint64_t{mask(dot)} << half;
      block.joiner |= std::uint64_t{mask(joiner)} << half;
      block.odd |= std::uint64_t{~mask(known)} << half;
    }
  }
  // The instruction takes the lowest byte of what it is told: 8 * 32 would be none at all.
  OFFHOOK_AVX2 static std::uint64_t low(std::uint64_t bytes, std::size_t size) {
    return _bzhi_u64(bytes, static_cast<unsigned>(8 * std::min<std::size_t>(size, 8)));
  }
  OFFHOOK_AVX2 static std::uint64_t longer(const std::uint16_t* starts, const std::uint16_t* ends) {
    std::uint64_t found = 0;
    for (unsigned i = 0; i < 64; i += 32) {
      const __m256i both = _mm256_packs_epi16(longer_of_16(starts + i, ends + i),
                                              longer_of_16(starts + i + 16, ends + i + 16));
      found |= std::uint64_t{mask(_mm256_permute4x64_epi64(both, 0b11011000))} << i;
    }
    return found;
  }
  OFFHOOK_AVX2 static __m256i longer_of_16(const std::uint16_t* starts, const std::uint16_t* ends) {
    const __m256i end = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(ends));
    const __m256i start = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(starts));
    return _mm256_cmpgt_epi16(_mm256_sub_epi16(end, start), _mm256_set1_epi16(kLongestWord));
  }
  OFFHOOK_AVX2 static void spread(const Page::Classes* classes, std::uint64_t* masks) {
    std::fill(masks, masks + 16, 0);
    const __m256i low_bytes = _mm256_set1_epi16(0xff);
    for (unsigned i = 0; i < 64; i += 32) {
      const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(classes + i));
      const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(classes + i + 16));
      __m256i low =
          _mm256_packus_epi16(_mm256_and_si256(first, low_bytes), _mm256_and_si256(second, low_bytes));
      __m256i high = _mm256_packus_epi16(_mm256_srli_epi16(first, 8), _mm256_srli_epi16(second, 8));
      low = _mm256_permute4x64_epi64(low, 0b11011000);
      high = _mm256_permute4x64_epi64(high, 0b11011000);
      for (int bit = 7; bit >= 0; --bit) {
        masks[bit] |= std::uint64_t{mask(low)} << i;
        masks[bit + 8] |= std::uint64_t{mask(high)} << i;
        low = _mm256_slli_epi16(low, 1);
        high = _mm256_slli_epi16(high, 1);
      }
    }
  }
};

struct Avx512 : Avx2 {
  OFFHOOK_AVX512 static std::uint64_t having(__m512i classes, int one) {
    return _mm512_test_epi8_mask(classes, _mm512_set1_epi8(static_cast<char>(one)));
  }
  // Of bytes that are not ASCII, byte::kOdd.
  OFFHOOK_AVX512 static __m512i classes_of(__m512i bytes) {
    const __m512i low = _mm512_loadu_si512(kClasses.data());
    const __m512i high = _mm512_loadu_si512(kClasses.data() + 64);
    const __m512i classes = _mm512_permutex2var_epi8(low, bytes, high);  // by the lower seven bits
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(bytes), classes, _mm512_set1_epi8(byte::kOdd));
  }
  OFFHOOK_AVX512 static __m512i load(const char* from, std::size_t left) {
    const std::uint64_t inside = left >= kBlock ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
    return _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), inside, from);
  }
  OFFHOOK_AVX512 static PlainBlock copy(const char* from, std::size_t left, char* to) {
    const __m512i bytes = load(from, left);
    _mm512_storeu_si512(to, _mm512_or_si512(bytes, _mm512_set1_epi8(0x20)));
    const __m512i classes = classes_of(bytes);
    return {having(classes, byte::kLetter), having(classes, byte::kApostrophe), having(classes, byte::kComma),
            having(classes, byte::kOther)};
  }
  OFFHOOK_AVX512 static void classify(const char* from, std::size_t left, Block& block) {
    const __m512i classes = classes_of(load(from, left));
    block = {having(classes, byte::kLetter), having(classes, byte::kUpper),
             having(classes, byte::kDigit),  having(classes, byte::kApostrophe),
             having(classes, byte::kDot),    having(classes, byte::kJoiner),
             having(classes, byte::kOdd)};
  }
  OFFHOOK_AVX512 static std::size_t flatten(std::uint64_t bits, std::size_t base, std::uint16_t* out) {
    alignas(64) static constexpr std::array<std::uint8_t, 64> kNumbers = [] {
      std::array<std::uint8_t, 64> numbers{};
      for (std::size_t i = 0; i < 64; ++i) numbers[i] = static_cast<std::uint8_t>(i);
      return numbers;
    }();
    const __m512i numbers = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(kNumbers.data()));
    const __m512i wide = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(numbers));
    _mm512_storeu_si512(out, _mm512_add_epi16(wide, _mm512_set1_epi16(static_cast<short>(base))));
    return static_cast<std::size_t>(_mm_popcnt_u64(bits));
  }
  // Most lines have fewer words than 32; those behind are read anyway.
  OFFHOOK_AVX512 static Traits any(const Traits* traits, std::size_t count) {
    __m512i all = _mm512_setzero_si512();
    for (std::size_t i = 0; i < count; i += 32)
      for (std::size_t j = 0; j < 32; j += 8) {
        const std::size_t left = count - std::min(count, i + j);
        const auto inside =
            static_cast<__mmask8>(_bzhi_u32(0xff, static_cast<unsigned>(std::min<std::size_t>(left, 8))));
        all = _mm512_or_si512(all, _mm512_maskz_loadu_epi64(inside, traits + i + j));
      }
    return static_cast<Traits>(_mm512_reduce_or_epi64(all));
  }
  OFFHOOK_AVX512 static std::uint64_t longer(const std::uint16_t* starts, const std::uint16_t* ends) {
    return longer_of_half(starts, ends) | longer_of_half(starts + 32, ends + 32) << 32;
  }
  OFFHOOK_AVX512 static std::uint64_t longer_of_half(const std::uint16_t* starts, const std::uint16_t* ends) {
    const __m512i sizes = _mm512_sub_epi16(_mm512_loadu_si512(ends), _mm512_loadu_si512(starts));
    return _mm512_cmpgt_epi16_mask(sizes, _mm512_set1_epi16(kLongestWord));
  }
  OFFHOOK_AVX512 static void spread(const Page::Classes* classes, std::uint64_t* masks) {
    const __m512i first = _mm512_loadu_si512(classes);
    const __m512i second = _mm512_loadu_si512(classes + 32);
    for (int bit = 0; bit < 16; ++bit) {
      const __m512i one = _mm512_set1_epi16(static_cast<short>(1 << bit));
      masks[bit] = _mm512_test_epi16_mask(first, one) |
                   static_cast<std::uint64_t>(_mm512_test_epi16_mask(second, one)) << 32;
    }
  }
};

#endif

}  // namespace offhook::redact::detect::blocks
