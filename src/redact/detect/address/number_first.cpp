// House number, street, kind of street behind or before its name: "910 Birchwood Court", "31 Rue Al Imam".
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {
namespace {

constexpr std::size_t kMaxName = 6;  // words of a street's name

bool time_word(std::string_view word) {
  for (const std::string_view w :
       {"minute", "hour",      "day",     "mile",    "week", "month", "year", "more",
        "other",  "different", "bedroom", "bed",     "lane", "time",  "new",  "wrong",
        "item",   "items",     "per",     "percent", "way",  "thing", "am",   "pm"})
    if (word == w) return true;
  return false;
}

bool followed_by_place(const Sentence& s, std::size_t i) {
  return s.comma(i) || us_state(s.fold(i)) || unit_word(s.fold(i));
}

// Of the words that are seldom a kind of street: with a capital, where an address is spoken of, a town or a
// unit follows, or nothing else stands in the line.
bool ends_street(const Sentence& s, std::size_t first, std::size_t i) {
  if (!s.cased || !s.script[i].upper || street_suffix(s.fold(i + 1)) != Street::none) return false;
  const bool alone =
      (first == s.begin || s.script[first].line_before) && (i + 1 == s.end || s.script[i + 1].line_before);
  // "on", "in" and "or" are states, too.
  const bool place = s.comma(i + 1) || unit_word(s.fold(i + 1)) ||
                     (us_state(s.fold(i + 1)) && (s.fold(i + 1).size() > 2 || s.script[i + 1].all_upper));
  return alone || place || s.address_cue(first);
}

std::size_t digits_said(std::size_t first, std::size_t last) { return last - first; }

// "W6240 County Road KK": a number with its direction.
bool on_grid(const Sentence& s, std::size_t i) {
  const std::string_view text = s.fold(i);
  return s.script[i].upper && text.size() >= 4 &&
         std::string_view("nsew").find(text.front()) != std::string_view::npos &&
         text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

// The end of the house number at i: "910", "123R", "2615 1/2", "fifteen sixteen", "zero seven six".
std::size_t house(const Sentence& s, std::size_t i) {
  if (s.script[i].digits) {
    const std::string_view text = s.fold(i);
    const bool grid = on_grid(s, i);
    if (text.size() > 6 || (!grid && (text.front() < '0' || text.front() > '9'))) return i;
    if (!grid && s.script[i].letters &&
        !(text.size() <= 5 && (text.back() < '0' || text.back() > '9') && text[text.size() - 2] >= '0' &&
          text[text.size() - 2] <= '9'))
      return i;
    std::size_t last = i + 1;
    if (i > s.begin && !s.script[i].space_before && !s.comma(i - 1) && !s.script.sign(i - 1, '(') &&
        !s.script.sign(i - 1, '#'))
      return i;
    if (s.fold(last) == "-" && last + 1 < s.end && s.script[last + 1].digits && !s.script[last].space_before)
      last += 2;
    if (last + 2 < s.end && s.script[last].digits && s.fold(last + 1) == "/" && s.script[last + 2].digits)
      last += 3;
    // A unit and its house, as Australians write them: "14/88".
    if (s.fold(last) == "/" && last + 1 < s.end && s.script[last + 1].digits &&
        !s.script[last].space_before && !s.script[last + 1].space_before)
      last += 2;
    // "12 bis rue des Tanneurs"
    if (s.fold(last) == "bis" || s.fold(last) == "ter" || s.fold(last) == "quater") ++last;
    // Single digits with spaces: "1 2 3 Main Street".
    while (last < s.end && s.fold(last).size() == 1 && s.script[last].digits && last - i < 6) ++last;
    return last;
  }
  std::size_t digits = 0;
  std::size_t last = i;
  while (last < s.end && digits < 5) {
    const auto number = read_number(s.script, last, s.end, Language::english);
    if (!number) break;
    digits += number->digits.size();
    last = number->last;
    // "fifteen sixteen birch": commas end it.
  }
  return digits == 0 || digits > 6 ? i : last;
}

// "County Road 546", "CR 2700 E", "U.S. Highway No. 130", "Highway A1A", "State Route 690", "Private Road
// 54606"
std::size_t highway(const Sentence& s, std::size_t i) {
  std::size_t at = i;
  bool kind = false;
  for (std::size_t k = 0; k < 8 && at < s.end; ++k, ++at) {
    const std::string_view word = s.fold(at);
    if (word == "highway" || word == "hwy" || word == "road" || word == "rd" || word == "route" ||
        word == "rte" || word == "cr")
      kind = true;
    else if (!(word == "." || word == "county" || word == "state" || word == "country" || word == "private" ||
               word == "us" || word == "u" || word == "s" || word == "no"))
      break;
  }
  if (!kind || at >= s.end ||
      !(s.script[at].digits || (s.script[at].letters && s.fold(at).size() <= 2 && s.script[at].upper)))
    return i;
  return at + 1;
}

// Little words inside a street's name.
bool links(std::string_view word) {
  for (const std::string_view link :
       {"of", "the", "des", "do", "delle", "degli", "dei", "das", "los", "las", "les", "y", "e"})
    if (word == link) return true;
  return false;
}

// A street whose kind stands in front: "Rue Al Imam", "Avenue of the Americas", "rue des Lilas"; `words` have
// been read of its name before it.
std::size_t named_behind(const Sentence& s, std::size_t at, std::size_t words) {
  const std::string_view kind = s.fold(at);
  if (!s.script[at].letters || !street_prefix(kind) || at + 1 >= s.end) return at;
  const bool both = street_suffix(kind) != Street::none;  // "avenue" stands on either side
  // "12 avenue Foch", but not "the 3 avenue that"
  if (both && s.cased && !s.script[at].upper) {
    std::size_t name = at + 1;
    while (name < s.end && name < at + 3 && particle(s.fold(name))) ++name;  // "place de la République"
    if (name == s.end || !s.script[name].upper) return at;
  }
  if (words > 0 && !(both && s.cased)) return at;
  std::size_t last = at + 1;
  for (std::size_t count = 0; last < s.end && count < kMaxName; ++last, ++count) {
    // "Rue Saint-Denis"
    if (s.script.sign(last, '-') && last > at + 1 && last + 1 < s.end && s.script[last + 1].upper &&
        !s.script[last + 1].space_before)
      ++last;
    const std::string_view word = s.fold(last);
    const bool name = s.script[last].upper || particle(word) || links(word);
    if (!s.script[last].letters || s.script[last].line_before || !name || unit_word(word)) break;
  }
  if (both && s.script[at + 1].letters) return last;
  return last > at + 1 && (s.script[last - 1].upper || !s.cased) ? last : at;
}

}  // namespace

// "Unit 1207, 88 Kalayaan Avenue": a unit in front of the house number.
std::size_t unit_before(const Sentence& s, std::size_t i) {
  std::size_t at = i;
  if (at > s.begin && s.comma(at - 1)) --at;
  if (at >= s.begin + 2 && s.script[at - 1].digits && unit_word(s.fold(at - 2))) return at - 2;
  // Said: "flat six, thirty one queens road".
  constexpr std::size_t kMaxSaid = 3;
  for (std::size_t k = at; k > s.begin && at - k <= kMaxSaid; --k)
    if (unit_word(s.fold(k - 1)))
      return k - 1;
    else if (!s.number_word(k - 1) && s.fold(k - 1).size() != 1)
      break;
  return i;
}

// House number and street with its kind behind the name; returns the word behind, i: none.
std::size_t numbered(const Sentence& s, std::size_t i, bool& sure) {
  const std::size_t name = house(s, i);
  if (name == i || name >= s.end) return i;
  const bool spoken = !s.script[i].digits;
  std::size_t at = name;
  // Said: "two four five, Maple Street". Written: "22, rue Andrée Chevalier", "Flat 6, Tracy Manors".
  if (s.comma(at) && (spoken || street_prefix(s.fold(at + 1)) || unit_before(s, i) < i)) ++at;
  std::size_t words = 0;
  bool directed = false;
  // A second number in front of the street: "5049 2450 Crown St", "15 W 400 North".
  while (at < s.end && words <= kMaxName) {
    const std::string_view word = s.fold(at);
    if (!s.script[at].alnum()) {
      if (word == "." && !s.script[at].space_before && words + (directed ? 1u : 0u) > 0 &&
          s.script.fold(at - 1).size() <= 6) {
        ++at;
        continue;
      }
      if (word == "'" || word == "-") {
        ++at;
        continue;
      }
      return i;
    }
    const bool seldom = seldom_street(word) && words > 0 && ends_street(s, i, at);
    const Street kind = seldom ? Street::maybe : street_suffix(word);
    const bool last_suffix = kind != Street::none && (words > 0 || directed);
    if (last_suffix && !(word == "st" && words == 0)) {
      // "Saint John W St": the last of several kinds of street is its kind.
      std::size_t behind = at + 1;
      if (s.fold(behind) == "." && !s.script[behind].space_before) ++behind;
      std::size_t more = behind;
      std::size_t look = behind;
      for (std::size_t k = 0; k < 3 && look < s.end && s.script[look].letters && !s.script[look].line_before;
           ++k, ++look)
        if (street_suffix(s.fold(look)) == Street::sure && s.fold(look) != "st" && s.fold(look) != "dr" &&
            !us_state(s.fold(look)))
          more = look + 1;
      if (more > behind && s.cased) behind = more;
      // "cedar grove road": a kind of street in the name of one.
      if (kind == Street::maybe && street_suffix(s.fold(behind)) == Street::sure) {
        ++words;
        at = behind;
        continue;
      }
      if (kind == Street::maybe && (spoken || !s.cased) && !s.address_cue(i) && !followed_by_place(s, behind))
        return i;
      if (kind == Street::maybe && s.cased && !s.script[at].upper && !s.address_cue(i)) return i;
      if (spoken && !s.address_cue(i) && words == 1 && word_kinds(s.script.fold(at - 1)).word &&
          !word_kinds(s.script.fold(at - 1)).name() && digits_said(i, name) < 2)
        return i;
      sure = kind == Street::sure;
      return behind;
    }
    if ((word == "county" || word == "state" || word == "country" || word == "private" || word == "us" ||
         word == "u" || word == "cr" || word == "highway" || word == "route" || word == "rte" ||
         word == "hwy") &&
        !spoken) {
      if (const std::size_t road = highway(s, at); road > at) {
        sure = true;
        return road;
      }
    }
    const bool dated = !spoken && name >= i + 3 && s.fold(name - 2) == "/";  // "11/24 via UPS"
    if (const std::size_t behind = dated ? at : named_behind(s, at, words); behind > at) {
      sure = true;
      return behind;
    }
    if (time_word(word) || s.script[at].is(kMagnitude | kMonth) || word == "i" || word == "is" ||
        word == "are")
      return i;
    if (s.script[at].is(kDigit | kTeen | kTens) && !s.script[at].digits && words > 0) return i;
    if (direction(word)) {
      directed = true;
      ++at;
      continue;
    }
    const bool link = word == "and" || word == "of" || word == "the" || particle(word);
    if (word == "and" && words == 0) return i;  // "open at nine thirty and close at five"
    if (function_word(word) && !link && !street_adjective(word) && !s.script[at].is(kOrdinal) &&
        !(s.script[at].upper && s.cased))
      return i;
    if (s.cased && !s.script[at].upper && !s.script[at].digits && !link && !s.script[at].is(kOrdinal) &&
        !spoken && !s.address_cue(i))
      return i;
    if (s.script[at].digits && words > 0 && !(s.fold(at).size() > 2 && s.script[at].letters)) return i;
    ++words;
    ++at;
    if (spoken && words > 3) return i;
  }
  return i;
}

}  // namespace offhook::redact::detect::address
