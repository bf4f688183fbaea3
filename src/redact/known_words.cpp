#include "redact/known_words.h"

#include <algorithm>
#include <string>

#include "redact/detect/quiet/vocabulary.h"
#include "redact/detect/script.h"

namespace offhook::redact {
namespace {

using namespace detect;

// A number that is known is found by as many of its last digits (detect/known_values.cpp).
constexpr std::size_t kEnd = 6;
constexpr std::uint32_t kMillion = 1'000'000;
// Words by which those beside them are read: numbers, letters, what announces a name (or its second word).
constexpr Traits kReadWithOthers = trait::kMass | trait::kForeignNumber | trait::kSpelled | trait::kArticle |
                                   trait::kPiece | trait::kPieceLike | trait::kCue | trait::kCueSecond |
                                   trait::kAsksName | trait::kFollows | trait::kSpeaking | trait::kAt |
                                   trait::kDot | trait::kPoint | trait::kAs | trait::kDigitWord |
                                   trait::kPerhaps | trait::kMagnitudeWord;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
bool is_plain(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }

std::uint32_t beginning(std::string_view word) {
  std::uint32_t bytes = 0;
  for (std::size_t i = 0; i < word.size() && i < 4; ++i)
    bytes |= std::uint32_t{static_cast<unsigned char>(lower(word[i]))} << (8 * i);
  return bytes;
}

std::size_t bit_of(std::uint32_t beginning) { return (beginning * 0x9e3779b1u) >> 21; }

std::uint32_t number(const char* digits) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < kEnd; ++i) value = value * 10 + static_cast<std::uint32_t>(digits[i] - '0');
  return value;
}

}  // namespace

std::optional<PlainValue> PlainValue::of(std::string_view label, std::string_view text) {
  PlainValue value;
  if (!value.read(label) || !value.read(text)) return std::nullopt;
  return value;
}

bool PlainValue::read(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_plain(text[i])) {
      // What may be markup, an encoding or a part of a word is not judged here.
      if (std::string_view(" .,:;-_/@()+#!?*=").find(text[i]) == std::string_view::npos) return false;
      ++i;
      continue;
    }
    std::size_t end = i;
    for (; end < text.size() && is_plain(text[end]); ++end) {
      if (!is_digit(text[end])) continue;
      if (digit_count_ == kMaxDigits) return false;
      digits_[digit_count_++] = text[end];
    }
    if (!word(text.substr(i, end - i))) return false;
    i = end;
  }
  return true;
}

bool PlainValue::word(std::string_view word) {
  if (word_count_ == kMaxWords || word.size() > kLongestWord || (word.size() == 1 && !is_digit(word[0])))
    return false;
  std::array<char, kLongestWord> folded{};
  std::transform(word.begin(), word.end(), folded.begin(), lower);
  const std::uint64_t key = word_key({folded.data(), word.size()});
  if ((Vocabulary::instance().find(key) & kReadWithOthers) != 0) return false;
  words_[word_count_++] = beginning(word);
  return true;
}

KnownWords::KnownWords(const Known& known) {
  for (const Known::Name& name : known.names) add(name);
  for (const Known::Value& value : known.values) add(value);
}

void KnownWords::add(const Known::Value& value) {
  add(value.text);
  std::string digits;
  for (const char c : std::string_view(value.canonical).substr(0, value.canonical.find(';')))
    if (is_digit(c)) digits += c;
  if (digits.size() >= kEnd) ends_.push_back(number(digits.data() + digits.size() - kEnd));
}

void KnownWords::add(std::string_view text) {
  const std::string folded = fold(text);
  const auto part = [](char c) { return is_plain(c) || c == '\'' || static_cast<unsigned char>(c) >= 0x80; };
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (!part(folded[i])) continue;
    std::size_t end = i;
    while (end < folded.size() && part(folded[end])) ++end;
    const std::string word = folded.substr(i, end - i);
    list(word);
    if (word.size() < 4) list(word + "s");
    for (auto at = word.find('\''); at != std::string::npos; at = word.find('\'', at + 1)) {
      list(word.substr(0, at));
      list(word.substr(at + 1));
    }
    i = end;
  }
}

void KnownWords::list(std::string_view word) {
  const std::size_t bit = bit_of(beginning(word));
  words_[bit >> 6] |= std::uint64_t{1} << (bit & 63);
}

bool KnownWords::may_stand_in(const PlainValue& value) const {
  for (std::size_t i = 0; i < value.word_count_; ++i) {
    const std::size_t bit = bit_of(value.words_[i]);
    if ((words_[bit >> 6] >> (bit & 63) & 1) != 0) return true;
  }
  if (value.digit_count_ < kEnd || ends_.empty()) return false;
  std::uint32_t six = number(value.digits_.data()) / 10;
  for (std::size_t i = kEnd - 1; i < value.digit_count_; ++i) {
    six = (six % (kMillion / 10)) * 10 + static_cast<std::uint32_t>(value.digits_[i] - '0');
    if (std::find(ends_.begin(), ends_.end(), six) != ends_.end()) return true;
  }
  return false;
}

}  // namespace offhook::redact
