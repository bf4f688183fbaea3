// leaks_in() reads a stored line as redaction would read it now.
//
// Redacting what was redacted changes nothing, so whatever an engine finds in an archived line was never
// redacted: the line was made with another policy, by a release that knew less, or by something else.
#pragma once

#include <string>
#include <string_view>

#include "redact/engine.h"

namespace offhook::pipeline {

// What the engine finds in one line without its LF, by kind ("2 PHONE, 1 SSN"), or why it cannot be read; ""
// is nothing. Never content.
[[nodiscard]] std::string leaks_in(const redact::Engine& engine, std::string_view line);

}  // namespace offhook::pipeline
