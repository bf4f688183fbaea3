// simulate() lets the program live in a world of its own for one seed: a few lives in bad weather, then calm
// ones until nothing is left to do; then the oracle judges.
//
// One thread; a seed gives the same requests, byte by byte, in every process.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "test/sim/weather.h"

namespace offhook::test {

struct Outcome {
  std::uint64_t seed = 0;
  std::string digest;  // of all that was said and heard
  std::uint64_t requests = 0;
  std::uint64_t conversations = 0;
  std::uint64_t lives = 0;
  std::uint64_t peak_bytes = 0;  // of the heap, above what it was before a life
  Hits hits;
  std::string story;                  // what was drawn, and how each life ended
  std::vector<std::string> failures;  // empty: all is well
};

using Teller = std::function<void(const std::string&)>;  // is told each request
[[nodiscard]] Outcome simulate(std::uint64_t seed, const Teller& tell = [](const std::string&) {});

// The names of all faults that a simulation can meet.
[[nodiscard]] std::vector<std::string> all_faults();

}  // namespace offhook::test
