// Postal addresses: a house number, a street and what follows it (unit, town, state, code), written or
// spoken, in the order of English-speaking countries ("910 Birchwood Court") or with the number behind
// ("Lindenallee 112"); PO boxes; and whatever is dictated in answer to a question for the address.
#include <algorithm>
#include <optional>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/detectors.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMaxName = 6;    // words of a street's name
constexpr std::size_t kMaxTail = 24;   // words behind it
constexpr std::size_t kMaxTurns = 10;  // utterances an asked address may take

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {}

  void run() {
    const std::size_t utterances = script_.dialogue().size();
    for (std::size_t u = 0; u < utterances; ++u) {
      enter(u);
      for (std::size_t i = begin_; i < end_;) {
        const std::size_t last = address_at(i);
        i = last > i ? last : i + 1;
      }
    }
    for (std::size_t u = 0; u < utterances; ++u)
      if (asks(u)) dictated(u + 1);
  }

 private:
  void enter(std::size_t u) {
    begin_ = script_.begin_of(u);
    end_ = script_.end_of(u);
    cased_ = cased(script_, begin_, end_);
  }
  [[nodiscard]] std::string_view fold(std::size_t i) const {
    return i < end_ ? script_.fold(i) : std::string_view();
  }
  [[nodiscard]] bool comma(std::size_t i) const { return i < end_ && script_.sign(i, ','); }
  [[nodiscard]] bool number_word(std::size_t i) const {
    return i < end_ && script_[i].is(kDigit | kTeen | kTens | kRepeat) && fold(i) != "o";
  }

  std::size_t address_at(std::size_t i) {
    if (const std::size_t last = box(i); last > i)
      return propose(i, tail(last, true), 0.9, "post office box");
    if (const std::size_t last = military(i); last > i)
      return propose(i, tail(last, true), 0.9, "military post address");
    if (script_[i].digits || number_word(i)) {
      bool sure = false;
      if (const std::size_t last = numbered(i, sure); last > i)
        return propose(unit_before(i), tail(last, true), sure ? 0.88 : 0.72, "house number and street");
      if (const std::size_t last = listed(i); last > i)
        return propose(i, last, 0.7, "numbers and names as an address has them");
    } else if (script_[i].letters) {
      if (const std::size_t last = number_behind(i); last > i)
        return propose(i, tail(last, true), 0.8, "street and house number");
      if (const std::size_t last = corner(i); last > i) return propose(i, last, 0.8, "street corner");
    }
    return i;
  }

  // "Unit 1207, 88 Kalayaan Avenue": a unit in front of the house number.
  [[nodiscard]] std::size_t unit_before(std::size_t i) const {
    std::size_t at = i;
    if (at > begin_ && comma(at - 1)) --at;
    return at >= begin_ + 2 && script_[at - 1].digits && unit_word(fold(at - 2)) ? at - 2 : i;
  }

  // The end of the house number at i: "910", "123R", "2615 1/2", "fifteen sixteen", "zero seven six".
  [[nodiscard]] std::size_t house(std::size_t i) const {
    if (script_[i].digits) {
      const std::string_view text = fold(i);
      if (text.size() > 6 || text.front() < '0' || text.front() > '9') return i;
      if (script_[i].letters && !(text.size() <= 5 && (text.back() < '0' || text.back() > '9') &&
                                  text[text.size() - 2] >= '0' && text[text.size() - 2] <= '9'))
        return i;
      std::size_t last = i + 1;
      if (i > begin_ && !script_[i].space_before && !comma(i - 1) && !script_.sign(i - 1, '(') &&
          !script_.sign(i - 1, '#'))
        return i;
      if (fold(last) == "-" && last + 1 < end_ && script_[last + 1].digits && !script_[last].space_before)
        last += 2;
      if (last + 2 < end_ && script_[last].digits && fold(last + 1) == "/" && script_[last + 2].digits)
        last += 3;
      // Single digits with spaces: "1 2 3 Main Street".
      while (last < end_ && fold(last).size() == 1 && script_[last].digits && last - i < 6) ++last;
      return last;
    }
    std::size_t digits = 0;
    std::size_t last = i;
    while (last < end_ && digits < 5) {
      const auto number = read_number(script_, last, end_, Language::english);
      if (!number) break;
      digits += number->digits.size();
      last = number->last;
      // "fifteen sixteen birch": commas end it.
    }
    return digits == 0 || digits > 6 ? i : last;
  }

  [[nodiscard]] bool time_word(std::string_view word) const {
    for (const std::string_view w :
         {"minute", "hour",      "day",     "mile",    "week", "month", "year", "more",
          "other",  "different", "bedroom", "bed",     "lane", "time",  "new",  "wrong",
          "item",   "items",     "per",     "percent", "way",  "thing", "am",   "pm"})
      if (word == w) return true;
    return false;
  }

  // House number and street with its kind behind the name; returns the word behind, i: none.
  std::size_t numbered(std::size_t i, bool& sure) const {
    const std::size_t name = house(i);
    if (name == i || name >= end_) return i;
    const bool spoken = !script_[i].digits;
    std::size_t at = name;
    if (spoken && comma(at)) ++at;
    std::size_t words = 0;
    bool directed = false;
    // A second number in front of the street: "5049 2450 Crown St", "15 W 400 North".
    while (at < end_ && words <= kMaxName) {
      const std::string_view word = fold(at);
      if (!script_[at].alnum()) {
        if (word == "." && !script_[at].space_before && words + (directed ? 1u : 0u) > 0 &&
            script_.fold(at - 1).size() <= 6) {
          ++at;
          continue;
        }
        if (word == "'" || word == "-") {
          ++at;
          continue;
        }
        return i;
      }
      const Street kind = street_suffix(word);
      const bool last_suffix = kind != Street::none && (words > 0 || directed);
      if (last_suffix && !(word == "st" && words == 0)) {
        // "Saint John W St": the last of several kinds of street is its kind.
        std::size_t behind = at + 1;
        if (fold(behind) == "." && !script_[behind].space_before) ++behind;
        std::size_t more = behind;
        std::size_t look = behind;
        for (std::size_t k = 0; k < 3 && look < end_ && script_[look].letters && !script_[look].line_before;
             ++k, ++look)
          if (street_suffix(fold(look)) == Street::sure && fold(look) != "st" && fold(look) != "dr" &&
              !us_state(fold(look)))
            more = look + 1;
        if (more > behind && cased_) behind = more;
        if (kind == Street::maybe && (spoken || !cased_) && !address_cue(i) && !followed_by_place(behind))
          return i;
        if (kind == Street::maybe && cased_ && !script_[at].upper && !address_cue(i)) return i;
        if (spoken && !address_cue(i) && words == 1 && word_kinds(script_.fold(at - 1)).word &&
            !word_kinds(script_.fold(at - 1)).name() && digits_said(i, name) < 2)
          return i;
        sure = kind == Street::sure;
        return behind;
      }
      if ((word == "county" || word == "state" || word == "country" || word == "private" || word == "us" ||
           word == "u" || word == "cr" || word == "highway" || word == "route" || word == "rte" ||
           word == "hwy") &&
          !spoken) {
        if (const std::size_t road = highway(at); road > at) {
          sure = true;
          return road;
        }
      }
      if (kind != Street::none && street_prefix(word) && cased_ && script_[at].upper && at + 1 < end_ &&
          script_[at + 1].letters) {
        // "31 Rue Al Imam", "1114 Avenue of the Americas", "413 Rue Antoinette"
        std::size_t last = at + 1;
        std::size_t count = 0;
        while (last < end_ && script_[last].letters && !script_[last].line_before &&
               (script_[last].upper || particle(fold(last)) || fold(last) == "of" || fold(last) == "the") &&
               !unit_word(fold(last)) && count++ < kMaxName)
          ++last;
        sure = true;
        return last;
      }
      if (script_[at].letters && street_prefix(word) && (cased_ ? script_[at].upper : true) && words == 0) {
        std::size_t last = at + 1;
        std::size_t count = 0;
        while (last < end_ && script_[last].letters && !script_[last].line_before &&
               (script_[last].upper || particle(fold(last)) || fold(last) == "of" || fold(last) == "the") &&
               !unit_word(fold(last)) && count++ < kMaxName)
          ++last;
        if (count > 0) {
          sure = true;
          return last;
        }
      }
      if (time_word(word) || script_[at].is(kMagnitude | kMonth) || word == "i" || word == "is" ||
          word == "are")
        return i;
      if (script_[at].is(kDigit | kTeen | kTens) && !script_[at].digits && words > 0) return i;
      if (direction(word)) {
        directed = true;
        ++at;
        continue;
      }
      const bool link = word == "and" || word == "of" || word == "the" || particle(word);
      if (function_word(word) && !link && !script_[at].is(kOrdinal) && !(script_[at].upper && cased_))
        return i;
      if (cased_ && !script_[at].upper && !script_[at].digits && !link && !script_[at].is(kOrdinal) &&
          !spoken && !address_cue(i))
        return i;
      if (script_[at].digits && words > 0 && !(fold(at).size() > 2 && script_[at].letters)) return i;
      ++words;
      ++at;
      if (spoken && words > 3) return i;
    }
    return i;
  }

  [[nodiscard]] static std::size_t digits_said(std::size_t first, std::size_t last) { return last - first; }

  // "County Road 546", "CR 2700 E", "U.S. Highway No. 130", "Highway A1A", "State Route 690", "Private Road
  // 54606"
  [[nodiscard]] std::size_t highway(std::size_t i) const {
    std::size_t at = i;
    bool kind = false;
    for (std::size_t k = 0; k < 6 && at < end_; ++k, ++at) {
      const std::string_view word = fold(at);
      if (word == "highway" || word == "hwy" || word == "road" || word == "rd" || word == "route" ||
          word == "rte" || word == "cr")
        kind = true;
      else if (!(word == "." || word == "county" || word == "state" || word == "country" ||
                 word == "private" || word == "us" || word == "u" || word == "s" || word == "no"))
        break;
    }
    if (!kind || at >= end_ ||
        !(script_[at].digits || (script_[at].letters && fold(at).size() <= 2 && script_[at].upper)))
      return i;
    return at + 1;
  }

  // "Lindenallee 112", "Rua do Arenque 1634", "ul. Słowicza 10", "Rákóczi út 66."
  [[nodiscard]] std::size_t number_behind(std::size_t i) const {
    if (!script_[i].upper && !street_prefix(fold(i))) return i;
    if (i > begin_ && !script_[i].space_before && script_[i - 1].alnum()) return i;
    bool kind = street_prefix(fold(i)) && fold(i) != "via";
    bool via = fold(i) == "via" && script_[i].upper;
    const bool am =
        (fold(i) == "am" || fold(i) == "an" || fold(i) == "im" || fold(i) == "zum") && script_[i].upper;
    std::size_t at = i;
    std::size_t words = 0;
    while (at < end_ && words < kMaxName &&
           (script_[at].letters || (script_.sign(at, '.') && !script_[at].space_before)) &&
           !script_[at].digits) {
      if (script_[at].letters) {
        if (at > i && script_[at].line_before) return i;
        if (!script_[at].upper && !particle(fold(at)) && !street_prefix(fold(at)) &&
            street_suffix(fold(at)) == Street::none && fold(at) != "e" && fold(at) != "dei")
          return i;
        kind =
            kind || street_compound(fold(at)) ||
            (words > 0 && (fold(at) == "utca" || fold(at) == "ut" || fold(at) == "u" || fold(at) == "utja" ||
                           fold(at) == "katu" || fold(at) == "tie" || fold(at) == "vej"));
        ++words;
      }
      ++at;
    }
    if (at >= end_ || !script_[at].digits || fold(at).size() > 5 || words == 0) return i;
    if (!(kind || via || (am && words >= 2)) && !(address_cue(i) && words <= 4 && foreign(i, at))) return i;
    std::size_t last = at + 1;
    if (fold(last) == "." && last < end_ && !script_[last].space_before && last + 1 < end_ &&
        script_[last + 1].space_before && (script_[last + 1].upper || script_[last + 1].line_before))
      ++last;
    return last;
  }
  [[nodiscard]] bool foreign(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      if (script_[i].letters && word_kinds(fold(i)).unknown() && fold(i).size() > 4) return true;
    return false;
  }

  // "86036 Rua do Arenque 1634 Suite 245 …": a number, capitalised words and numbers, with a unit or an
  // address cue.
  [[nodiscard]] std::size_t listed(std::size_t i) const {
    if (!cased_ || !script_[i].digits || script_[i].letters || fold(i).size() > 5 ||
        (i > begin_ && !script_[i].space_before))
      return i;
    std::size_t at = i + 1;
    std::size_t last = i + 1;
    std::size_t words = 0, numbers = 1;
    bool unit = false;
    while (at < end_ && at - i < kMaxTail) {
      if (script_[at].digits) {
        ++numbers;
        last = ++at;
      } else if (script_[at].letters) {
        if (!script_[at].upper && !particle(fold(at)) && fold(at) != "u" && fold(at) != "ut" &&
            fold(at) != "utca" && fold(at) != "and" && fold(at) != "nan")
          break;
        if (unit_word(fold(at))) unit = true;
        if (!unit && script_[at].line_before && words > 0) break;
        if (script_[at].upper) {
          ++words;
          last = at + 1;
        }
        ++at;
      } else if (comma(at) || script_.sign(at, '.') || script_.sign(at, '#') || script_.sign(at, '-')) {
        if (script_.sign(at, '.') && at + 1 < end_ && script_[at + 1].space_before &&
            !script_[at - 1].digits && fold(at - 1).size() > 4)
          break;
        ++at;
      } else {
        break;
      }
    }
    if (words == 0 || (!unit && !(address_cue(i) && numbers >= 2))) return i;
    if (words < 1 || function_word(fold(i + 1))) return i;
    return last;
  }

  // "the corner of 3744 Retreat Avenue and Władysława Route"
  [[nodiscard]] std::size_t corner(std::size_t i) const {
    if (fold(i) != "corner" || fold(i + 1) != "of" || i + 2 >= end_) return i;
    std::size_t last = i + 2;
    bool kind = false;
    while (last < end_ && last - i < 14 &&
           (script_[last].upper || script_[last].digits || fold(last) == "and" || fold(last) == "." ||
            particle(fold(last)) || fold(last) == "ul")) {
      kind = kind || street_suffix(fold(last)) != Street::none || street_prefix(fold(last));
      ++last;
    }
    while (last > i + 2 && !script_[last - 1].alnum()) --last;
    return kind ? last : i;
  }

  // "PO Box 104", "P.O. Box 242", "post office box twelve"
  [[nodiscard]] std::size_t box(std::size_t i) const {
    std::size_t at = i;
    if (fold(at) == "po")
      ++at;
    else if (fold(at) == "p" && (fold(at + 1) == "o" || (fold(at + 1) == "." && fold(at + 2) == "o")))
      at += fold(at + 1) == "o" ? 2 : 3;
    else if (fold(at) == "post" && fold(at + 1) == "office")
      at += 2;
    else
      return i;
    if (fold(at) == ".") ++at;
    if (fold(at) != "box" || at + 1 >= end_) return i;
    ++at;
    if (script_.sign(at, '#')) ++at;
    if (at >= end_) return i;
    if (script_[at].digits || (fold(at).size() == 1 && script_[at].upper)) return at + 1;
    const auto number = read_number(script_, at, end_, Language::english);
    return number ? number->last : i;
  }

  // "PSC 6477, Box 2981 APO AE 83700", "Unit 5146 Box 1772 DPO AE 91410", "USNS Møller FPO AA 85844"
  [[nodiscard]] std::size_t military(std::size_t i) const {
    const bool opens = fold(i) == "psc" || fold(i) == "unit" || fold(i) == "cmr" || fold(i) == "usns" ||
                       fold(i) == "uss" || fold(i) == "usnv" || fold(i) == "uscgc" || fold(i) == "usnc";
    if (!opens) return i;
    for (std::size_t at = i + 1; at < end_ && at - i < 10; ++at)
      if ((fold(at) == "apo" || fold(at) == "fpo" || fold(at) == "dpo") && fold(at + 1).size() == 2)
        return at + 2 < end_ && script_[at + 2].digits ? at + 3 : at + 2;
    return i;
  }

  [[nodiscard]] bool address_cue(std::size_t i) const {
    const Governing labels =
        governing(script_, context_.labels, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1));
    if ((labels.before & (label::kAddress)) != 0) return true;
    if (i == begin_) return false;
    const std::string_view before = fold(script_[i - 1].alnum() ? i - 1 : (i - 1 > begin_ ? i - 2 : i - 1));
    for (const std::string_view word : {"at", "live", "lives", "to", "on", "in", "address", "is", "from"})
      if (before == word) return true;
    return false;
  }
  [[nodiscard]] bool followed_by_place(std::size_t i) const {
    return comma(i) || us_state(fold(i)) || unit_word(fold(i));
  }

  // Unit, town, state, code, country behind a street.
  [[nodiscard]] std::size_t tail(std::size_t last, bool comma_needed) const {
    std::size_t at = last;
    std::size_t pending = 0;  // words of a possible town
    bool after_comma = false;
    const std::size_t limit = std::min(end_, last + kMaxTail);
    while (at < limit) {
      const std::string_view word = fold(at);
      if (comma(at)) {
        after_comma = true;
        pending = 0;
        ++at;
        continue;
      }
      if (script_.sign(at, '.') && !script_[at].space_before) {
        if (at + 1 < end_ && script_[at + 1].space_before && script_.fold(at - 1).size() > 4 &&
            !script_[at - 1].digits)
          break;
        ++at;
        continue;
      }
      if ((unit_word(word) || script_.sign(at, '#')) && at + 1 < end_ &&
          !(word == "fl" && code_follows(at + 1))) {
        // "Apt. 289", "# 2", "suite 2 3665", "floor 2"; "second floor", "27th fl" end with the word.
        std::size_t next = at + 1;
        if (fold(next) == "." && !script_[next].space_before) ++next;
        while (next < end_ && script_.sign(next, '#')) ++next;
        if (fold(next) == "apt") ++next;
        if (next < end_ && (script_[next].digits || fold(next).size() == 1)) {
          last = next + 1;
          while (last + 1 < end_ && script_.sign(last, '-') && !script_[last].space_before &&
                 script_[last + 1].alnum())
            last += 2;
        } else if (const auto number = read_number(script_, next, end_, Language::english)) {
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
        if (fold(at) == "." && at < end_ && !script_[at].space_before) last = ++at;
        continue;
      }
      // "15th floor", "second floor", "27th fl", "bldg 100"
      if ((script_[at].digits || script_[at].is(kOrdinal)) &&
          (fold(at + 1) == "floor" || fold(at + 1) == "fl")) {
        last = at += 2;
        continue;
      }
      if (script_[at].digits) {
        const bool code = word.size() >= 4 && word.size() <= 9;
        const bool letters = script_[at].letters && word.size() <= 6;
        if (!code && !letters && !(at == last && word.size() <= 3)) break;
        last = at + 1;
        if (fold(last) == "-" && last + 1 < end_ && script_[last + 1].digits) last += 2;
        at = last;
        pending = 0;
        continue;
      }
      if (number_word(at)) {
        // A spoken code: five digits.
        std::size_t digits = 0, next = at;
        while (next < end_ && digits < 5) {
          const auto number = read_number(script_, next, end_, Language::english);
          if (!number) break;
          digits += number->digits.size();
          next = number->last;
        }
        if (digits != 5 && digits != 4) break;
        last = at = next;
        break;
      }
      if (!script_[at].letters) {
        if (word == "(" && at + 2 < end_ && fold(at + 2) == ")") {
          at += 3;
          continue;
        }
        break;
      }
      const bool upper = script_[at].upper && cased_;
      if (us_state(word) && (pending > 0 || after_comma || upper) &&
          (word.size() > 2 ? true
                           : (upper ? script_[at].all_upper || code_follows(at + 1)
                                    : code_follows(at + 1) || at + 1 == end_))) {
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
          script_[at].is(kMagnitude))
        break;
      if (cased_ && !upper && !particle(word) && !all_lower_tail(at)) break;
      if (!cased_ && !after_comma && !closes_with_state(at)) break;
      if (cased_ && upper && !after_comma && !script_[at].line_before && comma_needed &&
          !closes_with_state(at))
        break;
      if (after_comma && (word == "please" || word == "same" || word == "thanks" || word == "thank" ||
                          word == "not" || word == "which" || word == "and"))
        break;
      ++at;
      // A town behind a comma counts by itself when it is capitalised.
      if (after_comma && upper) last = at;
      if (after_comma && !cased_ && closes_with_state(at - 1)) last = at;
    }
    return last;
  }

  [[nodiscard]] bool all_lower_tail(std::size_t at) const { return closes_with_state(at); }

  [[nodiscard]] bool code_follows(std::size_t i) const {
    if (comma(i)) ++i;
    return i < end_ && script_[i].digits && fold(i).size() >= 4;
  }
  // Within the next words a state or a code stands, nothing but plain words between.
  [[nodiscard]] bool closes_with_state(std::size_t i) const {
    for (std::size_t k = i; k < end_ && k - i < 5; ++k) {
      if (comma(k)) continue;
      if (script_[k].digits) return fold(k).size() >= 4 && fold(k).size() <= 9 && k > i;
      if (!script_[k].letters || (function_word(fold(k)) && !us_state(fold(k)))) return false;
      if (us_state(fold(k)) && fold(k).size() > 2 && !direction(fold(k))) return true;
      if (us_state(fold(k)) && k > i && code_follows(k + 1)) return true;
    }
    return false;
  }

  // Is the address asked for?
  [[nodiscard]] bool asks(std::size_t u) const {
    const std::size_t first = script_.begin_of(u);
    const std::size_t last = script_.end_of(u);
    bool address = false, question = false;
    for (std::size_t i = first; i < last; ++i) {
      const std::string_view word = script_.fold(i);
      if (word == "address")
        address = !(i > first && (script_.fold(i - 1) == "email" || script_.fold(i - 1) == "mail" ||
                                  script_.fold(i - 1) == "ip" || script_.fold(i - 1) == "mac"));
      question = question || word == "?" || word == "what" || word == "what's" || word == "may" ||
                 word == "can" || word == "could" || word == "confirm" || word == "your" || word == "please";
    }
    return address && question && !spoken_here(first, last);
  }
  [[nodiscard]] bool spoken_here(std::size_t first, std::size_t last) const {
    std::size_t digits = 0;
    for (std::size_t i = first; i < last; ++i)
      digits += script_[i].is(kDigit | kTeen | kTens) || script_[i].digits ? 1u : 0u;
    return digits >= 2;
  }

  // The other side's answer, over turns, to an address question before utterance `from`.
  void dictated(std::size_t from) {
    const std::size_t utterances = script_.dialogue().size();
    if (from >= utterances) return;
    const Role asker = script_.dialogue()[from - 1].role;
    Candidate candidate{Kind::address, {}, {}, 0.8, "answers a question for the address", {}};
    std::string text;
    bool number = false;
    for (std::size_t u = from; u < utterances && u - from < kMaxTurns; ++u) {
      enter(u);
      if (begin_ == end_) continue;
      if (script_.dialogue()[u].role == asker) {
        if (!idle(begin_, end_) && !again(begin_, end_)) break;
        continue;
      }
      std::size_t first = begin_;
      while (first < end_ && lead(first)) ++first;
      std::size_t last = end_;
      while (last > first && !script_[last - 1].alnum()) --last;
      if (first >= last) continue;
      if (last - first > 14 || cased_) break;  // sentences are read as such above
      bool said = false, plain = true;
      for (std::size_t i = first; i < last; ++i) {
        said = said || script_[i].is(kDigit | kTeen | kTens | kOrdinal) || script_[i].digits;
        plain = plain &&
                (!function_word(script_.fold(i)) || script_[i].is(kOrdinal | kDigit | kTeen) ||
                 script_.fold(i) == "all" || script_.fold(i) == "other" ||
                 street_suffix(script_.fold(i)) != Street::none || direction(script_.fold(i))) &&
                !script_[i].is(kMagnitude);
      }
      if (!plain || (!said && !number) || (!said && last - first > 4)) {
        if (idle(first, last)) continue;
        break;
      }
      number = number || said;
      candidate.ranges.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0});
      append(text, first, last);
    }
    if (candidate.ranges.empty()) return;
    candidate.canonical = canonical_address(text);
    if (candidate.ranges.size() > 1) candidate.confidence = 0.93;
    out_.push_back(std::move(candidate));
  }

  [[nodiscard]] bool lead(std::size_t i) const {
    const std::string_view word = script_.fold(i);
    return !script_[i].alnum() || (script_[i].is(kFiller | kLeadIn | kBackchannel)) || word == "the" ||
           word == "address" || word == "my" || word == "street" || word == "company" || word == "its" ||
           word == "at";
  }
  [[nodiscard]] bool idle(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      if (script_[i].alnum() && !script_[i].is(kFiller | kBackchannel | kLeadIn)) return false;
    return true;
  }
  [[nodiscard]] bool again(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      if (script_.fold(i) == "repeat" || script_.fold(i) == "again") return true;
    return false;
  }

  // The words, numbers in digits.
  void append(std::string& text, std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last;) {
      if (!text.empty()) text += ' ';
      std::string digits;
      while (i < last) {
        const auto number = read_number(script_, i, last, Language::english);
        if (!number) break;
        digits += number->digits;
        i = number->last;
      }
      if (digits.empty())
        text += script_.text(i++);
      else
        text += digits;
    }
  }

  std::size_t propose(std::size_t first, std::size_t last, double confidence, const char* reason) {
    while (last > first && !script_[last - 1].alnum()) --last;
    std::string text;
    append(text, first, last);
    out_.push_back({Kind::address,
                    {},
                    canonical_address(text),
                    confidence,
                    reason,
                    {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0}}});
    return last;
  }

  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool cased_ = false;
};

}  // namespace

void find_addresses(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect
