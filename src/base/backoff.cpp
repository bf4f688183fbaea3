#include "base/backoff.h"

#include <algorithm>

namespace offhook {

std::optional<Milliseconds> Backoff::next(std::optional<Milliseconds> asked_for) {
  ++attempts_;
  if (attempts_ >= limits_.max_attempts) return std::nullopt;
  const int doublings = std::min(attempts_ - 1, 20);
  const auto ceiling = std::min(limits_.cap, limits_.base * (Milliseconds::rep{1} << doublings));
  const Milliseconds jittered(
      static_cast<Milliseconds::rep>(random_.unit() * static_cast<double>(ceiling.count())));
  // Full jitter on top of the asked-for delay, so that many waiters do not return at the same instant.
  if (asked_for) return *asked_for + std::min(jittered, Milliseconds(1000));
  return jittered;
}

}  // namespace offhook
