// Windows: every run of neighbouring pieces that could be one value is shown to the judges of the code-like
// kinds (phone, card, SSN, IBAN, …), with what speaks for and against it.
//
// Bounded: a window has at most kMaxChars characters and kMaxPieces pieces, and begins and ends where a
// speaker pauses or a written group ends.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "redact/detect/candidate.h"

namespace offhook::redact::detect {

inline constexpr std::size_t kMaxChars = 40;
inline constexpr std::size_t kMaxPieces = 40;

struct Window {
  const Context& context;
  std::span<const Piece> pieces;
  std::string_view chars;   // digits, in code windows also upper-case letters
  Labels before = 0;        // the labels that govern it
  unsigned distance = 0;    // words from the label, 100 and more: it stands in an earlier utterance
  Labels after = 0;         // labels right behind it: "… is my birthday"
  Gap widest = Gap::tight;  // the widest gap inside it
  bool spoken = false;
  bool closed = true;  // no further piece is joined to it by a sign or a space
  bool alone = false;  // nothing else is in its utterance

  [[nodiscard]] bool labelled(Labels mask) const {
    return (before & mask) != 0 || (before == 0 && (after & mask) != 0);
  }
  [[nodiscard]] bool against(Labels mine) const {
    return (before & mine) == 0 &&
           (before & (label::kOther | label::kMoney | label::kDate | label::kTime)) != 0;
  }
  // Has digits enough to be a number with letters in it; letters with few digits are words.
  [[nodiscard]] bool like_a_number() const;
  // Sizes of written groups, "3-3-4"; empty when spoken.
  [[nodiscard]] bool grouped(std::initializer_list<unsigned> sizes) const;
  // Characters in all separators between groups are among `signs`.
  [[nodiscard]] bool separated_by(std::string_view signs) const;
};

struct Verdict {
  Kind kind{};
  std::string country;
  std::string canonical;
  double confidence = 0;
  const char* reason = "";
  std::uint32_t last = 0;  // the word behind the value, where it takes more than the window: "ext 12"
  bool raw = false;        // as in Candidate
};

struct Judge {
  bool letters = false;  // reads code windows, not digits alone
  std::uint8_t min = 0;  // characters
  std::uint8_t max = 0;
  std::optional<Verdict> (*judge)(const Window&) = nullptr;
};

void judge_windows(const Context& context, std::span<const Judge> judges, std::vector<Candidate>& out);

}  // namespace offhook::redact::detect
