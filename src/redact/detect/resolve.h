// Resolve: turns candidates into findings. Of overlapping candidates the surer one stays, then the longer.
#pragma once

#include <vector>

#include "redact/detect/candidate.h"

namespace offhook::redact::detect {

[[nodiscard]] std::vector<Finding> resolve(const Script& script, std::vector<Candidate> candidates);

}  // namespace offhook::redact::detect
