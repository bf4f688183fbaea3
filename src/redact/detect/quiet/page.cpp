#include "redact/detect/quiet/page.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "redact/detect/quiet/blocks.h"
#include "redact/mark.h"

namespace offhook::redact::detect {
namespace {

using namespace blocks;

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
