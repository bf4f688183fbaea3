#include "redact/detect/quiet/listener.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "redact/detect/names/people.h"
#include "redact/detect/names/similar.h"
#include "redact/detect/names/words.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect {
namespace {

using namespace trait;

const std::uint64_t kIs = word_key("is");
const std::uint64_t kName = word_key("name");

constexpr std::size_t kMaxBlocks = 16;  // longer utterances are read

// Eight bytes from `at`, less those behind the text, letters in lower case. Digits and apostrophes have the
// bit of lower case as well.
std::uint64_t eight(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  if (at + 8 <= text.size()) {
    std::memcpy(&bytes, text.data() + at, 8);
  } else if (text.size() >= 8) {
    std::memcpy(&bytes, text.data() + text.size() - 8, 8);
    bytes >>= 8 * (at + 8 - text.size());
  } else {
    std::memcpy(&bytes, text.data() + at, text.size() - at);
  }
  return bytes | 0x2020202020202020u;
}

std::uint64_t key_at(std::string_view text, std::size_t at, std::size_t size) {
  const std::uint64_t first = eight(text, at);
  if (size >= 8) return word_key(first, size == 8 ? 0 : eight(text, at + size - 8), size);
  return word_key(first & ((std::uint64_t{1} << (8 * size)) - 1), 0, size);
}

bool ends_sentence(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  return at == 0 || text[at - 1] == '.' || text[at - 1] == '?' || text[at - 1] == '!';
}

// An utterance that is not understood here.
Heard anything() {
  constexpr Mass kMany{100, 100, 100};
  constexpr Clusters kAll{kMany, kMany, 1, true, true, 0, 0};
  return {true, true, true, true, true, true, true, true, 0, kAll, kAll};
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Does a cue reach over what stands between it and the word at `at`? A full stop ends it.
bool cue_reaches(std::string_view text, std::size_t at) {
  for (; at > 0; --at) {
    const char c = text[at - 1];
    if (c == '.' || c == '?') return false;
    if (c != ' ' && c != ',' && c != '!' && c != ':' && c != '\'') return true;
  }
  return true;
}

// What the words before do to the next one.
struct Before {
  std::uint64_t key = 0;
  Traits traits = 0;
  Traits beside = 0;  // of the last word that is no filler
  bool any = false;
  bool cue = false;
};

// "2851x818": a phone number's extension, read as digits (pieces.cpp).
bool extension(std::string_view word) {
  const auto x = word.find_first_of("xX");
  return x != std::string_view::npos && x >= 3 && word.size() - x <= 7 && word.size() > x + 1 &&
         word.find_first_not_of("0123456789", x + 1) == std::string_view::npos &&
         word.find_first_not_of("0123456789") == x;
}

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// The word without a possessive s.
std::string stem(std::string_view text) {
  if (text.size() > 2 && (text.ends_with("'s") || text.ends_with("'S"))) text.remove_suffix(2);
  std::string folded;
  for (const char c : text) folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return folded;
}

// May it stand behind a first name as a last name?
bool may_be_family(std::string_view text) {
  const WordKinds kinds = word_kinds(stem(text));
  return !kinds.word && !kinds.proper && (kinds.last || kinds.unknown());
}

// Is it a word like any other, so that its capital only begins a sentence?
bool ordinary(std::string_view text) {
  const WordKinds kinds = word_kinds(stem(text));
  return kinds.word && !kinds.name();
}

}  // namespace

Listener::Listener(const Known& known, Classify classify)
    : classify_(classify), vocabulary_(&Vocabulary::instance()) {
  for (const Known::Name& name : known.names) {
    add_name(name.full);
    for (auto& sound : sounds_of(name.full)) sounds_.push_back(std::move(sound));
  }
  for (const Known::Value& value : known.values) {
    bool begins = true;
    std::string word;
    for (const char c : fold(value.text) + ",") {
      const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '\'' && !word.empty()) ||
                        static_cast<unsigned char>(c) >= 0x80;
      if (part) {
        word += c;
        continue;
      }
      if (begins && !word.empty()) {
        add_word(word, false);
        begins = false;
      }
      word.clear();
      if (c == ',') begins = true;
    }
  }
}

void Listener::add_name(std::string_view name) {
  std::string word;
  for (const char c : fold(name) + " ") {
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '\'' && !word.empty()) ||
                      static_cast<unsigned char>(c) >= 0x80;
    if (part) {
      word += c;
    } else if (!word.empty()) {
      add_word(word, true);
      word.clear();
    }
  }
}

bool Listener::knows_name(std::string_view name) const {
  Listener other(*this);
  other.add_name(name);
  return other.starts_ == starts_;
}

void Listener::add_word(std::string_view folded, bool inflected) {
  list(word_key(folded));
  if (inflected && folded.size() < 4)
    for (const char* ending : {"s", "'s"}) list(word_key(std::string(folded) + ending));
  // "d'angelo's": the part in front of the apostrophe may stand alone.
  if (folded.ends_with("'s")) add_word(folded.substr(0, folded.size() - 2), inflected);
}

void Listener::list(std::uint64_t key) {
  const auto start = static_cast<std::uint32_t>(key);
  const std::uint32_t bit = (start * 0x9e3779b1u) >> 21;
  starts_[bit >> 6] |= std::uint64_t{1} << (bit & 63);
}

Heard Listener::hear(std::string_view text) const {
  Heard heard;
  const std::size_t count = blocks_of(text.size());
  if (count > kMaxBlocks) return anything();
  std::array<Block, kMaxBlocks + 1> blocks;
  classify_(text, blocks.data());
  blocks[count] = {};

  // Signs: what no plain sentence has, and those that join words.
  std::array<std::uint64_t, kMaxBlocks + 1> words;
  std::uint64_t odd = 0;
  bool capitals = false;  // inside a word
  std::size_t joined = 0, dots = 0, digits_written = 0;
  Block last{};
  for (std::size_t b = 0; b < count; ++b) {
    const Block& block = blocks[b];
    const Block& next = blocks[b + 1];
    const auto behind = [](std::uint64_t mask, std::uint64_t before) { return mask << 1 | before >> 63; };
    const auto ahead = [](std::uint64_t mask, std::uint64_t after) { return mask >> 1 | after << 63; };
    const std::uint64_t letter_before = behind(block.letter, last.letter);
    const std::uint64_t digit_before = behind(block.digit, last.digit);
    const std::uint64_t letter_after = ahead(block.letter, next.letter);
    const std::uint64_t digit_after = ahead(block.digit, next.digit);
    const std::uint64_t inner = block.apostrophe & letter_before & letter_after;
    odd |= block.odd | (block.dot & letter_after) | (block.apostrophe & digit_before) |
           (block.upper & digit_before);
    capitals = capitals || (block.upper & letter_before) != 0;
    const std::uint64_t joins = block.joiner &
                                (letter_before | digit_before | behind(block.joiner, last.joiner)) &
                                (letter_after | digit_after | ahead(block.joiner, next.joiner));
    joined += static_cast<std::size_t>(std::popcount(joins));
    dots += static_cast<std::size_t>(std::popcount(block.dot & digit_after));
    digits_written += static_cast<std::size_t>(std::popcount(block.digit));
    words[b] = block.letter | block.digit | inner;
    last = block;
  }
  words[count] = 0;
  heard.loud = odd != 0 || capitals || joined >= 2 || dots >= 3;
  if (odd != 0 && !is_ascii(text)) return anything();

  Traits all = 0;
  Before before;
  bool asks_name = false, tells_name = false;
  std::size_t spoken_words = 0, idle = 0;
  std::uint32_t foreign = 0;
  ClusterReader digits, codes;
  bool numbers = false;
  bool name_may_open = false;
  std::uint64_t carry = 0;
  for (std::size_t b = 0; b < count; ++b) {
    const std::uint64_t mask = words[b];
    std::uint64_t starts = mask & ~(mask << 1 | carry);
    carry = mask >> 63;
    spoken_words += static_cast<std::size_t>(std::popcount(starts));
    for (; starts != 0; starts &= starts - 1) {
      const auto offset = static_cast<unsigned>(std::countr_zero(starts));
      const std::size_t at = b * kBlockSize + offset;
      auto size = static_cast<std::size_t>(std::countr_one(mask >> offset));
      if (offset + size == kBlockSize) size += static_cast<std::size_t>(std::countr_one(words[b + 1]));
      if (size > kLongestWord) return anything();
      const std::uint64_t key = key_at(text, at, size);
      const Traits traits = vocabulary_->find(key);
      std::uint32_t written = 0;
      if (digits_written != 0) {
        const std::uint64_t own =
            blocks[b].digit >> offset | (offset == 0 ? 0 : blocks[b + 1].digit << (kBlockSize - offset));
        written = static_cast<std::uint32_t>(std::popcount(own & ((std::uint64_t{1} << size) - 1)));
      }
      const bool plain = written == 0;
      bool loud = (traits & kLoud) != 0 || listed(key);
      const bool capital = (blocks[b].upper >> offset & 1) != 0;
      const bool function = (traits & kFunction) != 0;
      const bool begins_large = capital && !(size == 1 || (text[at] == 'I' && text[at + 1] == '\''));
      // Who begins a sentence in a plain text has a capital; others are names until they are read.
      if (begins_large)
        loud = loud || !ends_sentence(text, at) || (!function && !ordinary(text.substr(at, size)));
      // A cue with something after it that is neither a little word nor a digit.
      if (before.cue && size > 1 && ((!function && plain && (traits & kDigitWord) == 0) || begins_large))
        loud = loud || (cue_reaches(text, at) && (begins_large || may_be_name(text, at, size)));
      loud = loud || ((traits & kSpeaking) != 0 && before.any && (before.traits & kFunction) == 0);
      // "rosa lindgren": a first name with what may be a last name behind it.
      loud = loud ||
             ((before.traits & kGiven) != 0 && !function && plain && may_be_family(text.substr(at, size)));
      const bool pair = (traits & kLabelSecond) != 0 && (before.traits & kLabelFirst) != 0 &&
                        vocabulary_->pair(before.key, key);
      loud = loud || (pair && (traits & kLoudSecond) != 0);
      heard.loud = heard.loud || loud;
      if (pair || (traits & kLabel) != 0) {
        heard.label = true;
        heard.short_label = heard.short_label || (traits & kShort) != 0;
        heard.asks_secret = heard.asks_secret || (traits & kSecretWord) != 0;
      }
      // "a" and "i" are letters beside letters and digits only, or spelled out ("a as in apple").
      const bool article = (traits & kArticle) != 0;
      const bool piece = (traits & kPiece) != 0 || !plain;
      const bool article_before = (before.beside & kArticle) != 0;
      const auto mass = static_cast<std::uint32_t>(traits & kMass);
      if (article && (before.beside & (kPiece | kArticle)) != 0) {
        if (article_before) codes.take_back();
        codes.piece({0, article_before ? 2u : 1u, 0}, false);
        digits.talk();
      } else if (piece) {
        if (article_before) codes.take_back();
        const std::uint32_t letters = ((traits & kSpelled) != 0 ? 1u : 0u) + (article_before ? 1u : 0u);
        const Mass code{mass + written, letters, plain ? 0 : static_cast<std::uint32_t>(size) - written};
        if ((traits & (kPerhaps | kSpelled)) == kPerhaps && !article_before)
          codes.perhaps(code);
        else
          codes.piece(code, !plain);
        if ((traits & kPerhaps) != 0)
          digits.perhaps({mass, 0, 0});
        else if (mass > 0 || written == size || (written > 0 && extension(text.substr(at, size))))
          digits.piece({mass + written, 0, 0}, !plain);
        else if ((traits & kIdle) == 0)
          digits.talk();
      } else {
        if ((traits & kMagnitudeWord) != 0) {
          codes.cut();
          digits.cut();
        }
        if ((traits & kIdle) == 0) {
          codes.talk();
          digits.talk();
        }
      }
      if ((traits & kAs) != 0 && (before.traits & (kArticle | kSpelled)) != 0) codes.keep_whole({0, 1, 0});
      if ((traits & kForeignNumber) != 0) ++foreign;
      numbers = numbers || piece;
      if ((traits & kSkipped) == 0)
        before.beside = (traits & (kArticle | kPiece)) | (piece ? kPiece : Traits{0});
      idle += (traits & kIdle) != 0 ? 1 : 0;
      name_may_open =
          name_may_open || (!function && (!before.any || text[at - 1] == ',' || text[at - 2] == ','));
      before.any = true;
      before.cue = (traits & kCue) != 0 || ((traits & kCueSecond) != 0 && (before.traits & kCueFirst) != 0 &&
                                            vocabulary_->pair(before.key, key));
      asks_name = asks_name || (traits & (kAsksName | kLast)) == kAsksName;
      tells_name = tells_name || (key == kIs && before.key == kName);
      before.key = key;
      before.traits = traits;
      all |= traits;
    }
  }
  heard.talk = static_cast<std::uint32_t>(spoken_words - idle);
  if (capitals) codes.keep_whole({0, 8, 0});
  if (foreign >= 2) {
    const Mass more{3 * foreign + 2 * digits.all().digits, 0, 0};
    digits.keep_whole(more);
    codes.keep_whole(more);
  }
  if ((all & kPoint) != 0 && digits.all().digits >= 4) heard.loud = true;
  // Labels may be spelled: "d o b".
  if (codes.all().spelled >= 2) heard.label = heard.short_label = true;
  heard.digits = digits.finish();
  heard.codes = codes.finish();
  heard.date = (all & trait::kDate) != 0;
  // "my name is …" asks for none.
  heard.asks_name = (asks_name || (before.traits & kLast) != 0) && !tells_name;
  heard.asks_address = (all & kAsksAddress) != 0;
  heard.spells_address = (all & kAt) != 0 && ((all & (trait::kDot | kPoint)) != 0 || dots > 0);
  heard.loud = heard.loud || heard.spells_address || (all & trait::kDot) != 0 ||
               (numbers && (all & kStreet) != 0) || ((all & kBox) != 0 && (all & kPost) != 0) ||
               ((all & kFollows) != 0 && name_may_open && name_in_front(text));
  return heard;
}

// Is the word one of a list of names, or of no list, or does it sound like a name that is known, with up to
// three words behind it?
bool Listener::may_be_name(std::string_view text, std::size_t at, std::size_t size) const {
  const WordKinds kinds = word_kinds(stem(text.substr(at, size)));
  if (kinds.name() || kinds.unknown()) return true;
  std::string joined;
  for (int words = 0; !sounds_.empty() && words < 4 && at < text.size(); ++words) {
    std::size_t end = at;
    while (end < text.size() && (is_letter(text[end]) || text[end] == '\'')) ++end;
    joined += stem(text.substr(at, end - at));
    if (joined.size() >= 5)
      for (const std::string& known : sounds_)
        if (sounds_like(joined, known)) return true;
    at = end + 1;
  }
  return false;
}

// Does the utterance, or what stands behind a comma, begin with a word that a list has for a name?
bool Listener::name_in_front(std::string_view text) const {
  const auto letter = [&](std::size_t i) { return i < text.size() && is_letter(text[i]); };
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && !letter(at) && text[at] != ',') ++at;
    std::size_t end = at;
    while (end < text.size() && (letter(end) || text[end] == '\'')) ++end;
    if (end > at) {
      const std::string word = stem(text.substr(at, end - at));
      if (!function_word(word) && word_kinds(word).name()) return true;
    }
    at = text.find(',', end);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return false;
}

}  // namespace offhook::redact::detect
