// What stands behind a street: unit, town, state, code, country.
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {
namespace {

bool code_follows(const Sentence& s, std::size_t i) {
  if (s.comma(i)) ++i;
  return i < s.end && s.script[i].digits && s.fold(i).size() >= 4;
}

// Within the next words a state or a code stands, nothing but plain words between.
bool closes_with_state(const Sentence& s, std::size_t i) {
  for (std::size_t k = i; k < s.end && k - i < 5; ++k) {
    if (s.comma(k)) continue;
    if (s.script[k].digits) return s.fold(k).size() >= 4 && s.fold(k).size() <= 9 && k > i;
    if (!s.script[k].letters || (function_word(s.fold(k)) && !us_state(s.fold(k)))) return false;
    if (us_state(s.fold(k)) && s.fold(k).size() > 2 && !direction(s.fold(k))) return true;
    if (us_state(s.fold(k)) && k > i && code_follows(s, k + 1)) return true;
  }
  return false;
}

}  // namespace

// Unit, town, state, code, country behind a street.
std::size_t tail(const Sentence& s, std::size_t last, bool comma_needed) {
  std::size_t at = last;
  std::size_t pending = 0;  // words of a possible town
  bool after_comma = false;
  const std::size_t limit = std::min(s.end, last + kMaxTail);
  while (at < limit) {
    const std::string_view word = s.fold(at);
    if (s.comma(at)) {
      after_comma = true;
      pending = 0;
      ++at;
      continue;
    }
    if (s.script.sign(at, '.') && !s.script[at].space_before) {
      if (at + 1 < s.end && s.script[at + 1].space_before && s.script.fold(at - 1).size() > 4 &&
          !s.script[at - 1].digits)
        break;
      ++at;
      continue;
    }
    if ((unit_word(word) || s.script.sign(at, '#')) && at + 1 < s.end &&
        !(word == "fl" && code_follows(s, at + 1))) {
      // "Apt. 289", "# 2", "suite 2 3665", "floor 2"; "second floor", "27th fl" end with the word.
      std::size_t next = at + 1;
      if (s.fold(next) == "." && !s.script[next].space_before) ++next;
      while (next < s.end && s.script.sign(next, '#')) ++next;
      if (s.fold(next) == "apt") ++next;
      if (next < s.end && (s.script[next].digits || s.fold(next).size() == 1)) {
        last = next + 1;
        while (last + 1 < s.end && s.script.sign(last, '-') && !s.script[last].space_before &&
               s.script[last + 1].alnum())
          last += 2;
      } else if (const auto number = read_number(s.script, next, s.end, Language::english)) {
        last = number->last;
      } else if (word == "fl" || word == "floor") {
        last = at + 1;
      } else {
        break;
      }
      at = last;
      after_comma = false;
      pending = 0;
      continue;
    }
    if (direction(word) && at == last) {
      last = ++at;
      if (s.fold(at) == "." && at < s.end && !s.script[at].space_before) last = ++at;
      continue;
    }
    // "15th floor", "second floor", "27th fl", "bldg 100"
    if ((s.script[at].digits || s.script[at].is(kOrdinal)) &&
        (s.fold(at + 1) == "floor" || s.fold(at + 1) == "fl")) {
      last = at += 2;
      continue;
    }
    if (s.script[at].digits) {
      const bool code = word.size() >= 4 && word.size() <= 9;
      const bool letters = s.script[at].letters && word.size() <= 6;
      if (!code && !letters && !(at == last && word.size() <= 3)) break;
      last = at + 1;
      if (s.fold(last) == "-" && last + 1 < s.end && s.script[last + 1].digits) last += 2;
      at = last;
      pending = 0;
      continue;
    }
    if (s.number_word(at)) {
      // A spoken code: five digits.
      std::size_t digits = 0, next = at;
      while (next < s.end && digits < 5) {
        const auto number = read_number(s.script, next, s.end, Language::english);
        if (!number) break;
        digits += number->digits.size();
        next = number->last;
      }
      if (digits != 5 && digits != 4) break;
      last = at = next;
      break;
    }
    if (!s.script[at].letters) {
      if (word == "(" && at + 2 < s.end && s.fold(at + 2) == ")") {
        at += 3;
        continue;
      }
      break;
    }
    const bool upper = s.script[at].upper && s.cased;
    if (us_state(word) && (pending > 0 || after_comma || upper) &&
        (word.size() > 2 ? true
                         : (upper ? s.script[at].all_upper || code_follows(s, at + 1)
                                  : code_follows(s, at + 1) || at + 1 == s.end))) {
      if (word == "new" || word == "north" || word == "south" || word == "west" || word == "rhode") {
        ++at;
        continue;
      }
      last = ++at;
      pending = 0;
      after_comma = false;
      continue;
    }
    if (country_word(word) && (pending > 0 || after_comma || upper)) {
      last = ++at;
      pending = 0;
      after_comma = false;
      continue;
    }
    if (++pending > 4 || (function_word(word) && !particle(word) && !(upper && after_comma)) ||
        s.script[at].is(kMagnitude))
      break;
    if (s.cased && !upper && !particle(word) && !closes_with_state(s, at)) break;
    if (!s.cased && !after_comma && !closes_with_state(s, at)) break;
    if (s.cased && upper && !after_comma && !s.script[at].line_before && comma_needed &&
        !closes_with_state(s, at))
      break;
    if (after_comma && (word == "please" || word == "same" || word == "thanks" || word == "thank" ||
                        word == "not" || word == "which" || word == "and"))
      break;
    ++at;
    // A town behind a comma counts by itself when it is capitalised.
    if (after_comma && upper) last = at;
    if (after_comma && !s.cased && closes_with_state(s, at - 1)) last = at;
  }
  return last;
}

}  // namespace offhook::redact::detect::address
