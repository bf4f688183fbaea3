// Page: as many utterances of a dialogue as fit into a few kilobytes, side by side, their words found, looked
// up and turned into bit masks in one go, so that an utterance of small talk is settled without a look at any
// word of it by itself.
//
// There is a variant for each set of instructions; all fill a page with the same. A page is scratch memory of
// the listener that looks at a dialogue (listener.h), on its stack.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "redact/detect/quiet/vocabulary.h"
#include "redact/dialogue.h"

namespace offhook::redact::detect {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kPageBlocks = 64;
constexpr std::size_t kMaxBlocks = 16;  // longer utterances are read
constexpr std::size_t kPageWords = kPageBlocks * kBlock / 2;

// What known words begin with: their first four bytes, or all of a shorter one. One byte tells most others.
class Beginnings {
 public:
  // The beginning of a folded word, as a number.
  [[nodiscard]] static std::uint32_t of(std::string_view word);
  // False: it was there.
  bool add(std::uint32_t beginning);
  [[nodiscard]] bool has(std::uint32_t beginning) const;
  [[nodiscard]] std::uint16_t perhaps(std::uint32_t beginning) const { return filter_[slot_of(beginning)]; }
  // The same for loops.
  [[nodiscard]] const std::uint16_t* filter() const { return filter_.data(); }
  [[nodiscard]] static std::size_t slot_of(std::uint32_t beginning) {
    return (beginning * 0x9e3779b1u) >> (32 - kFilterBits);
  }

 private:
  static constexpr unsigned kFilterBits = 10;
  static constexpr std::size_t kMax = 64;  // of more, what the filter lets through

  std::array<std::uint16_t, std::size_t{1} << kFilterBits> filter_{};  // trait::kListed
  std::array<std::uint32_t, kMax> all_{};
  std::size_t count_ = 0;
};

// One utterance on the page.
struct Line {
  std::uint16_t first_word;
  std::uint16_t end_word;
  std::uint16_t at;  // in the page's text
  std::uint16_t size;
  std::uint16_t talk;      // words that say something
  std::uint16_t articles;  // "a" and "i", which may be letters
  std::uint16_t joined;    // dashes and colons between letters or digits
  std::uint16_t dots;      // before digits
  bool strange;            // not to be understood here: not ASCII, or with a word that is too long
  bool odd;                // bytes or neighbours that no plain sentence has
  bool capitals;           // inside a word
  bool digits;
  bool upper;
  bool commas;
  bool names, labels, pieces, listed;  // a word is in that mask
  bool asks;                           // the same
  bool heeded;                         // there is something in it that the ear has to judge
  Traits notes;                        // those of its words, of kNotable
};

// Of 64 words each, by their number on the page.
struct Masks {
  std::uint64_t talk;
  std::uint64_t article;
  std::uint64_t name;   // what may be a name: behind a cue or a first name, or with a capital
  std::uint64_t label;  // behind a word with which it may be a label
  std::uint64_t piece;  // of a number or of what is spelled
  std::uint64_t listed;
  std::uint64_t asking;
  std::uint64_t noted;  // has one of kNotable
  std::uint64_t long_word;
};

// Not initialised.
struct Page {
  static constexpr std::size_t kFront = 8;  // so that eight bytes may be read up to any word's end
  using Classes = std::uint16_t;            // the traits that become masks

  std::size_t word_count;
  std::size_t line_count;
  std::array<char, kFront + kPageBlocks * kBlock + kBlock> bytes;  // letters in lower case, signs changed
  std::array<std::uint64_t, kPageBlocks> digits;                   // by block, in lines that have some
  std::array<std::uint64_t, kPageBlocks> upper;                    // the same
  std::array<std::uint16_t, kPageWords + kBlock> starts;
  std::array<std::uint16_t, kPageWords + kBlock> ends;
  std::array<Classes, kPageWords + kBlock> classes;
  std::array<Traits, kPageWords> traits;
  std::array<Masks, kPageWords / 64 + 2> masks;
  std::array<Line, kPageBlocks> lines;

  [[nodiscard]] const char* text() const { return bytes.data() + kFront; }
  // How many digits there are in it.
  [[nodiscard]] std::uint32_t written(std::size_t word) const;
  [[nodiscard]] std::uint64_t key(std::size_t word) const;
  // In lower case.
  [[nodiscard]] std::string_view word(std::size_t word) const {
    return {text() + starts[word], static_cast<std::size_t>(ends[word] - starts[word])};
  }
  [[nodiscard]] bool capital(std::size_t word) const {
    return (upper[starts[word] / kBlock] >> starts[word] % kBlock & 1) != 0;
  }
};

// Fills the page with the first utterances, and says how many; at least one. An utterance that is too long
// has a line that is strange.
using FillPage = std::size_t (*)(std::span<const Utterance> dialogue, const Vocabulary& vocabulary,
                                 const Beginnings& known, Page& page);

// Those that this processor can run, the fastest first, the portable one last.
[[nodiscard]] std::span<const FillPage> page_fillers();

}  // namespace offhook::redact::detect
