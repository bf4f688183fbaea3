#include "redact/detect/quiet/bytes.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace offhook::redact::detect {
namespace {

enum Class : std::uint8_t {
  kLetter = 1,
  kUpper = 2,
  kDigit = 4,
  kApostrophe = 8,
  kDot = 16,
  kComma = 32,
  kJoiner = 64,
  kOdd = 128,
};

// Signs that tell no detector anything by themselves.
constexpr std::string_view kPlain = " \t\n?!$%\"/()[];+#*";

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  classes.fill(kOdd);
  for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<std::size_t>(c)] = kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<std::size_t>(c)] = kLetter | kUpper;
  for (int c = '0'; c <= '9'; ++c) classes[static_cast<std::size_t>(c)] = kDigit;
  classes['\''] = kApostrophe;
  classes['.'] = kDot;
  classes[','] = kComma;
  classes['-'] = classes[':'] = kJoiner;
  for (const char c : kPlain) classes[static_cast<std::size_t>(c)] = 0;
  return classes;
}();

// Calls one(bytes, block) for each block; the last one's bytes are copied, with spaces behind them.
template <class One>
void each_block(std::string_view text, Block* blocks, One one) {
  const std::size_t whole = text.size() / kBlockSize;
  for (std::size_t i = 0; i < whole; ++i) one(text.data() + i * kBlockSize, blocks[i]);
  if (const std::size_t rest = text.size() % kBlockSize; rest != 0) {
    std::array<char, kBlockSize> padded;
    padded.fill(' ');
    std::memcpy(padded.data(), text.data() + whole * kBlockSize, rest);
    one(padded.data(), blocks[whole]);
  }
}

#if defined(__x86_64__)

[[gnu::target("avx2")]] inline std::uint32_t mask(__m256i bytes) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}
[[gnu::target("avx2")]] inline __m256i within(__m256i bytes, char first, char count) {
  // Signed bytes: those from `first` on come to lie at the very bottom.
  const __m256i moved = _mm256_sub_epi8(bytes, _mm256_set1_epi8(static_cast<char>(first + 128)));
  return _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(count - 128)), moved);
}
[[gnu::target("avx2")]] inline __m256i are(__m256i bytes, char c) {
  return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

[[gnu::target("avx2")]] void classify_avx2(std::string_view text, Block* blocks) {
  const std::size_t count = blocks_of(text.size());
  for (std::size_t i = 0; i < count; ++i) {
    const char* from = text.data() + i * kBlockSize;
    alignas(32) std::array<char, kBlockSize> padded;
    if (const std::size_t left = text.size() - i * kBlockSize; left < kBlockSize) {
      padded.fill(' ');
      std::memcpy(padded.data(), from, left);
      from = padded.data();
    }
    std::array<std::uint64_t, 8> masks{};
    for (int half = 0; half < 2; ++half) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + 32 * half));
      const __m256i letter = within(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), 'a', 26);
      const __m256i digit = within(bytes, '0', 10);
      const __m256i apostrophe = are(bytes, '\'');
      const __m256i dot = are(bytes, '.');
      const __m256i comma = are(bytes, ',');
      const __m256i joiner = _mm256_or_si256(are(bytes, '-'), are(bytes, ':'));
      __m256i space = are(bytes, ' ');
      for (const char c : kPlain.substr(1)) space = _mm256_or_si256(space, are(bytes, c));
      const __m256i known =
          _mm256_or_si256(_mm256_or_si256(_mm256_or_si256(letter, digit), _mm256_or_si256(apostrophe, dot)),
                          _mm256_or_si256(_mm256_or_si256(comma, joiner), space));
      const auto put = [&](std::size_t m, std::uint32_t bits) {
        masks[m] |= static_cast<std::uint64_t>(bits) << (32 * half);
      };
      put(0, mask(letter));
      put(1, mask(within(bytes, 'A', 26)));
      put(2, mask(digit));
      put(3, mask(apostrophe));
      put(4, mask(dot));
      put(5, mask(comma));
      put(6, mask(joiner));
      put(7, ~mask(known));
    }
    blocks[i] = {masks[0], masks[1], masks[2], masks[3], masks[4], masks[5], masks[6], masks[7]};
  }
}

[[gnu::target("avx512f,avx512bw,avx512vbmi")]] inline std::uint64_t having(__m512i classes, Class one) {
  return _mm512_test_epi8_mask(classes, _mm512_set1_epi8(static_cast<char>(one)));
}

[[gnu::target("avx512f,avx512bw,avx512vbmi")]] void classify_avx512(std::string_view text, Block* blocks) {
  const __m512i low = _mm512_loadu_si512(kClasses.data());
  const __m512i high = _mm512_loadu_si512(kClasses.data() + 64);
  const std::size_t count = blocks_of(text.size());
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t left = text.size() - i * kBlockSize;
    const __mmask64 inside = left >= kBlockSize ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
    const __m512i bytes = _mm512_mask_loadu_epi8(_mm512_set1_epi8(' '), inside, text.data() + i * kBlockSize);
    const __m512i classes = _mm512_permutex2var_epi8(low, bytes, high);  // by the lower seven bits
    const __mmask64 beyond = _mm512_movepi8_mask(bytes);                 // not ASCII
    blocks[i] = {having(classes, kLetter) & ~beyond, having(classes, kUpper) & ~beyond,
                 having(classes, kDigit) & ~beyond,  having(classes, kApostrophe) & ~beyond,
                 having(classes, kDot) & ~beyond,    having(classes, kComma) & ~beyond,
                 having(classes, kJoiner) & ~beyond, having(classes, kOdd) | beyond};
  }
}

#endif

void classify_portable(std::string_view text, Block* blocks) {
  each_block(text, blocks, [](const char* bytes, Block& block) {
    block = {};
    for (std::size_t i = 0; i < kBlockSize; ++i) {
      const std::uint64_t classes = kClasses[static_cast<unsigned char>(bytes[i])];
      block.letter |= (classes & 1) << i;
      block.upper |= (classes >> 1 & 1) << i;
      block.digit |= (classes >> 2 & 1) << i;
      block.apostrophe |= (classes >> 3 & 1) << i;
      block.dot |= (classes >> 4 & 1) << i;
      block.comma |= (classes >> 5 & 1) << i;
      block.joiner |= (classes >> 6 & 1) << i;
      block.odd |= (classes >> 7 & 1) << i;
    }
  });
}

}  // namespace

std::span<const Classify> classifiers() {
#if defined(__x86_64__)
  static constexpr std::array<Classify, 3> kAll = {&classify_avx512, &classify_avx2, &classify_portable};
  const std::size_t first = __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw") ? 0
                            : __builtin_cpu_supports("avx2")                                           ? 1
                                                                                                       : 2;
  return std::span(kAll).subspan(first);
#else
  static constexpr std::array<Classify, 1> kAll = {&classify_portable};
  return kAll;
#endif
}

}  // namespace offhook::redact::detect
