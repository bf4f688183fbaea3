// The oracle says what an archive must be when all is quiet, from the organisation's own content and the
// redaction of single conversations, without the pipeline.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "test/sim/simulated_world.h"
#include "test/sim/witness.h"

namespace offhook::test {

struct History {
  std::set<TimePoint> watermarks;   // as of which jobs answered, in any life
  TimePoint last{};                 // and in the last one
  std::vector<std::string> spoken;  // what the program said: errors
};

// Every way in which the world's archive is not what it must be; empty is good. Texts name ids and keys.
[[nodiscard]] std::vector<std::string> judge(SimulatedWorld& world, const Witness& witness,
                                             const History& history);

}  // namespace offhook::test
