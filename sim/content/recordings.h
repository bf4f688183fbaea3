// The recordings of a conversation; each has a transcript. A call that was transferred has two on one
// communication; a consultation is a communication of its own.
#pragma once

#include <string>
#include <vector>

#include "sim/content/world.h"

namespace offhook::sim {

struct Recording {
  std::string id;
  std::string communication_id;
  std::string transcript_id;
  TimePoint start{};
  TimePoint end{};
  std::size_t part = 0;   // 0 the first agent, 1 the second, 2 the consultation
  std::size_t agent = 0;  // who speaks for the company
};

[[nodiscard]] std::vector<Recording> recordings_of(const World& world, const Outline& outline);

}  // namespace offhook::sim
