// The parts of an address grammar. Each reads the words of one utterance from word `i` and returns the word
// behind what it took, `i` when nothing of its kind stands there. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "redact/detect/candidate.h"

namespace offhook::redact::detect::address {

inline constexpr std::size_t kMaxTail = 24;  // words behind a street, or of a list

// One utterance as the parts read it.
struct Sentence {
  const Context& context;
  const Script& script;
  std::size_t begin = 0;  // words [begin, end)
  std::size_t end = 0;
  bool cased = false;   // has capitals that mean something
  bool street = false;  // has a kind of street

  [[nodiscard]] std::string_view fold(std::size_t i) const {
    return i < end ? script.fold(i) : std::string_view();
  }
  [[nodiscard]] bool comma(std::size_t i) const { return i < end && script.sign(i, ','); }
  [[nodiscard]] bool number_word(std::size_t i) const {
    return i < end && script[i].is(kDigit | kTeen | kTens | kRepeat) && fold(i) != "o";
  }
  // A mailer's sign at a line's begin: "> Suite 12", "??? Suite 12".
  [[nodiscard]] bool quote_sign(std::size_t i) const;
  // Does a word before it say that an address follows: a label, "live at", "to"?
  [[nodiscard]] bool address_cue(std::size_t i) const;
};

[[nodiscard]] Sentence read_sentence(const Context& context, std::size_t utterance);

// House number and street, the kind of street behind or before its name; `sure`: the kind is seldom anything
// else.
[[nodiscard]] std::size_t numbered(const Sentence& s, std::size_t i, bool& sure);
// "Unit 1207, 88 Kalayaan Avenue": the first word of a unit in front of the house number at `i`, else `i`.
[[nodiscard]] std::size_t unit_before(const Sentence& s, std::size_t i);
[[nodiscard]] std::size_t number_behind(const Sentence& s, std::size_t i);
[[nodiscard]] std::size_t listed(const Sentence& s, std::size_t i);
[[nodiscard]] std::size_t corner(const Sentence& s, std::size_t i);
[[nodiscard]] std::size_t box(const Sentence& s, std::size_t i);
[[nodiscard]] std::size_t military(const Sentence& s, std::size_t i);
[[nodiscard]] std::size_t tail(const Sentence& s, std::size_t last);

// What is asked behind an address of `out` and answered by itself: "what city is that in", "leeds".
void find_asked_parts(const Context& context, std::vector<Candidate>& out);
// The answer to a question for the address, over turns.
void find_dictated(const Context& context, std::vector<Candidate>& out);

// The words, numbers in digits.
void append(const Script& script, std::string& text, std::size_t first, std::size_t last);

}  // namespace offhook::redact::detect::address
