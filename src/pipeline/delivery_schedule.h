// When an event that could not be delivered is tried again: Standard Webhooks' example schedule, with jitter.
#pragma once

#include "base/random.h"
#include "base/time.h"

namespace offhook::pipeline {

// After so many tries (1 and more) in all: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, and from then on
// every 24 h, each up to a tenth earlier, so that a nightly run finds it due. There is no last try: an event
// is owed until it is delivered.
[[nodiscard]] Milliseconds delivery_delay(int attempts, Random& random);

}  // namespace offhook::pipeline
