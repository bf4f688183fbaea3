// The transcript file of one recorded leg, in the layout of the official schema and the public samples.
#pragma once

#include <string>

#include "sim/content/conversation.h"

namespace offhook::sim {

// `plants` takes what is planted in the transcript.
[[nodiscard]] std::string write_transcript(const World& world, const Outline& outline,
                                           std::string_view communication_id, Plants& plants);

}  // namespace offhook::sim
