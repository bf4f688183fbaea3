// What detectors share: the conversation as they read it, and the candidates they propose. Overlaps between
// candidates are settled afterwards (resolve.h), so a detector looks only at its own kind.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "redact/detect/labels.h"
#include "redact/detect/pieces.h"
#include "redact/detect/script.h"
#include "redact/dialogue.h"
#include "redact/kind.h"
#include "redact/policy.h"

namespace offhook::redact::detect {

struct Context {
  const Script& script;
  const std::vector<Label>& labels;
  const Pieces& pieces;
  const Known& known;
  const Policy& policy;
  const Prepared& prepared;  // of `known`
};

// Words [first, last) of one utterance; of the last word `cut` bytes stay ("Anna's": 2).
struct Range {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t cut = 0;
};

struct Candidate {
  Kind kind{};
  std::string country;
  std::string canonical;
  double confidence = 0;      // below kAccept it is dropped
  const char* reason = "";    // a literal
  std::vector<Range> ranges;  // in order; several when a value is said in parts
  bool encloses = false;      // what is found inside it is part of it: a link with an address in it
  bool raw = false;  // a phone number's digits, which get their canonical form when they are accepted
};

inline constexpr double kAccept = 0.5;

}  // namespace offhook::redact::detect
