// Window estimates what the source has counted against our credential in the current minute, from what its
// answers state: inin-ratelimit-count, -allowed and -reset. Others may share the credential.
//
// The source does not say whether its minute is fixed (the count falls to nothing at the reset) or slides
// (each request is forgotten a minute after it came). The answers tell: a reset that moved on without the
// count falling is a sliding minute; a count that fell by half or more is a fixed one.
//
// Times are monotonic. Not thread-safe: RequestBudget guards it.
#pragma once

#include <deque>
#include <optional>

#include "base/clock.h"

namespace offhook::genesys {

struct LimitHeaders {
  int count = 0;
  int allowed = 0;
  std::chrono::seconds reset{0};
};

class Window {
 public:
  using Time = Clock::Monotonic;

  explicit Window(int assumed_allowed) : allowed_(assumed_allowed) {}

  // A request goes out; exactly one of answered() and failed() follows.
  void sent(Time now);
  void answered(Time sent_at, Time now, const std::optional<LimitHeaders>& stated);
  void failed();  // no answer: it may have been counted

  [[nodiscard]] int allowed() const { return allowed_; }
  [[nodiscard]] bool announced() const { return observed_.has_value(); }
  // A source that announces nothing is taken to slide: our own count then decides.
  [[nodiscard]] bool sliding() const { return sliding_ || !observed_; }
  // No answer tells yet what the current minute holds: send one request and look.
  [[nodiscard]] bool unsure(Time now) const;
  [[nodiscard]] int in_flight() const { return in_flight_; }

  // What is counted now: what is expected, and what it may well be.
  [[nodiscard]] double used(Time now) const;
  [[nodiscard]] double most_used(Time now) const;
  // What others use, in requests a second.
  [[nodiscard]] double rival_rate() const { return rival_rate_; }
  // How long until the count can next fall.
  [[nodiscard]] Time relief(Time now) const;
  // The time left of a fixed minute, or a whole minute of a sliding one.
  [[nodiscard]] Time time_left(Time now) const;

 private:
  struct Observation {
    Time sent_at{0};
    Time at{0};
    int count = 0;
  };

  [[nodiscard]] int own_expired(Time from, Time to) const;
  [[nodiscard]] double unseen_rival(Time now) const;
  void learn_rival(const Observation& seen);

  int allowed_;
  bool sliding_ = false;
  std::optional<Observation> observed_;
  Time reset_at_{0};        // of the minute observed_ lies in
  Time minute_began_{0};    // our first answer in it
  int own_in_minute_ = 0;   // our answered requests since then
  int count_at_begin_ = 0;  // what was counted before them
  int in_flight_ = 0;
  int unconfirmed_ = 0;  // unanswered since the last observation, or answered without headers
  double rival_rate_ = 0;
  std::deque<Time> answers_;  // ours of the last minute or two, for a minute that slides
};

}  // namespace offhook::genesys
