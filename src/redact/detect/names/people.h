// People: the names a conversation says, from what its metadata knows, from introductions and answers ("my
// name is …", "who am I speaking with"), from titles and greetings, and from capitals where the text has
// them.
//
// A name that is also a word (Mark, Grace, Chase) needs one of these around it or its full form.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/detect/candidate.h"

namespace offhook::redact::detect {

// How near a cue stands before a word.
enum class Cue {
  none,
  address,    // "hi", "thank you", "okay": before a name more often than not
  introduce,  // "this is", "I'm", "speaking with", "my husband"
  relation,   // "my husband", "her son in law", "the policyholder"
  name,       // "my name is", "call me", "last name"
  title,      // "Mr", "missus"
};
// Is what stands behind it a name, unless it is plainly another word?
[[nodiscard]] constexpr bool strong(Cue cue) { return cue >= Cue::relation; }

// The words of a cue, folded, with single spaces.
struct CuePhrase {
  std::string_view words;
  Cue cue{};
};
[[nodiscard]] std::span<const CuePhrase> cue_phrases();

// Is the word by itself a cue: a greeting, a closing, "husband"?
[[nodiscard]] bool cue_word(std::string_view folded);

// The cue that ends right before word i; `begin` is its utterance's first word.
[[nodiscard]] Cue cue_that_ends_before(const Script& script, std::size_t i, std::size_t begin);
[[nodiscard]] inline Cue cue_before(const Script& script, std::size_t i, std::size_t begin) {
  if (i == begin || (script[i - 1].alnum() && !script[i - 1].of(word_class::kCueEnd))) return Cue::none;
  return cue_that_ends_before(script, i, begin);
}

// Has the utterance capitals besides those that begin its sentences? Then a name has one too.
[[nodiscard]] bool cased(const Script& script, std::size_t begin, std::size_t end);
// Does a sentence begin at word i?
[[nodiscard]] bool sentence_start(const Script& script, std::size_t i, std::size_t begin);
[[nodiscard]] bool particle(std::string_view folded);  // "de", "van", "bin"
[[nodiscard]] std::span<const std::string_view> particles();

// Names met in introductions and answers; their mentions elsewhere follow.
struct Introduced {
  std::size_t first = 0;
  std::size_t last = 0;
  double confidence = 0;
  const char* reason = "";
};
[[nodiscard]] std::vector<Introduced> find_introductions(const Context& context);

// Mentions of names anywhere in the script: those of the parties, or those introduced in it.
void find_mentions(const Context& context, std::vector<Candidate>& out);
void find_mentions(const Context& context, const std::vector<Known::Name>& introduced,
                   std::vector<Candidate>& out);
// Capitalised names in written text.
void find_capitals(const Context& context, std::vector<Candidate>& out);
// First and last name side by side where nothing is capitalised: "add dana mitchell to it".
void find_lower_pairs(const Context& context, std::vector<Candidate>& out);

// The party whose name this sounds like or is part of, as canonical value; else the mention itself.
[[nodiscard]] std::string canonical_name(const Context& context, std::string_view mention);

}  // namespace offhook::redact::detect
