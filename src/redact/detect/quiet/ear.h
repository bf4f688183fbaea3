// Ear: takes an utterance in which some detector may need a word, and tells what there is in it for them. It
// looks at the words that the page's masks name, and at what stands beside those.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/detect/quiet/cluster.h"
#include "redact/detect/quiet/heard.h"
#include "redact/detect/quiet/page.h"
#include "redact/detect/quiet/vocabulary.h"

namespace offhook::redact::detect {

// What is listened for besides the vocabulary: what is known already.
struct KnownSounds {
  Beginnings beginnings;
  std::vector<std::string> sounds;  // the letters of known names, for which speech may be misheard
};

class Ear {
 public:
  // `text`: the line's utterance. All must outlive it.
  Ear(const Page& page, const Line& line, std::string_view text, const Vocabulary& vocabulary,
      const KnownSounds& known)
      : page_(page), line_(line), vocabulary_(vocabulary), known_(known), text_(text) {}

  // The flags of what is heard. Writes to `streams` if there are clusters: those flags have kPieces.
  [[nodiscard]] std::uint32_t hear(Streams& streams);

 private:
  // What there is in an utterance of numbers and of what is spelled.
  struct Pieces {
    ClusterReader digits, codes;
    std::uint32_t foreign = 0;
    bool numbers = false;
  };

  // Calls visit(word) for each whose bit is set in `mask` of the page's masks.
  template <class Mask, class Visit>
  void each(Mask mask, Visit visit) const;
  void hear_name(std::size_t word);
  void hear_label(std::size_t word);
  void hear_piece(std::size_t word, Pieces& pieces) const;
  void hear_pieces(Streams& streams);

  [[nodiscard]] Traits traits(std::size_t word) const { return page_.traits[word]; }
  [[nodiscard]] Traits before(std::size_t word) const {
    return word == line_.first_word ? 0 : page_.traits[word - 1];
  }
  [[nodiscard]] std::uint32_t written(std::size_t word) const {
    return line_.digits ? page_.written(word) : 0;
  }
  [[nodiscard]] Traits beside(std::size_t word) const;
  [[nodiscard]] bool pair_ends(std::size_t word, Traits first, Traits second) const;
  [[nodiscard]] bool behind_cue(std::size_t word) const;
  [[nodiscard]] bool asks_name() const;
  [[nodiscard]] bool name_may_open() const;
  [[nodiscard]] bool may_be_name(std::size_t at, std::size_t size) const;
  [[nodiscard]] bool name_in_front() const;

  // Where a word stands in the text.
  [[nodiscard]] std::size_t at(std::size_t word) const { return page_.starts[word] - std::size_t{line_.at}; }
  [[nodiscard]] std::string_view text(std::size_t word) const {
    return text_.substr(at(word), static_cast<std::size_t>(page_.ends[word] - page_.starts[word]));
  }
  void flag(std::uint32_t flags, bool set = true) { flags_ |= set ? flags : 0; }

  const Page& page_;
  const Line& line_;
  const Vocabulary& vocabulary_;
  const KnownSounds& known_;
  std::string_view text_;
  std::uint32_t flags_ = 0;
  bool large_ = false;  // a word begins with a capital
};

}  // namespace offhook::redact::detect
