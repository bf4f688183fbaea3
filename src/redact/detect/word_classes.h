// Word classes: one look at a word tells which of the detectors' lists have it, so that an utterance without
// any word of a list costs its detector next to nothing.
//
// Exact: made from the lists themselves, words compared in full. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "redact/detect/lexicon.h"

namespace offhook::redact::detect {

using WordClasses = std::uint64_t;

namespace word_class {
inline constexpr WordClasses kFunction = 1ull << 0;   // names/words.h
inline constexpr WordClasses kGivenName = 1ull << 1;  // a first name that is no English word
inline constexpr WordClasses kCueEnd = 1ull
                                       << 2;  // ends a cue for a name, or stands behind one ("my husband is")
inline constexpr WordClasses kParticle = 1ull << 21;      // "de", "van", "bin"
inline constexpr WordClasses kFollowsName = 1ull << 3;    // "tobias speaking", "rosa here"
inline constexpr WordClasses kAsksName = 1ull << 4;       // in every question for a name
inline constexpr WordClasses kForeignWord = 1ull << 5;    // a little word of another language
inline constexpr WordClasses kForeignNumber = 1ull << 6;  // a number word or sign of another language
inline constexpr WordClasses kLabelStart = 1ull << 7;     // begins a label
inline constexpr WordClasses kStreetPrefix = 1ull << 8;   // "rua", "via"
inline constexpr WordClasses kBoxStart = 1ull << 9;       // "po", "post": of a post office box
inline constexpr WordClasses kMilitary = 1ull << 10;      // begins a military address
inline constexpr WordClasses kCorner = 1ull << 11;        // "corner"
inline constexpr WordClasses kAddressWord = 1ull << 12;   // "address", "where": asks for one
inline constexpr WordClasses kPlacePart = 1ull << 20;     // "town", "unit": asks for a part of one
inline constexpr WordClasses kAt = 1ull << 13;            // "at", said of an e-mail address
inline constexpr WordClasses kAtOnly = 1ull << 14;        // the same where it means nothing else: "arroba"
inline constexpr WordClasses kDot = 1ull << 15;           // "dot", said of a domain
inline constexpr WordClasses kPoint = 1ull << 19;         // the same of an e-mail address alone: "period"
inline constexpr WordClasses kStreetWord = 1ull << 16;    // a kind of street, or of road
inline constexpr WordClasses kForeignMonth = 1ull << 17;  // a month in another language
// Of an utterance (script.h): what is more than one word.
inline constexpr WordClasses kUpper = 1ull << 40;  // a capital begins a word
inline constexpr WordClasses kDigits = 1ull << 41;
inline constexpr WordClasses kSigns = 1ull << 42;     // anything but letters and digits
inline constexpr WordClasses kAtSign = 1ull << 45;    // '@'
inline constexpr WordClasses kFullStop = 1ull << 46;  // '.'
inline constexpr WordClasses kColon = 1ull << 47;     // ':'
inline constexpr WordClasses kDash = 1ull << 48;      // '-'
inline constexpr WordClasses kLongRun = 1ull << 44;   // twenty bytes without a space
inline constexpr WordClasses kSpeaking = 1ull << 18;  // "speaking"
}  // namespace word_class

struct WordEntry {
  WordClasses classes = 0;
  const Lexeme* lexeme = nullptr;  // never null
};
// `folded` as for look_up.
[[nodiscard]] WordEntry word_entry(std::string_view folded);

}  // namespace offhook::redact::detect
