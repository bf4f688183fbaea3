// Listener: a short look at the utterances of a dialogue that tells whether a detector could find anything in
// them.
//
// It may say "loud" of an utterance without findings, never "quiet" of one with some: it looks for what each
// detector cannot do without (digits enough, a cue before a word that is none of the little ones, a capital,
// an "at" and a "dot", a word of a known name). A test holds it to that. What depends on other utterances,
// labels and the sum of digits said in parts, it reports, for reading.h to judge.
//
// Refers to nothing once made; const members from any thread.
#pragma once

#include <span>
#include <string_view>

#include "redact/detect/names/party.h"
#include "redact/detect/quiet/ear.h"
#include "redact/detect/quiet/heard.h"
#include "redact/detect/quiet/page.h"
#include "redact/dialogue.h"

namespace offhook::redact::detect {

class Listener {
 public:
  explicit Listener(std::span<const Party> names, FillPage fill = page_fillers().front());

  void learn_values(std::span<const Known::Value> values);
  // The words of a name are listened for from now on, too. False: they were already.
  bool learn_name(std::string_view name);

  [[nodiscard]] Hearing hear(std::span<const Utterance> dialogue) const;

 private:
  bool add_name(std::string_view folded);
  bool add_word(std::string_view folded, bool inflected);

  FillPage fill_;
  const Vocabulary* vocabulary_;
  KnownSounds known_;
};

}  // namespace offhook::redact::detect
