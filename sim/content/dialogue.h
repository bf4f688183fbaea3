// What was said on a recorded leg, word by word, as a recogniser heard it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/content/cast.h"
#include "sim/content/recordings.h"

namespace offhook::sim {

struct SpokenWord {
  std::string text;
  std::int64_t offset_ms = 0;  // from the start of the recording
  std::int64_t duration_ms = 0;
};

struct Utterance {
  bool internal = false;  // the agent's side
  std::string text;       // lower case, numbers as words
  std::string decorated;  // punctuated, numbers as digits
  std::vector<SpokenWord> words;
  [[nodiscard]] std::int64_t offset_ms() const { return words.front().offset_ms; }
  [[nodiscard]] std::int64_t end_ms() const { return words.back().offset_ms + words.back().duration_ms; }
};

// What is said in `recording`. Never empty; no utterance is without words. Real words and times for a real
// call, made up otherwise.
[[nodiscard]] std::vector<Utterance> make_dialogue(const World& world, const Outline& outline,
                                                   const Recording& recording, Plants& plants);

// The messages of a conversation without a recording, likewise.
[[nodiscard]] std::vector<Utterance> make_messages(const World& world, const Outline& outline,
                                                   Plants& plants);

}  // namespace offhook::sim
