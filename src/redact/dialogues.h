// Dialogues: the conversations inside one document, each phrase in all the forms in which the document says
// it: text, words, decorated text, decorated words, alternatives.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "redact/dialogue.h"
#include "redact/document.h"
#include "redact/mark.h"

namespace offhook::redact {

// A leaf's decoded text and what is found in it. `text` refers to the document or to `decoded`.
struct LeafText {
  std::string_view text;
  std::unique_ptr<json::Decoded> decoded;  // only of strings with escapes
};

// One form of one phrase: a single leaf, or the words of an array joined by spaces.
struct Line {
  std::uint32_t form = 0;  // which of the phrase's forms; the same number in all phrases of a dialogue
  std::string_view text;
  std::unique_ptr<std::string> joined;  // owns `text` where the words are not those of another form
  std::size_t leaf = 0;                 // of a single leaf
  std::vector<std::size_t> words;       // leaves, in order; empty for a single leaf
  std::size_t same_as = 0;  // index in the phrase of the first line with the same text; often its own
  std::vector<Mark> marks;
};

struct Phrase {
  Role role = Role::other;
  std::vector<Line> lines;  // the first is what is counted
};

using PhraseList = std::vector<Phrase>;

// In document order.
[[nodiscard]] std::vector<PhraseList> dialogues_of(const Document& document,
                                                   const std::vector<LeafText>& texts);

// Detects in all forms of all phrases, and carries what one form shows over to the others, so that a value is
// removed from all of them or from none. Marks are settled.
[[nodiscard]] Result<void> detect(PhraseList& phrases, const Known& known, const Policy& policy);

}  // namespace offhook::redact
