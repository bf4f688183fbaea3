// Listener: a short look at one utterance that tells whether a detector could find anything in it.
//
// It may say "loud" of an utterance without findings, never "quiet" of one with some: it looks for what each
// detector cannot do without (digits enough, a cue before a word that is none of the little ones, a capital,
// an "at" and a "dot", a word of a known name). A test holds it to that. What depends on other utterances,
// labels and the sum of digits said in parts, it reports, for reading.h to judge.
//
// Refers to nothing once made; const members from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redact/detect/quiet/bytes.h"
#include "redact/detect/quiet/cluster.h"
#include "redact/detect/quiet/vocabulary.h"
#include "redact/dialogue.h"

namespace offhook::redact::detect {

struct Heard {
  bool loud = false;  // to be read whatever stands around it
  bool label = false;
  bool short_label = false;  // of values with few digits
  bool date = false;         // a month or an ordinal
  bool asks_secret = false;
  bool spells_address = false;  // with "at" and "dot"
  bool asks_name = false;
  bool asks_address = false;
  std::uint32_t talk = 0;  // words that say something
  Clusters digits;
  Clusters codes;
};

class Listener {
 public:
  explicit Listener(const Known& known, Classify classify = classifiers().front());

  // The words of a name are listened for from now on, too.
  void add_name(std::string_view name);
  [[nodiscard]] bool knows_name(std::string_view name) const;

  [[nodiscard]] Heard hear(std::string_view text) const;

 private:
  void add_word(std::string_view folded, bool inflected);
  [[nodiscard]] bool listed(std::uint64_t key) const {
    const auto start = static_cast<std::uint32_t>(key);
    const std::uint32_t bit = (start * 0x9e3779b1u) >> 21;
    return (starts_[bit >> 6] >> (bit & 63) & 1) != 0;
  }
  void list(std::uint64_t key);
  [[nodiscard]] bool may_be_name(std::string_view text, std::size_t at, std::size_t size) const;
  [[nodiscard]] bool name_in_front(std::string_view text) const;

  Classify classify_;
  const Vocabulary* vocabulary_;
  std::vector<std::string> sounds_;
  std::array<std::uint64_t, 32> starts_{};  // by the first four bytes of a known word
};

}  // namespace offhook::redact::detect
