// Listener: a short look at one utterance that tells whether a detector could find anything in it.
//
// It may say "loud" of an utterance without findings, never "quiet" of one with some: it looks for what each
// detector cannot do without (digits enough, a cue before a word that is none of the little ones, a capital,
// an "at" and a "dot", a word of a known name). A test holds it to that. What depends on other utterances,
// labels and the sum of digits said in parts, it reports, for reading.h to judge.
//
// Refers to nothing once made; const members from any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redact/detect/quiet/bytes.h"
#include "redact/detect/quiet/heard.h"
#include "redact/detect/quiet/vocabulary.h"
#include "redact/dialogue.h"

namespace offhook::redact::detect {

class Listener {
 public:
  explicit Listener(const Known& known, Classify classify = classifiers().front());

  // The words of a name are listened for from now on, too. False: they were already.
  bool learn_name(std::string_view name);

  void hear(std::string_view text, Heard& heard) const;

 private:
  void add_name(std::string_view name);
  void add_word(std::string_view folded, bool inflected);
  [[nodiscard]] bool listed(std::uint64_t key) const {
    const auto start = static_cast<std::uint32_t>(key);
    const std::uint32_t bit = (start * 0x9e3779b1u) >> 21;
    return (filter_[bit >> 6] >> (bit & 63) & 1) != 0 &&
           std::binary_search(starts_.begin(), starts_.end(), start);
  }
  void list(std::uint64_t key);

  Classify classify_;
  const Vocabulary* vocabulary_;
  std::vector<std::string> sounds_;
  std::vector<std::uint32_t> starts_;       // the first four bytes of known words; sorted
  std::array<std::uint64_t, 32> filter_{};  // one bit tells most others
};

}  // namespace offhook::redact::detect
