// What stands behind a street: unit, town, state, code, country.
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/surroundings.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {
namespace {

constexpr std::size_t kMaxTown = 5;   // words
constexpr std::size_t kMaxClose = 7;  // words in which a state or a code follows

class Tail {
 public:
  Tail(const Sentence& s, std::size_t street_end) : s_(s), last_(street_end), at_(street_end) {}

  std::size_t read() {
    const std::size_t limit = std::min(s_.end, last_ + kMaxTail);
    while (at_ < limit && (separator() || unit() || floor() || code() || region() || town())) {
    }
    return last_;
  }

 private:
  // Each reads one part, moves `at_` behind it and, where it surely belongs to the address, `last_`. False:
  // it does not stand here.
  bool separator() {
    if (s_.comma(at_)) {
      after_comma_ = true;
      town_words_ = 0;
      ++at_;
      return true;
    }
    if (s_.script.sign(at_, '.') && !s_.script[at_].space_before) {
      // "… BS8 3PQ. Mob 07911": a code with another word behind its full stop ends all.
      if (code_ && at_ == last_ && at_ + 1 < s_.end && s_.script[at_ + 1].letters &&
          !unit_word(s_.fold(at_ + 1)))
        return false;
      // A sentence's end, unless it is an abbreviation's.
      if (at_ + 1 < s_.end && s_.script[at_ + 1].space_before && s_.script.fold(at_ - 1).size() > 4 &&
          !s_.script[at_ - 1].digits)
        return false;
      ++at_;
      return true;
    }
    if (s_.quote_sign(at_)) {
      ++at_;
      return true;
    }
    // "São Paulo - SP"
    if (s_.script.sign(at_, '-') && at_ == last_ && at_ + 1 < s_.end && s_.script[at_].space_before &&
        s_.script[at_ + 1].all_upper && s_.fold(at_ + 1).size() == 2) {
      last_ = at_ += 2;
      return true;
    }
    if (s_.script.sign(at_, '(') && s_.fold(at_ + 2) == ")") {
      at_ += 3;
      return true;
    }
    // "in columbus ohio"
    if (!s_.cased && s_.fold(at_) == "in" && closes(at_ + 1)) {
      after_comma_ = true;
      ++at_;
      return true;
    }
    return false;
  }

  // "Apt. 289", "# 2", "suite 2 3665", "floor 2"; "27th fl" ends with the word. Also "15th floor", "N".
  bool unit() {
    const std::string_view word = s_.fold(at_);
    if (direction(word) && at_ == last_) {
      last_ = ++at_;
      if (s_.script.sign(at_, '.') && !s_.script[at_].space_before) last_ = ++at_;
      return true;
    }
    if (!(unit_word(word) || s_.script.sign(at_, '#')) || at_ + 1 >= s_.end ||
        (word == "fl" && code_follows(at_ + 1)))
      return false;
    std::size_t next = at_ + 1;
    if (s_.fold(next) == "." && !s_.script[next].space_before) ++next;
    while (next < s_.end && s_.script.sign(next, '#')) ++next;
    if (s_.fold(next) == "apt") ++next;
    if (next < s_.end && (s_.script[next].digits || s_.fold(next).size() == 1)) {
      last_ = next + 1;
      while (last_ + 1 < s_.end && s_.script.sign(last_, '-') && !s_.script[last_].space_before &&
             s_.script[last_ + 1].alnum())
        last_ += 2;
    } else if (const auto number = read_number(s_.script, next, s_.end, Language::english)) {
      last_ = number->last;
    } else if (word == "fl" || word == "floor") {
      last_ = at_ + 1;
    } else {
      return false;
    }
    took();
    return true;
  }

  // "15th floor", "3. OG", "3. tv"
  bool floor() {
    if (s_.script[at_].digits && s_.script.sign(at_ + 1, '.') && floor_word(at_ + 2)) {
      last_ = at_ += 3;
      return true;
    }
    if (!(s_.script[at_].digits || s_.script[at_].is(kOrdinal)) ||
        !(s_.fold(at_ + 1) == "floor" || s_.fold(at_ + 1) == "fl"))
      return false;
    last_ = at_ += 2;
    return true;
  }

  [[nodiscard]] bool floor_word(std::size_t i) const {
    for (const std::string_view word :
         {"og", "ug", "dg", "stock", "etage", "obergeschoss", "sal", "tv", "th", "mf"})
      if (s_.fold(i) == word) return true;
    return false;
  }

  // "31-002 Kraków", "111 22 Stockholm": codes in two groups, before their town.
  [[nodiscard]] std::size_t code_in_groups() const {
    const auto digits = [&](std::size_t i) {
      return i < s_.end && s_.script[i].digits && !s_.script[i].letters ? s_.fold(i).size() : 0;
    };
    if (!after_comma_ && !s_.script[at_].line_before) return at_;
    std::size_t next = at_ + 1;
    const bool dash = s_.script.sign(next, '-') && !s_.script[next].space_before;
    if (dash) ++next;
    const bool groups = dash ? digits(at_) == 2 && digits(next) == 3 : digits(at_) == 3 && digits(next) == 2;
    return groups && next + 1 < s_.end && s_.script[next + 1].upper ? next + 1 : at_;
  }

  // "53703", "53703-1234", "M5V", "LS6 2AB"; said: five digits.
  bool code() {
    // "H-2840 Szeged", "CH-8001 Zürich"
    if (s_.script[at_].upper && s_.fold(at_).size() <= 2 && s_.script.sign(at_ + 1, '-') &&
        at_ + 2 < s_.end && !s_.script[at_ + 1].space_before && s_.script[at_ + 2].digits &&
        !s_.script[at_ + 2].space_before && s_.fold(at_ + 2).size() >= 4 && s_.fold(at_ + 2).size() <= 5) {
      last_ = at_ += 3;
      after_comma_ = true;
      town_words_ = 0;
      return true;
    }
    if (s_.script[at_].digits) {
      if (const std::size_t behind = code_in_groups(); behind > at_) {
        last_ = at_ = behind;
        town_words_ = 0;
        return true;
      }
      const std::string_view word = s_.fold(at_);
      const bool digits = word.size() >= 4 && word.size() <= 9;
      const bool letters = s_.script[at_].letters && word.size() <= 6;
      if (!digits && !letters && !(at_ == last_ && word.size() <= 3 && !s_.script[at_].line_before))
        return false;
      // "92454 Piteå" in a line of its own
      after_comma_ = after_comma_ || (digits && word.size() <= 6 && s_.script[at_].line_before &&
                                      at_ + 1 < s_.end && !s_.script[at_ + 1].line_before);
      code_ = digits || (letters && word.size() >= 3);
      // "8735DE\nZuna": Dutch, the town follows.
      after_comma_ = after_comma_ || (letters && word.size() == 6);
      last_ = at_ + 1;
      if (s_.fold(last_) == "-" && last_ + 1 < s_.end && s_.script[last_ + 1].digits) last_ += 2;
      at_ = last_;
      town_words_ = 0;
      return true;
    }
    if (!s_.number_word(at_)) return false;
    std::size_t digits = 0, next = at_;
    while (next < s_.end && digits < 5) {
      const auto number = read_number(s_.script, next, s_.end, Language::english);
      if (!number) break;
      digits += number->digits.size();
      next = number->last;
    }
    if (digits == 5 || digits == 4) last_ = next;
    return false;  // nothing is said behind it
  }

  // A state or a country.
  bool region() {
    if (!s_.script[at_].letters) return false;
    const std::string_view word = s_.fold(at_);
    const bool upper = s_.script[at_].upper && s_.cased;
    if (town_words_ == 0 && !after_comma_ && !upper) return false;
    const bool state =
        us_state(word) && (word.size() > 2 || (upper ? s_.script[at_].all_upper || code_follows(at_ + 1)
                                                     : code_follows(at_ + 1) || at_ + 1 == s_.end));
    if (two_worded(at_)) {
      last_ = at_ + 2;
      took();
      return true;
    }
    if (!state && !country_word(word)) return false;
    // "North Brandon" is a town.
    if (direction(word) && s_.cased && at_ + 1 < s_.end && s_.script[at_ + 1].upper) return false;
    last_ = at_ + 1;
    took();
    return true;
  }

  // A word of a town: it counts when a state or a code follows, or behind a comma when it is capitalised.
  bool town() {
    if (!s_.script[at_].letters) return false;
    const std::string_view word = s_.fold(at_);
    const bool upper = s_.script[at_].upper && s_.cased;
    const bool within = joins_town(at_);
    if (++town_words_ > kMaxTown || s_.script[at_].is(kMagnitude) || title(word) ||
        (function_word(word) && !particle(word) && !within &&
         !(upper && (after_comma_ || s_.script[at_].line_before))))
      return false;
    if (s_.cased && !upper && !particle(word) && !within && !closes(at_)) return false;
    // "… two four b baker street london"
    const bool said_last =
        !s_.cased && at_ == last_ && at_ + 1 == s_.end && offhook::redact::detect::town(word);
    if (!s_.cased && !after_comma_ && !closes(at_) && !said_last) return false;
    if (s_.cased && upper && !after_comma_ && !s_.script[at_].line_before && !closes(at_)) return false;
    if (after_comma_)
      for (const std::string_view end : {"please", "same", "thanks", "thank", "not", "which", "and"})
        if (word == end) return false;
    ++at_;
    // "Henry-sur-Mer"
    while (upper && after_comma_ && at_ + 1 < s_.end && s_.script.sign(at_, '-') &&
           !s_.script[at_].space_before && s_.script[at_ + 1].letters && !s_.script[at_ + 1].space_before)
      at_ += 2;
    const bool ends = closes(at_ - 1) || (at_ == s_.end && may_be_town(word));
    if (said_last || (after_comma_ && (upper || (!s_.cased && ends)))) last_ = at_;
    return true;
  }

  // "Frankfurt am Main", "Chalon-sur-Saône", "Stoke on Trent": between two capitalised words of a town.
  [[nodiscard]] bool joins_town(std::size_t i) const {
    if (town_words_ == 0 || !s_.cased || i + 1 >= s_.end || !s_.script[i + 1].upper) return false;
    for (const std::string_view word :
         {"am", "an", "im", "ob", "bei", "sur", "en", "sous", "upon", "on", "de"})
      if (s_.fold(i) == word) return true;
    return false;
  }

  // "thirty one queens close, kettering": behind a comma and at the end of all.
  static bool may_be_town(std::string_view word) {
    const WordKinds kinds = word_kinds(word);
    return offhook::redact::detect::town(word) || (!kinds.word && !kinds.name() && word.size() >= 4);
  }

  // "…, 40212 Düsseldorf, Frau Kempf": a person follows.
  static bool title(std::string_view word) {
    for (const std::string_view one : {"mr", "mrs", "ms", "miss", "mister", "dr", "herr", "frau", "senora",
                                       "monsieur", "madame", "attn", "attention"})
      if (word == one) return true;
    return false;
  }

  // "New York", "North Dakota", "Rhode Island"
  [[nodiscard]] bool two_worded(std::size_t i) const {
    const std::string_view next = s_.fold(i + 1);
    if (!(us_state(next) && next.size() > 2) && next != "island") return false;
    for (const std::string_view word : {"new", "north", "south", "west", "rhode"})
      if (s_.fold(i) == word) return true;
    return false;
  }

  void took() {
    at_ = last_;
    after_comma_ = false;
    town_words_ = 0;
  }
  [[nodiscard]] bool code_follows(std::size_t i) const {
    if (s_.comma(i)) ++i;
    return i < s_.end && s_.script[i].digits && s_.fold(i).size() >= 4;
  }
  // Within the next words a state, a country or a code stands, nothing but plain words between.
  [[nodiscard]] bool closes(std::size_t i) const {
    for (std::size_t k = i; k < s_.end && k - i < kMaxClose; ++k) {
      const std::string_view word = s_.fold(k);
      if (s_.comma(k) || s_.quote_sign(k)) continue;
      if (s_.script[k].digits) return word.size() >= 4 && word.size() <= 9 && k > i;
      if (two_worded(k)) return true;
      if (!s_.script[k].letters || (function_word(word) && !us_state(word))) return false;
      if (us_state(word) && word.size() > 2 && !direction(word)) return true;
      if (us_state(word) && k > i && code_follows(k + 1)) return true;
      if (k > i && s_.cased && s_.script[k].line_before && country_word(word)) return true;
    }
    return false;
  }

  const Sentence& s_;
  std::size_t last_;
  std::size_t at_;
  std::size_t town_words_ = 0;
  bool after_comma_ = false;
  bool code_ = false;  // has read one
};

}  // namespace

std::size_t tail(const Sentence& s, std::size_t last) { return Tail(s, last).read(); }

}  // namespace offhook::redact::detect::address
