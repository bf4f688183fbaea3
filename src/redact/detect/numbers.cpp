#include "redact/detect/numbers.h"

#include <array>

namespace offhook::redact::detect {
namespace {

class Grammar {
 public:
  Grammar(const Script& script, std::size_t end, Language language)
      : script_(script), end_(end), language_(language) {}

  std::optional<Number> read(std::size_t at) {
    Number number;
    if (is(at, kRepeat)) {
      const unsigned times = lexeme(at).number;
      std::size_t next = skip_hyphen(at + 1);
      if (!is(next, kDigit)) return std::nullopt;
      number.digits.assign(times, digit(next));
      number.last = next + 1;
      return number;
    }
    if (!is(at, kDigit | kTeen | kTens)) return std::nullopt;
    unsigned value = small(at);
    number.cardinal = value > 9;
    if (is(at, kHundred)) {
      ++at;
      number.cardinal = true;
      value *= 100;
      at = add_small(at, value);
    } else if (is(at, kThousand)) {
      ++at;
      number.cardinal = true;
      value *= 1000;
      if (is(at, kDigit) && is(at + 1, kHundred)) {
        value += lexeme(at).number * 100u;
        at += 2;
      }
      at = add_small(at, value);
    }
    number.last = at;
    number.digits = std::to_string(value);
    return number;
  }

 private:
  [[nodiscard]] Lexeme lexeme(std::size_t i) const {
    if (i >= end_) return {};
    if (language_ != Language::english)
      if (const Lexeme* foreign = look_up(script_.fold(i), language_); foreign != nullptr) return *foreign;
    return script_[i].lexeme();
  }
  [[nodiscard]] bool is(std::size_t i, std::uint32_t meaning) const {
    return (lexeme(i).meaning & meaning) != 0;
  }
  [[nodiscard]] char digit(std::size_t i) const { return static_cast<char>('0' + lexeme(i).number); }
  [[nodiscard]] std::size_t skip_hyphen(std::size_t i) const {
    return i < end_ && script_.sign(i, '-') && !script_[i].space_before ? i + 1 : i;
  }
  [[nodiscard]] bool zero(std::size_t i) const { return is(i, kDigit) && lexeme(i).number == 0; }

  // "four", "fifteen", "sixty", "sixty two", "sixty-two"; moves past it.
  unsigned small(std::size_t& at) const {
    const unsigned value = lexeme(at).number;
    const bool tens = is(at, kTens);
    const bool french = language_ == Language::french;
    ++at;
    std::size_t next = skip_hyphen(at);
    if (french && value == 4 && is(next, kTens) && lexeme(next).number == 20) {  // "quatre-vingt"
      at = next + 1;
      return 80 + french_rest(at);
    }
    if (french && value == 10 && is(next, kDigit) && lexeme(next).number >= 7) {  // "dix-sept"
      at = next + 1;
      return value + lexeme(next).number;
    }
    if (!tens) return value;
    if (french && value == 60) return value + french_rest(at);
    if (language_ != Language::english && is(next, kFiller) && is(next + 1, kDigit) && !zero(next + 1))
      ++next;
    if (!is(next, kDigit) || zero(next)) return value;
    at = next + 1;
    return value + lexeme(next).number;
  }

  // What is added to sixty and to eighty in French, 1 to 19: "soixante et onze", "quatre-vingt-dix-huit".
  unsigned french_rest(std::size_t& at) const {
    std::size_t next = skip_hyphen(at);
    if (is(next, kFiller)) next = skip_hyphen(next + 1);
    if (!is(next, kDigit | kTeen) || zero(next)) return 0;
    if (is(next, kDigit)) {
      at = next + 1;
      return lexeme(next).number;
    }
    at = next;
    return small(at);
  }

  // What follows "hundred" or "thousand" and belongs to it: "[and] twelve", "and five"; a single digit only
  // when no other digit follows it ("eight hundred five five five" is 800 555).
  std::size_t add_small(std::size_t at, unsigned& value) const {
    std::size_t next = at;
    const bool linked = next < end_ && script_.fold(next) == "and";
    if (linked) ++next;
    if (is(next, kTeen | kTens) ||
        (is(next, kDigit) && !zero(next) && (linked || !is(next + 1, kDigit | kTeen | kTens | kRepeat)))) {
      if (is(next, kDigit) && is(next + 1, kHundred | kThousand)) return at;
      value += small(next);
      return next;
    }
    return at;
  }

  const Script& script_;
  std::size_t end_;
  Language language_;
};

}  // namespace

std::optional<Number> read_number(const Script& script, std::size_t first, std::size_t end,
                                  Language language) {
  return Grammar(script, end, language).read(first);
}

Language number_language(const Script& script, std::size_t first, std::size_t end) {
  constexpr std::array kForeign = {Language::spanish, Language::french,  Language::portuguese,
                                   Language::german,  Language::italian, Language::swedish,
                                   Language::hindi};
  if (first == end || !script.has(script[first].utterance, word_class::kForeignNumber))
    return Language::english;
  std::array<unsigned, kForeign.size()> count{};
  for (std::size_t i = first; i < end; ++i) {
    if (!script[i].letters || script[i].is(kDigit | kTeen | kTens) ||
        !script[i].of(word_class::kForeignNumber))
      continue;
    for (std::size_t k = 0; k < kForeign.size(); ++k)
      if (const Lexeme* found = look_up(script.fold(i), kForeign[k]); found != nullptr)
        count[k] += (found->meaning & (kDigit | kTeen | kTens)) != 0 ? 1u : 0u;
  }
  std::size_t best = 0;
  for (std::size_t k = 1; k < kForeign.size(); ++k)
    if (count[k] > count[best]) best = k;
  return count[best] >= 2 ? kForeign[best] : Language::english;
}

}  // namespace offhook::redact::detect
