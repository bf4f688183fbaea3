// The twelve real telephone calls of test/data/harper-valley, built into the program (see the README there
// for source and licence).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace offhook::sim {

struct RealWord {
  std::string text;
  std::int64_t offset_ms = 0;  // from the start of the call
  std::int64_t duration_ms = 0;
};

struct RealSegment {
  bool internal = false;  // the agent speaks
  std::int64_t offset_ms = 0;
  std::int64_t duration_ms = 0;
  std::string asr;
  std::string human;
  std::vector<RealWord> words;  // of `asr`
};

struct RealLabel {
  std::string kind;  // PERSON, PHONE, ADDRESS
  std::string text;  // as it stands in a segment's `asr`
};

struct RealCall {
  std::string sid;
  std::string task;
  std::string agent_name;
  std::string caller_name;
  std::int64_t duration_ms = 0;
  std::vector<RealSegment> segments;
  std::vector<RealLabel> labels;  // the personal data in the machine transcript, labelled by hand
};

// Parsed at first use; the same objects for the life of the program. Any thread.
[[nodiscard]] const std::vector<RealCall>& real_calls();

}  // namespace offhook::sim
