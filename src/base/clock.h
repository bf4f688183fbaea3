// Clock: the only source of time and of waiting, so that tests inject both.
//
// Any thread may call any member.
#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>

#include "base/time.h"

namespace offhook {

class Clock {
 public:
  using Monotonic = std::chrono::nanoseconds;  // since an arbitrary start; never goes back

  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
  [[nodiscard]] virtual Monotonic monotonic() const = 0;
  // Waits, or returns early (false) when `stop` is requested.
  virtual bool sleep_for(Milliseconds duration, std::stop_token stop = {}) = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override;
  [[nodiscard]] Monotonic monotonic() const override;
  bool sleep_for(Milliseconds duration, std::stop_token stop = {}) override;
};

// A clock that moves only when told to; sleeping moves it at once.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start) : now_(start) {}
  [[nodiscard]] TimePoint now() const override;
  [[nodiscard]] Monotonic monotonic() const override;
  bool sleep_for(Milliseconds duration, std::stop_token stop = {}) override;
  void advance(Milliseconds duration);
  void set(TimePoint now);  // a jump of the wall clock; monotonic time stands still

 private:
  mutable std::mutex mutex_;
  TimePoint now_;
  Monotonic monotonic_{0};
};

}  // namespace offhook
