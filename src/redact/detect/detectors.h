// The detectors, one a kind. A judge looks at one window of digits or code characters; a finder reads the
// whole script. A new one is declared here, listed in detectors.cpp, and has its own file beside them.
#pragma once

#include <optional>
#include <vector>

#include "redact/detect/candidate.h"
#include "redact/detect/windows.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_phone(const Window& window);
std::optional<Verdict> judge_ssn(const Window& window);
std::optional<Verdict> judge_card(const Window& window);

void find_emails(const Context& context, std::vector<Candidate>& out);
void find_known_names(const Context& context, std::vector<Candidate>& out);

// All of them.
[[nodiscard]] std::vector<Candidate> detect_all(const Context& context);

}  // namespace offhook::redact::detect
