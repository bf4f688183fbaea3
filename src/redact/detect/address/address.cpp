// Postal addresses: a house number, a street and what follows it (unit, town, state, code), written or
// spoken, in the order of English-speaking countries ("910 Birchwood Court") or with the number behind
// ("Lindenallee 112"); PO boxes; and whatever is dictated in answer to a question for the address.
#include <string>

#include "redact/canonical.h"
#include "redact/detect/address/parts.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

using namespace address;

// Takes the words [first, last), less signs at their end; returns the word behind them.
std::size_t propose(const Sentence& s, std::size_t first, std::size_t last, double confidence,
                    const char* reason, std::vector<Candidate>& out) {
  while (last > first && !s.script[last - 1].alnum()) --last;
  std::string text;
  append(s.script, text, first, last);
  out.push_back({Kind::address,
                 {},
                 canonical_address(text),
                 confidence,
                 reason,
                 {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), 0}}});
  return last;
}

// A number, the kind of a street before its name, a box, an army's post, a corner.
bool may_have_address(const Script& script, std::size_t utterance) {
  using namespace word_class;
  return script.has(utterance, kUpper | kDigits | kStreetPrefix | kBoxStart | kMilitary | kCorner) ||
         script.says(utterance, kDigit | kTeen | kTens | kRepeat);
}

// "56 ul. Karpacka 69": a number in front of a street that has its own behind, where an address begins.
std::size_t number_in_front(const Sentence& s, std::size_t i) {
  if (i == s.begin || s.script[i].line_before) return i;
  const Word& before = s.script[i - 1];
  const bool number = before.digits && !before.letters && s.fold(i - 1).size() <= 5;
  const bool begins =
      number && (i - 1 == s.begin || before.line_before || s.quote_sign(i - 2) || s.address_cue(i - 1));
  return begins ? i - 1 : i;
}

std::size_t address_at(const Sentence& s, std::size_t i, std::vector<Candidate>& out) {
  using namespace word_class;
  const Word& word = s.script[i];
  if (word.of(kBoxStart))
    if (const std::size_t last = box(s, i); last > i)
      return propose(s, i, tail(s, last), 0.9, "post office box", out);
  if (word.of(kMilitary))
    if (const std::size_t last = military(s, i); last > i)
      return propose(s, i, tail(s, last), 0.9, "military post address", out);
  if (word.digits || s.number_word(i)) {
    bool sure = false;
    if (const std::size_t street = s.street ? numbered(s, i, sure) : i; street > i) {
      const std::size_t first = unit_before(s, i), last = tail(s, street);
      sure = sure || first < i || last > street + 1;
      return propose(s, first, last, sure ? 0.88 : 0.72, "house number and street", out);
    }
    if (const std::size_t last = listed(s, i); last > i)
      return propose(s, unit_before(s, i), tail(s, last), 0.7, "numbers and names as an address has them",
                     out);
  } else if (word.letters) {
    if (word.upper || word.of(kStreetPrefix))
      if (const std::size_t last = number_behind(s, i); last > i)
        return propose(s, number_in_front(s, i), tail(s, last), 0.86, "street and house number", out);
    if (word.of(kCorner))
      if (const std::size_t last = corner(s, i); last > i)
        return propose(s, i, last, 0.8, "street corner", out);
  }
  return i;
}

}  // namespace

void find_addresses(const Context& context, std::vector<Candidate>& out) {
  for (const std::uint32_t u : context.script.searched()) {
    if (!may_have_address(context.script, u)) continue;
    const Sentence s = read_sentence(context, u);
    for (std::size_t i = s.begin; i < s.end;) {
      const std::size_t last = address_at(s, i, out);
      i = last > i ? last : i + 1;
    }
  }
  find_asked_parts(context, out);
  find_dictated(context, out);
}

}  // namespace offhook::redact::detect
