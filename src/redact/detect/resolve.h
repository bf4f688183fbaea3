// Resolve: settles overlaps between candidates, and turns what was accepted into findings.
#pragma once

#include <vector>

#include "redact/detect/candidate.h"

namespace offhook::redact::detect {

// Of overlapping candidates the surer one, then the longer.
[[nodiscard]] std::vector<Candidate> resolve(const Script& script, std::vector<Candidate> candidates);

// In order of (utterance, start).
[[nodiscard]] std::vector<Finding> findings_of(const Script& script, std::vector<Candidate> accepted);

}  // namespace offhook::redact::detect
