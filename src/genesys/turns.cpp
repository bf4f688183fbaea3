#include "genesys/turns.h"

#include <algorithm>
#include <numeric>

namespace offhook::genesys {
namespace {
constexpr std::size_t rank_of(Priority kind) { return static_cast<std::size_t>(kind); }
}  // namespace

void Turns::waits(Priority kind) {
  const std::size_t rank = rank_of(kind);
  if (waiting_[rank]++ == 0) turns_[rank] = std::max(turns_[rank], now_);
}

void Turns::gave_up(Priority kind) { --waiting_[rank_of(kind)]; }

void Turns::sent(Priority kind) {
  const std::size_t rank = rank_of(kind);
  --waiting_[rank];
  now_ = turns_[rank];
  turns_[rank] += steps_[rank];
}

bool Turns::is_next(Priority kind) const {
  const std::size_t rank = rank_of(kind);
  for (std::size_t other = 0; other < kPriorities; ++other) {
    if (other == rank || waiting_[other] == 0) continue;
    if (turns_[other] < turns_[rank] || (turns_[other] == turns_[rank] && other < rank)) return false;
  }
  return true;
}

int Turns::waiting() const { return std::accumulate(waiting_.begin(), waiting_.end(), 0); }

}  // namespace offhook::genesys
