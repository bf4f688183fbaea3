// The transcript file of one recording, in the layout of the official schema and the public samples.
#pragma once

#include <string>

#include "sim/content/conversation.h"
#include "sim/content/recordings.h"

namespace offhook::sim {

// `plants` takes what is planted in the transcript.
[[nodiscard]] std::string write_transcript(const World& world, const Outline& outline,
                                           const Recording& recording, Plants& plants);

}  // namespace offhook::sim
