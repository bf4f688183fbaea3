// The answer key: every personal value planted in an organisation's conversations and transcripts, as NDJSON
// lines {"conversationId","kind","value","forms":[…],"place"}.
#pragma once

#include <ostream>

#include "sim/content/world.h"

namespace offhook::sim {

// One conversation at a time, in order. `messages`: with those of conversations without a recording, which
// only the bare array shows.
void write_answer_key(const World& world, bool messages, std::ostream& out);

}  // namespace offhook::sim
