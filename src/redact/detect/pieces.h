// Pieces: the one stream of canonical characters. Whatever stands for digits or single letters, written
// ("415", "GB82") or spoken ("four one five", "double five", "B as in boy"), becomes pieces of characters
// with back-pointers to the words they came from. The same validators read both.
//
// There is one stream a role: what one party dictates in parts stays together, whatever the other says
// between.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redact/detect/labels.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect {

// What stands between a piece and the one before it, from nothing to too much.
enum class Gap : std::uint8_t {
  tight,   // the same breath: "four one", "4 1"
  sep,     // one space or sign, as written values have it: "415-555", "four one five dash five"
  comma,   // "four one five, five five five"
  filler,  // "four one five um five"
  repair,  // "five five five no sorry five five six"
  turn,    // the next utterance, or the other side's "okay" between
  talk,    // a few words of something else
  hard,    // another label, a question, too much
};

struct Piece {
  std::uint32_t first = 0;  // words [first, last)
  std::uint32_t last = 0;
  std::uint32_t chars = 0;  // first character in its stream
  std::uint8_t size = 0;    // characters; written runs longer than 64 are cut off as no value
  bool spoken = false;
  bool letters = false;   // has letters
  bool cardinal = false;  // "fifty five", "nine hundred": more than digit by digit
  Gap gap = Gap::hard;
  char sign = 0;      // the sign in a `sep` gap: ' ' '-' '.' '/' '(' ')' ':' ','
  bool plus = false;  // "+" stands before it
};

struct Stream {
  std::string chars;  // digits and upper-case letters
  std::vector<Piece> pieces;
};

struct Pieces {
  Stream digits[3];  // by Role: digits only
  Stream codes[3];   // digits and letters
};

[[nodiscard]] Pieces read_pieces(const Script& script, const std::vector<Label>& labels);

}  // namespace offhook::redact::detect
