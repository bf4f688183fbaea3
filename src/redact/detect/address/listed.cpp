// Numbers and capitalised words as an address has them, and street corners.
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {

// "86036 Rua do Arenque 1634 Suite 245 …": a number, capitalised words and numbers, with a unit or an
// address cue.
std::size_t listed(const Sentence& s, std::size_t i) {
  if (!s.cased || !s.script[i].digits || s.script[i].letters || s.fold(i).size() > 5 ||
      (i > s.begin && !s.script[i].space_before))
    return i;
  std::size_t at = i + 1;
  std::size_t last = i + 1;
  std::size_t words = 0, numbers = 1;
  bool unit = false;
  while (at < s.end && at - i < kMaxTail) {
    if (s.script[at].digits) {
      // A number that begins a line behind a postal code is another thing: "Sweden 67655", "50-98-28-96".
      if (s.script[at].line_before && s.script[at - 1].digits && s.fold(at - 1).size() >= 4) break;
      ++numbers;
      last = ++at;
    } else if (s.script[at].letters) {
      if (!s.script[at].upper && !s.script[at].of(word_class::kParticle) && s.fold(at) != "u" &&
          s.fold(at) != "ut" && s.fold(at) != "utca" && s.fold(at) != "and" && s.fold(at) != "nan")
        break;
      if (unit_word(s.fold(at))) unit = true;
      if (!unit && s.script[at].line_before && words > 0) break;
      if (s.script[at].upper) {
        ++words;
        last = at + 1;
      }
      ++at;
    } else if (s.comma(at) || s.script.sign(at, '.') || s.script.sign(at, '#') || s.script.sign(at, '-')) {
      if (s.script.sign(at, '.') && at + 1 < s.end && s.script[at + 1].space_before &&
          !s.script[at - 1].digits && s.fold(at - 1).size() > 4)
        break;
      ++at;
    } else if (s.quote_sign(at)) {
      ++at;
    } else if (s.script.sign(at, '(') && s.fold(at + 2) == ")") {  // "Cyprus (Greek) 13475"
      at += 3;
    } else {
      break;
    }
  }
  if (words == 0 || (!unit && !(s.address_cue(i) && numbers >= 2)) || function_word(s.fold(i + 1))) return i;
  return last;
}

namespace {

// "corner of fifth and main street": the word behind the kind of the second street, i: none.
std::size_t said_corner(const Sentence& s, std::size_t i) {
  constexpr std::size_t kReach = 8;  // words
  bool both = false;
  for (std::size_t k = i + 2; k < s.end && k - i <= kReach && s.script[k].letters; ++k) {
    if (both && street_suffix(s.fold(k)) != Street::none) return k + 1;
    if (s.fold(k) == "and")
      both = k > i + 2;
    else if (function_word(s.fold(k)) && street_suffix(s.fold(k)) == Street::none)
      return i;
  }
  return i;
}

}  // namespace

// "the corner of 3744 Retreat Avenue and Władysława Route"
std::size_t corner(const Sentence& s, std::size_t i) {
  if (s.fold(i + 1) != "of" || i + 2 >= s.end) return i;
  std::size_t last = i + 2;
  if (!s.cased) return said_corner(s, i);
  bool kind = false;
  while (last < s.end && last - i < 14 &&
         (s.script[last].upper || s.script[last].digits || s.fold(last) == "and" || s.fold(last) == "." ||
          particle(s.fold(last)) || s.fold(last) == "ul")) {
    kind = kind || street_suffix(s.fold(last)) != Street::none || street_prefix(s.fold(last));
    ++last;
  }
  while (last > i + 2 && !s.script[last - 1].alnum()) --last;
  return kind ? last : i;
}

}  // namespace offhook::redact::detect::address
