// Lexicon: what a word can mean in a dictated value: a digit, a letter, a sign, a month, a pause.
//
// One word may have several meanings ("oh" is a zero and a pause, "november" a month and a letter); the
// grammars decide by the words around it. English first, and the number words and signs of Spanish, French,
// Portuguese, German, Italian, Swedish and Hindi.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace offhook::redact::detect {

enum Meaning : std::uint32_t {
  kDigit = 1u << 0,         // number: 0-9
  kTeen = 1u << 1,          // number: 10-19
  kTens = 1u << 2,          // number: 20-90
  kHundred = 1u << 3,       // "hundred"
  kThousand = 1u << 4,      // "thousand"
  kOrdinal = 1u << 5,       // number: 1-31, "third", "twentieth"
  kRepeat = 1u << 6,        // number: 2-4, "double"
  kMonth = 1u << 7,         // number: 1-12
  kLetter = 1u << 8,        // sign: the letter; a single letter or its name
  kSpelling = 1u << 9,      // sign: the letter; a word of a spelling alphabet
  kSign = 1u << 10,         // sign: '.', '@', '-', '_', '/', '+', ':', ' '
  kFiller = 1u << 11,       // says nothing: "um", "uh"
  kBackchannel = 1u << 12,  // "okay", "mm-hmm", "go on"
  kRepair = 1u << 13,       // "no", "sorry", "correction"
  kMagnitude = 1u << 14,    // "million", "dollars", "percent": what stands before is a quantity
  kLeadIn = 1u << 15,       // "it's", "is", "that's": comes before a value, is no part of it
};

enum class Language : std::uint8_t { english, spanish, french, portuguese, german, italian, swedish, hindi };

struct Lexeme {
  std::string_view word;
  std::uint32_t meaning = 0;
  std::uint8_t number = 0;
  char sign = 0;
};

// `folded` is lower case without marks. Never null: words without meaning get an empty lexeme.
[[nodiscard]] const Lexeme& look_up(std::string_view folded);
// The same in another language: number words and signs. Null: no such word.
[[nodiscard]] const Lexeme* look_up(std::string_view folded, Language language);
// All words of a language.
[[nodiscard]] std::span<const Lexeme> lexemes(Language language);
// False: no other language than English has the word here.
[[nodiscard]] bool maybe_foreign(std::string_view folded);

}  // namespace offhook::redact::detect
