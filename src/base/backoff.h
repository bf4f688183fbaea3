// Backoff: delays between tries, exponential with full jitter (random(0,1) × min(cap, base × 2^n)), as the
// AWS Architecture Blog's "Exponential Backoff and Jitter" (2015) recommends. A delay the other side asked
// for is a floor, never shortened. Not thread-safe: one per call being retried.
#pragma once

#include <optional>

#include "base/random.h"
#include "base/time.h"

namespace offhook {

struct BackoffLimits {
  Milliseconds base{2000};
  Milliseconds cap{60000};
  int max_attempts = 8;
};

class Backoff {
 public:
  Backoff(BackoffLimits limits, Random& random) : limits_(limits), random_(random) {}

  // The delay before the next try; nothing when all tries are used up.
  [[nodiscard]] std::optional<Milliseconds> next(std::optional<Milliseconds> asked_for = std::nullopt);
  [[nodiscard]] int attempts() const { return attempts_; }

 private:
  BackoffLimits limits_;
  Random& random_;
  int attempts_ = 0;
};

}  // namespace offhook
