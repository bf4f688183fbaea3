// StopDeadline: the moment after which a client that was asked to stop cuts its requests off.
#pragma once

#include <atomic>
#include <chrono>
#include <stop_token>

#include "base/time.h"

namespace offhook::http {

// Any thread.
class StopDeadline {
 public:
  StopDeadline(std::stop_token stop, Milliseconds grace)
      : grace_(grace), asked_(std::move(stop), Remember{*this}) {}

  [[nodiscard]] bool passed() const {
    const auto asked_at = asked_at_.load();
    return asked_at != kNotAsked && SteadyClock::now().time_since_epoch() - asked_at > grace_;
  }

 private:
  using SteadyClock = std::chrono::steady_clock;
  static constexpr SteadyClock::duration kNotAsked{0};

  struct Remember {
    StopDeadline& deadline;
    void operator()() const { deadline.asked_at_ = SteadyClock::now().time_since_epoch(); }
  };

  const Milliseconds grace_;
  std::atomic<SteadyClock::duration> asked_at_{kNotAsked};
  std::stop_callback<Remember> asked_;  // last: it may write at once
};

}  // namespace offhook::http
