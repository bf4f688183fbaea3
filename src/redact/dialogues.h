// Dialogues: the conversations inside one document, each phrase in all the forms in which the document says
// it: text, words, decorated text, decorated words, alternatives.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/dialogue.h"
#include "redact/document.h"
#include "redact/mark.h"

namespace offhook::redact {

// A leaf's decoded text. Refers to the document or to `decoded`.
struct LeafText {
  std::string_view text;
  const json::Decoded* decoded = nullptr;  // only of strings with escapes
};

// One form of one phrase: a single leaf, or the words of an array joined by spaces.
struct Line {
  std::uint32_t form = 0;     // which of the phrase's forms; the same number in all phrases of a dialogue
  std::uint32_t same_as = 0;  // index in the phrase of the first line with the same text; often its own
  bool words = false;
  std::string_view text;                  // of a leaf, or of the dialogue's `joined`
  std::span<const std::uint32_t> leaves;  // in order; one, if these are no words
  std::vector<Mark> marks;
};

struct Phrase {
  Role role = Role::other;
  std::span<Line> lines;  // the first is what is counted
};

// Its parts refer to each other.
struct PhraseList {
  std::pmr::vector<Phrase> phrases;
  std::pmr::vector<Line> lines;
  std::pmr::vector<std::uint32_t> leaves;
  std::vector<std::unique_ptr<std::string>> joined;  // texts of words that are not those of another form
};

// In document order; they live in `memory`.
[[nodiscard]] std::vector<PhraseList> dialogues_of(const Document& document, std::span<const LeafText> texts,
                                                   std::pmr::memory_resource* memory);

// Detects in all forms of all phrases, and carries what one form shows over to the others, so that a value is
// removed from all of them or from none. Marks are settled.
[[nodiscard]] Result<void> detect(PhraseList& list, const Known& known, const Policy& policy);

}  // namespace offhook::redact
