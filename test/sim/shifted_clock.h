// ShiftedClock: a clock whose wall time is off from another's by what somebody set it to; monotonic time and
// waiting are the other's.
#pragma once

#include <atomic>

#include "base/clock.h"

namespace offhook::test {

class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(Clock& truth) : truth_(truth) {}
  [[nodiscard]] TimePoint now() const override { return truth_.now() + shift_.load(); }
  [[nodiscard]] Monotonic monotonic() const override { return truth_.monotonic(); }
  bool sleep_for(Milliseconds duration, std::stop_token stop = {}) override {
    return truth_.sleep_for(duration, std::move(stop));
  }
  void jump(Milliseconds by) { shift_ = shift_.load() + by; }
  void set_right() { shift_ = Milliseconds(0); }

 private:
  Clock& truth_;
  std::atomic<Milliseconds> shift_{Milliseconds(0)};
};

}  // namespace offhook::test
