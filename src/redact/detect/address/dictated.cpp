// What is dictated in answer to a question for the address: house, street, town and code, in any parts.
#include <string>

#include "redact/canonical.h"
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {
namespace {

constexpr std::size_t kMaxTurns = 10;  // utterances an asked address may take

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out) : script_(context.script), out_(out) {}

  void run() {
    for (std::size_t u = 0; u < script_.dialogue().size(); ++u)
      if (asks(u)) dictated(u + 1);
  }

 private:
  // Is the address asked for?
  [[nodiscard]] bool asks(std::size_t u) const {
    if (!script_.has(u, word_class::kAddressWord)) return false;
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
      begin_ = script_.begin_of(u);
      end_ = script_.end_of(u);
      const bool is_cased = cased(script_, begin_, end_);
      if (begin_ == end_) continue;
      if (script_.dialogue()[u].role == asker) {
        if (!idle(begin_, end_) && !asks_more(begin_, end_)) break;
        continue;
      }
      std::size_t first = begin_;
      while (first < end_ && lead(first)) ++first;
      std::size_t last = end_;
      while (last > first && !script_[last - 1].alnum()) --last;
      if (first >= last) continue;
      if (last - first > 14 || is_cased) break;  // sentences are read as such above
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
      append(script_, text, first, last);
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

  // "and the city?", "zip code", "could you repeat that"
  [[nodiscard]] bool asks_more(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      for (const std::string_view word : {"repeat", "again", "city", "town", "state", "zip", "postcode",
                                          "apartment", "unit", "county", "postal"})
        if (script_.fold(i) == word) return true;
    return false;
  }

  const Script& script_;
  std::vector<Candidate>& out_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace

void find_dictated(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect::address
