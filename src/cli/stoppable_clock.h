// StoppableClock: the system's time, whose waits all end when the program is asked to stop, also those of
// whoever was given no stop token.
#pragma once

#include "base/clock.h"

namespace offhook::cli {

class StoppableClock final : public Clock {
 public:
  explicit StoppableClock(std::stop_token stop) : stop_(std::move(stop)) {}

  [[nodiscard]] TimePoint now() const override { return clock_.now(); }
  [[nodiscard]] Monotonic monotonic() const override { return clock_.monotonic(); }
  bool sleep_for(Milliseconds duration, std::stop_token stop = {}) override {
    std::stop_source either;
    const auto relay = [&either] { either.request_stop(); };
    const std::stop_callback ours(stop_, relay), theirs(std::move(stop), relay);
    return clock_.sleep_for(duration, either.get_token());
  }

 private:
  SystemClock clock_;
  const std::stop_token stop_;
};

}  // namespace offhook::cli
