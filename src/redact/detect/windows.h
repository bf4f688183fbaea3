// Windows: every run of neighbouring pieces that could be one value is shown to the judges of the code-like
// kinds (phone, card, SSN, IBAN, …), with what speaks for and against it.
//
// Bounded: a window has at most kMaxChars characters and kMaxPieces pieces, and begins and ends where a
// speaker pauses or a written group ends.
#pragma once

#include <array>
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

// What a judge reads.
enum class Reads : std::uint8_t {
  digits,  // alone
  codes,   // digits and letters
  spelled  // the same, one by one
};

struct Judge {
  Reads reads = Reads::digits;
  std::uint8_t min = 0;  // characters
  std::uint8_t max = 0;
  std::optional<Verdict> (*judge)(const Window&) = nullptr;
  Labels needs = 0;  // judges nothing that none of these labels governs; 0: needs none
};

// Judges, at most 32, as bits: which of them want a window.
class Judges {
 public:
  constexpr explicit Judges(std::span<const Judge> judges) : judges_(judges) {
    for (std::size_t j = 0; j < judges.size(); ++j) {
      for (std::size_t n = judges[j].min; n <= judges[j].max; ++n)
        wanting_[static_cast<std::size_t>(judges[j].reads)][n] |= 1u << j;
      if (judges[j].needs == 0) free_ |= 1u << j;
    }
  }
  [[nodiscard]] const Judge& operator[](std::size_t j) const { return judges_[j]; }
  // Those that want so many characters.
  [[nodiscard]] std::uint32_t wanting(Reads reads, std::size_t characters) const {
    return wanting_[static_cast<std::size_t>(reads)][characters];
  }
  // Those that need no label.
  [[nodiscard]] std::uint32_t free() const { return free_; }

 private:
  std::span<const Judge> judges_;
  std::array<std::array<std::uint32_t, kMaxChars + 1>, 3> wanting_{};
  std::uint32_t free_ = 0;
};

void judge_windows(const Context& context, const Judges& judges, std::vector<Candidate>& out);

}  // namespace offhook::redact::detect
