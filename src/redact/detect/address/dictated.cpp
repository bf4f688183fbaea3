// What is dictated in answer to a question for the address: house, street, town and code, in any parts.
#include <algorithm>
#include <span>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {
namespace {

constexpr std::size_t kMaxTurns = 10;      // utterances an asked address may take
constexpr std::uint32_t kMaxBehind = 8;    // utterances behind an address in which a part may be asked for
constexpr std::uint32_t kMaxWait = 2;      // utterances between the question and its answer
constexpr std::size_t kMaxQuestion = 12;   // words of such a question
constexpr std::size_t kMaxPart = 4;        // words of a part that is said alone
constexpr std::size_t kShortQuestion = 3;  // words of an agent's question that need no other sign of one

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out) : script_(context.script), out_(out) {}

  void run() {
    for (const std::uint32_t u : script_.searched()) {
      asks_where_ = false;
      if (asks(u)) dictated(u + 1);
    }
  }

  // What is said behind the addresses found so far, when the other side asks for a part that is missing.
  void run_parts() {
    const std::size_t found = out_.size();
    for (std::size_t c = 0; c < found; ++c)
      if (out_[c].kind == Kind::address) parts(script_[out_[c].ranges.back().first].utterance);
  }

 private:
  // Is the address asked for?
  [[nodiscard]] bool asks(std::size_t u) {
    if (!script_.has(u, word_class::kAddressWord)) return false;
    const std::size_t first = script_.begin_of(u);
    const std::size_t last = script_.end_of(u);
    bool address = false, question = false, where = false;
    for (std::size_t i = first; i < last; ++i) {
      const std::string_view word = script_.fold(i);
      if (word == "address")
        address = !(i > first && (script_.fold(i - 1) == "email" || script_.fold(i - 1) == "mail" ||
                                  script_.fold(i - 1) == "ip" || script_.fold(i - 1) == "mac"));
      question = question || word == "?" || word == "what" || word == "what's" || word == "may" ||
                 word == "can" || word == "could" || word == "confirm" || word == "your" || word == "please";
      where = where || word == "where";
      if (where && one_of(word, address_verbs())) address = question = asks_where_ = true;
    }
    // "mailing address", "and the address"
    question = question || (script_.dialogue()[u].role == Role::agent && last - first <= kShortQuestion);
    return address && question && !spoken_here(first, last);
  }

  static bool one_of(std::string_view word, std::span<const std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  }

  // Parts that are asked for by themselves behind an address in utterance `from`.
  void parts(std::uint32_t from) {
    const auto dialogue = script_.dialogue();
    std::uint32_t asked = 0;  // in which utterance, 0: nothing is
    bool unit = false;
    for (std::uint32_t u = from + 1; u < dialogue.size() && u - from <= kMaxBehind; ++u) {
      begin_ = script_.begin_of(u);
      end_ = script_.end_of(u);
      if (script_.unread_talk(u) > 0) return;
      if (no_talk()) continue;
      if (dialogue[u].role != dialogue[from].role) {
        if (!script_.has(u, word_class::kPlacePart) || end_ - begin_ > kMaxQuestion ||
            !asks_more(begin_, end_) || spoken_here(begin_, end_))
          return;
        asked = u;
        unit = asks_unit();
        continue;
      }
      if (asked == 0 || u - asked > kMaxWait) return;
      if (const Range part = alone(unit); part.first < part.last) propose(part);
      asked = 0;
    }
  }

  // Nothing but what is no talk to who only looks at the utterance (quiet/).
  [[nodiscard]] bool no_talk() const {
    for (std::size_t i = begin_; i < end_; ++i)
      if (script_[i].alnum() && !script_[i].is(kFiller | kBackchannel | kLeadIn | kRepair | kSign))
        return false;
    return true;
  }

  // "is there a unit number?", and not also "what town": its answer is a number or a letter.
  [[nodiscard]] bool asks_unit() const {
    bool unit = false;
    for (std::size_t i = begin_; i < end_; ++i) {
      const std::string_view word = script_.fold(i);
      if (!one_of(word, address_parts())) continue;
      if (!unit_word(word)) return false;
      unit = true;
    }
    return unit;
  }

  // What the utterance says besides "yes" and "it's", when that is a few words that make no sentence.
  [[nodiscard]] Range alone(bool unit) const {
    std::size_t first = begin_, last = end_;
    while (first < last && (lead(first) || unit_word(script_.fold(first)) || script_.fold(first) == "in" ||
                            script_.fold(first) == "number"))
      ++first;
    while (last > first && !script_[last - 1].alnum()) --last;
    if (last - first > kMaxPart) return {};
    bool number = false;
    for (std::size_t i = first; i < last; ++i) {
      const std::string_view word = script_.fold(i);
      const bool said = script_[i].digits || script_[i].is(kDigit | kTeen | kTens) ||
                        (word.size() == 1 && (last - first == 1 || word != "a"));
      number = number || said;
      if (!script_[i].alnum() || !(said || us_state(word) || !function_word(word)) ||
          script_[i].is(kMagnitude | kRepair))
        return {};
    }
    if (unit && !number) return {};
    return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0};
  }

  void propose(const Range& part) {
    std::string text;
    append(script_, text, part.first, part.last);
    out_.push_back(
        {Kind::address, {}, canonical_address(text), 0.8, "a part asked for behind an address", {part}});
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
    Range house{};  // "forty one", as long as no street was said
    for (std::size_t u = from; u < utterances && u - from < kMaxTurns; ++u) {
      begin_ = script_.begin_of(u);
      end_ = script_.end_of(u);
      const bool is_cased = cased(script_, begin_, end_);
      if (begin_ == end_) continue;
      if (script_.dialogue()[u].role == asker) {
        if (!idle(begin_, end_) && !asks_more(begin_, end_) && !reads_back(begin_, end_)) break;
        continue;
      }
      std::size_t first = begin_;
      while (first < end_ && lead(first)) ++first;
      std::size_t last = end_;
      while (last > first && !script_[last - 1].alnum()) --last;
      if (first >= last) continue;
      // Sentences are read as such above.
      if (last - first > 14 || (is_cased && last - first > (number ? kMaxPart : 0))) break;
      bool said = false, plain = true;
      for (std::size_t i = first; i < last; ++i) {
        said = said || script_[i].is(kDigit | kTeen | kTens | kOrdinal) || script_[i].digits;
        plain = plain &&
                (!function_word(script_.fold(i)) || script_[i].is(kOrdinal | kDigit | kTeen) ||
                 script_.fold(i) == "all" || script_.fold(i) == "other" ||
                 ((said || number) && script_.fold(i) == "in") || street_adjective(script_.fold(i)) ||
                 street_suffix(script_.fold(i)) != Street::none || direction(script_.fold(i))) &&
                !script_[i].is(kMagnitude);
      }
      if (house.last > 0 && !number && plain && has_street(first, last)) {
        candidate.ranges.push_back(house);
        append(script_, text, house.first, house.last);
        number = true;
      }
      if (!plain || (!said && !number) || (!said && last - first > 4)) {
        if (idle(first, last)) continue;
        break;
      }
      // "where is it": "aisle nine" is no address.
      if (asks_where_ && !number && !(said && last - first >= 3)) {
        if (house.last > 0) break;
        house = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0};
        continue;
      }
      number = number || said;
      candidate.ranges.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0});
      append(script_, text, first, last);
    }
    if (candidate.ranges.empty()) return;
    candidate.canonical = canonical_address(text);
    if (candidate.ranges.size() > 1) candidate.confidence = 0.93;
    out_.push_back(std::move(candidate));
  }

  [[nodiscard]] bool lead(std::size_t i) const {
    const std::string_view word = script_.fold(i);
    if (word == "oh" && i + 1 < end_ && script_[i + 1].is(kDigit)) return false;
    return !script_[i].alnum() || (script_[i].is(kFiller | kLeadIn | kBackchannel)) || word == "the" ||
           word == "address" || word == "my" || word == "street" || word == "company" || word == "its" ||
           word == "at";
  }

  [[nodiscard]] bool idle(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      if (script_[i].alnum() && !script_[i].is(kFiller | kBackchannel | kLeadIn)) return false;
    return true;
  }

  [[nodiscard]] bool has_street(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      if (street_suffix(script_.fold(i)) != Street::none) return true;
    return false;
  }
  // "two two one oh"
  [[nodiscard]] bool reads_back(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      if (script_[i].alnum() && !script_[i].digits &&
          !script_[i].is(kDigit | kTeen | kTens | kHundred | kRepeat | kFiller | kBackchannel | kLeadIn))
        return false;
    return true;
  }

  // "and the city?", "zip code", "could you repeat that"
  [[nodiscard]] bool asks_more(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      if (script_.fold(i) == "repeat" || script_.fold(i) == "again" ||
          one_of(script_.fold(i), address_parts()))
        return true;
    return false;
  }

  const Script& script_;
  std::vector<Candidate>& out_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool asks_where_ = false;
};

}  // namespace

void find_asked_parts(const Context& context, std::vector<Candidate>& out) {
  Finder(context, out).run_parts();
}

void find_dictated(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect::address
