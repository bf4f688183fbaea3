#include "redact/detect/quiet/page.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "redact/mark.h"

namespace offhook::redact::detect {
namespace {

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

std::uint64_t behind(std::uint64_t mask, std::uint64_t before) { return mask << 1 | before >> 63; }
std::uint64_t ahead(std::uint64_t mask, std::uint64_t after) { return mask >> 1 | after << 63; }

// What stands for something found is no word (script.h).
void leave_out_tokens(std::string_view text, Blocks& blocks) {
  for (const Occupied& token : occupied(text)) {
    if (token.marker) continue;
    for (std::size_t i = token.start; i < token.end; ++i) {
      Block& block = blocks[i / kBlock];
      const std::uint64_t bit = std::uint64_t{1} << (i % kBlock);
      block.letter &= ~bit;
      block.upper &= ~bit;
      block.digit &= ~bit;
      block.joiner &= ~bit;
      block.odd &= ~bit;
    }
  }
}

// The words of a line, as they are found from its first block to its last.
template <class Variant>
class WordList {
 public:
  [[gnu::always_inline]] explicit WordList(Page& page)
      : page_(page), started_(page.word_count), ended_(page.word_count) {}
  [[gnu::always_inline]] void add(std::uint64_t words, std::size_t block) {
    const std::uint64_t word_before = words << 1 | carried_;
    carried_ = words >> 63;
    started_ += Variant::flatten(words & ~word_before, block * kBlock, page_.starts.data() + started_);
    ended_ += Variant::flatten(word_before & ~words, block * kBlock, page_.ends.data() + ended_);
  }
  [[nodiscard]] std::size_t size() const { return started_; }

 private:
  Page& page_;
  std::size_t started_, ended_;
  std::uint64_t carried_ = 0;
};

// What is no plain speech.
template <class Variant>
[[gnu::always_inline]] inline void put_all(std::string_view text, std::size_t first_block, std::size_t count,
                                           Page& page, Line& line) {
  Blocks blocks;
  std::uint64_t large = 0;
  for (std::size_t b = 0; b < count; ++b) {
    Variant::classify(text.data() + b * kBlock, text.size() - b * kBlock, blocks[b]);
    large |= blocks[b].upper;
  }
  blocks[count] = {};
  if (large != 0) leave_out_tokens(text, blocks);
  std::uint64_t odd = 0, strange = 0, capitals = 0, digits = 0, upper = 0;
  WordList<Variant> list(page);
  Block before{};
  for (std::size_t b = 0; b < count; ++b) {
    const Block& block = blocks[b];
    const Block& next = blocks[b + 1];
    const std::uint64_t letter_before = behind(block.letter, before.letter);
    const std::uint64_t letter_after = ahead(block.letter, next.letter);
    const std::uint64_t digit_before = behind(block.digit, before.digit);
    const std::uint64_t digit_after = ahead(block.digit, next.digit);
    const std::uint64_t joins = block.joiner &
                                (letter_before | digit_before | behind(block.joiner, before.joiner)) &
                                (letter_after | digit_after | ahead(block.joiner, next.joiner));
    line.joined = static_cast<std::uint16_t>(line.joined + std::popcount(joins));
    line.dots = static_cast<std::uint16_t>(line.dots + std::popcount(block.dot & digit_after));
    odd |= (block.dot & letter_after) | (block.apostrophe & digit_before) | (block.upper & digit_before);
    strange |= block.odd;
    capitals |= block.upper & letter_before;
    digits |= page.digits[first_block + b] = block.digit;
    upper |= page.upper[first_block + b] = block.upper;
    list.add(block.letter | block.digit | (block.apostrophe & letter_before & letter_after), first_block + b);
    before = block;
  }
  page.word_count = list.size();
  line.odd = (odd | strange) != 0;
  line.strange = strange != 0 && !std::all_of(text.begin(), text.end(),
                                              [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  line.capitals = capitals != 0;
  line.digits = digits != 0;
  line.upper = upper != 0;
}

// Puts the text on the page, and its words into the list: letters, digits and apostrophes between letters.
template <class Variant>
[[gnu::always_inline]] inline void put(std::string_view text, std::size_t first_block, std::size_t count,
                                       Page& page, Line& line) {
  char* const to = page.bytes.data() + Page::kFront + first_block * kBlock;
  std::array<PlainBlock, kMaxBlocks + 2> blocks;
  std::uint64_t other = 0, commas = 0;
  for (std::size_t b = 0; b < count; ++b) {
    blocks[b] = Variant::copy(text.data() + b * kBlock, text.size() - b * kBlock, to + b * kBlock);
    other |= blocks[b].other;
    commas |= blocks[b].comma;
  }
  line.commas = commas != 0;
  if (other != 0) return put_all<Variant>(text, first_block, count, page, line);
  blocks[count].letter = 0;
  WordList<Variant> list(page);
  std::uint64_t before = 0;
  for (std::size_t b = 0; b < count; ++b) {
    const std::uint64_t letter = blocks[b].letter;
    const std::uint64_t inside = behind(letter, before) & ahead(letter, blocks[b + 1].letter);
    list.add(letter | (blocks[b].apostrophe & inside), first_block + b);
    before = letter;
  }
  page.word_count = list.size();
}

// The key of the word between; `first` becomes its first eight bytes.
template <class Variant>
[[gnu::always_inline]] inline std::uint64_t key_of(const char* start, const char* end, std::uint64_t& first) {
  const auto size = static_cast<std::size_t>(end - start);
  std::uint64_t rest = 0;
  std::memcpy(&first, start, 8);
  std::memcpy(&rest, end - 8, 8);
  first = Variant::low(first, size);
  return word_key(first, rest >> ((0 - 8 * size) % 64));
}

// Without a branch: which words are known is as good as random.
template <class Variant>
[[gnu::always_inline]] inline void look_up(const Vocabulary& vocabulary, const Beginnings& known,
                                           Page& page) {
  const Vocabulary::Table table = vocabulary.table();
  const std::uint16_t* const listed = known.filter();
  const char* const text = page.text();
  const std::size_t count = page.word_count;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t first = 0;
    const Traits traits = table.find(key_of<Variant>(text + page.starts[i], text + page.ends[i], first));
    page.traits[i] = traits;
    page.classes[i] =
        static_cast<Page::Classes>(traits | listed[Beginnings::slot_of(static_cast<std::uint32_t>(first))]);
  }
}

// What the words themselves do not tell: which begin with a capital, which have digits, which are too long.
void mark_written(Page& page, const Line& line) {
  for (std::size_t i = line.first_word; i < line.end_word; ++i) {
    if (line.digits && page.written(i) != 0) page.classes[i] |= trait::kPieceLike;
    if (page.capital(i)) page.classes[i] |= trait::kCapital;
  }
}

template <class Variant>
[[gnu::always_inline]] inline void mask_words(Page& page) {
  std::memset(page.classes.data() + page.word_count, 0, kBlock * sizeof(Page::Classes));
  std::uint64_t cues = 0, given = 0, labels = 0, pieces = 0, articles = 0, skipped = 0, firsts = 0;
  for (std::size_t g = 0; g <= page.word_count / 64; ++g) {
    std::array<std::uint64_t, 16> classes;
    Variant::spread(page.classes.data() + 64 * g, classes.data());
    const auto [idle, article, no_name, cue_word, cue_first, cue_second, piece, noted, label_first,
                label_second, given_name, skip, as, capital, listed, asking] = classes;
    const std::uint64_t cue = cue_word | (behind(cue_first, firsts) & cue_second);
    const std::uint64_t talked = article | piece;
    Masks& masks = page.masks[g];
    masks.talk = ~idle;
    masks.article = article;
    masks.name = capital | ((behind(cue, cues) | behind(given_name, given)) & ~no_name);
    masks.label = behind(label_first, labels) & label_second;
    masks.piece = piece | (article & (behind(talked, articles | pieces) | behind(skip, skipped))) |
                  (as & behind(talked, articles | pieces));
    masks.listed = listed;
    masks.asking = asking;
    masks.noted = noted;
    masks.long_word = Variant::longer(page.starts.data() + 64 * g, page.ends.data() + 64 * g);
    cues = cue;
    firsts = cue_first;
    given = given_name;
    labels = label_first;
    pieces = piece;
    articles = article;
    skipped = skip;
  }
  page.masks[page.word_count / 64 + 1] = {};
}

// What there is in a line besides words that the masks name.
bool has_signs(const Line& line) {
  return line.strange || line.odd || line.capitals || line.joined + line.dots > 0;
}

// Of the line's notes, is there one that decides by itself, or with another?
[[gnu::always_inline]] inline bool is_telling(const Page& page, const Line& line) {
  using namespace trait;
  if ((line.notes & (kLast | kAsksName | kDot | kPoint | kLoud | kSpeaking)) != 0) return true;
  if ((line.notes & (kBox | kPost)) == (kBox | kPost) || (line.notes & kPlacePart) != 0 ||
      (line.notes & (kWhere | kSends)) == (kWhere | kSends))
    return true;
  return (line.notes & kFollows) != 0 && (line.commas || (page.traits[line.first_word] & kFunction) == 0);
}

template <class Variant>
[[gnu::always_inline]] inline void judge_lines(Page& page) {
  for (Line& line : std::span(page.lines).first(page.line_count)) {
    std::uint64_t name = 0, label = 0, piece = 0, listed = 0, asking = 0, noted = 0, long_words = 0;
    int talk = 0, articles = 0;
    for (std::size_t first = line.first_word; first < line.end_word; first += 64) {
      const std::size_t count = std::min<std::size_t>(line.end_word - first, 64);
      const std::uint64_t inside = ~std::uint64_t{0} >> (64 - count);
      const Masks& here = page.masks[first / 64];
      const Masks& next = page.masks[first / 64 + 1];
      const auto shift = static_cast<unsigned>(first % 64);
      const auto part = [&](std::uint64_t low, std::uint64_t high) {
        return (low >> shift | high << 1 << (63 - shift)) & inside;
      };
      name |= part(here.name, next.name);
      label |= part(here.label, next.label);
      piece |= part(here.piece, next.piece);
      listed |= part(here.listed, next.listed);
      asking |= part(here.asking, next.asking);
      noted |= part(here.noted, next.noted);
      long_words |= part(here.long_word, next.long_word);
      talk += std::popcount(part(here.talk, next.talk));
      articles += std::popcount(part(here.article, next.article));
    }
    line.talk = static_cast<std::uint16_t>(talk);
    line.articles = static_cast<std::uint16_t>(articles);
    line.strange = line.strange || long_words != 0;
    if (noted != 0)
      line.notes = Variant::any(page.traits.data() + line.first_word, line.end_word - line.first_word);
    line.names = name != 0;
    line.labels = label != 0;
    line.pieces = piece != 0;
    line.listed = listed != 0;
    line.asks = asking != 0;
    line.heeded = (name | label | piece | listed) != 0 || has_signs(line) || is_telling(page, line);
  }
}

template <class Variant>
[[gnu::always_inline]] inline std::size_t fill(std::span<const Utterance> dialogue,
                                               const Vocabulary& vocabulary, const Beginnings& known,
                                               Page& page) {
  page.word_count = page.line_count = 0;
  std::size_t block = 0;
  for (const Utterance& utterance : dialogue) {
    const std::string_view text = utterance.text;
    if (&utterance != &dialogue.back()) __builtin_prefetch((&utterance + 1)->text.data());
    const bool fits = text.size() <= kMaxBlocks * kBlock;
    const std::size_t count = fits ? text.size() / kBlock + 1 : 0;  // a space ends it
    if (page.line_count == page.lines.size() || block + count > kPageBlocks) break;
    Line& line = page.lines[page.line_count++];
    line = {};
    line.first_word = static_cast<std::uint16_t>(page.word_count);
    line.at = static_cast<std::uint16_t>(block * kBlock);
    line.size = static_cast<std::uint16_t>(fits ? text.size() : 0);
    if (fits)
      put<Variant>(text, block, count, page, line);
    else
      line.strange = true;
    line.end_word = static_cast<std::uint16_t>(page.word_count);
    block += count;
  }
  look_up<Variant>(vocabulary, known, page);
  for (const Line& line : std::span(page.lines).first(page.line_count))
    if (line.digits || line.upper) mark_written(page, line);
  mask_words<Variant>(page);
  judge_lines<Variant>(page);
  return page.line_count;
}

std::size_t fill_portable(std::span<const Utterance> dialogue, const Vocabulary& vocabulary,
                          const Beginnings& known, Page& page) {
  return fill<Portable>(dialogue, vocabulary, known, page);
}
#if defined(__x86_64__)
OFFHOOK_AVX2 std::size_t fill_avx2(std::span<const Utterance> dialogue, const Vocabulary& vocabulary,
                                   const Beginnings& known, Page& page) {
  return fill<Avx2>(dialogue, vocabulary, known, page);
}
OFFHOOK_AVX512 std::size_t fill_avx512(std::span<const Utterance> dialogue, const Vocabulary& vocabulary,
                                       const Beginnings& known, Page& page) {
  return fill<Avx512>(dialogue, vocabulary, known, page);
}
#endif

}  // namespace

std::span<const FillPage> page_fillers() {
#if defined(__x86_64__)
  static constexpr std::array<FillPage, 3> kAll = {&fill_avx512, &fill_avx2, &fill_portable};
  static const std::size_t first = [] {
    const bool bits = __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    const bool avx2 = bits && __builtin_cpu_supports("avx2");
    const bool avx512 = avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                        __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2");
    return avx512 ? 0 : avx2 ? 1 : 2;
  }();
  return std::span(kAll).subspan(first);
#else
  static constexpr std::array<FillPage, 1> kAll = {&fill_portable};
  return kAll;
#endif
}

std::uint32_t Page::written(std::size_t word) const {
  std::uint32_t count = 0;
  for (std::size_t at = starts[word]; at < ends[word];) {
    const std::size_t stop = std::min<std::size_t>(ends[word], (at / kBlock + 1) * kBlock);
    const std::uint64_t inside = ~std::uint64_t{0} >> (kBlock - (stop - at));
    for (std::uint64_t bits = digits[at / kBlock] >> at % kBlock & inside; bits != 0; bits &= bits - 1)
      ++count;
    at = stop;
  }
  return count;
}

std::uint64_t Page::key(std::size_t word) const {
  std::uint64_t first = 0;
  return key_of<Portable>(text() + starts[word], text() + ends[word], first);
}

std::uint32_t Beginnings::of(std::string_view word) {
  std::uint32_t beginning = 0;
  std::memcpy(&beginning, word.data(), std::min(word.size(), sizeof beginning));
  return beginning;
}

bool Beginnings::add(std::uint32_t beginning) {
  if (has(beginning)) return false;
  if (count_ < kMax) all_[count_] = beginning;
  ++count_;
  filter_[slot_of(beginning)] = trait::kListed;
  return true;
}

bool Beginnings::has(std::uint32_t beginning) const {
  const std::span known = std::span(all_).first(std::min(count_, kMax));
  return perhaps(beginning) != 0 &&
         (count_ > kMax || std::find(known.begin(), known.end(), beginning) != known.end());
}

}  // namespace offhook::redact::detect
