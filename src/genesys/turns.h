// Turns says which kind of request goes next while several kinds wait for leave.
//
// Logins go first, then polls: they are few, and all else waits for what they bring. Pages and transcripts
// share what is left in proportion to their weights, so that no backlog of one starves the other. Each kind
// has a turn, a number that rises by 1/weight with each of its requests; the lowest goes next, of equal ones
// the more urgent. A kind that begins to wait starts where the others are, so that nobody saves up what was
// not asked for (start-time fair queueing).
//
// Not thread-safe: RequestBudget guards it.
#pragma once

#include <array>
#include <cstddef>

namespace offhook::genesys {

// The more urgent first. A login is not counted against the credential's limit, but obeys a 429 like all
// others.
enum class Priority { credentials, polls, pages, transcripts };
inline constexpr std::size_t kPriorities = 4;

class Turns {
 public:
  Turns(int pages_weight, int transcripts_weight)
      : steps_{0, 0, 1.0 / pages_weight, 1.0 / transcripts_weight} {}

  // One request of this kind waits; exactly one of gave_up() and sent() follows.
  void waits(Priority kind);
  void gave_up(Priority kind);
  void sent(Priority kind);

  [[nodiscard]] bool is_next(Priority kind) const;
  [[nodiscard]] int waiting() const;

 private:
  const std::array<double, kPriorities> steps_;
  std::array<int, kPriorities> waiting_{};
  std::array<double, kPriorities> turns_{};
  double now_ = 0;  // the turn of the last request sent
};

}  // namespace offhook::genesys
