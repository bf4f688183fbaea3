#include "base/clock.h"

#include <condition_variable>

namespace offhook {

TimePoint SystemClock::now() const {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

Clock::Monotonic SystemClock::monotonic() const {
  return std::chrono::steady_clock::now().time_since_epoch();
}

bool SystemClock::sleep_for(Milliseconds duration, std::stop_token stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any woken;
  woken.wait_for(lock, stop, duration, [] { return false; });
  return !stop.stop_requested();
}

TimePoint ManualClock::now() const {
  const std::scoped_lock lock(mutex_);
  return now_;
}

Clock::Monotonic ManualClock::monotonic() const {
  const std::scoped_lock lock(mutex_);
  return monotonic_;
}

bool ManualClock::sleep_for(Milliseconds duration, std::stop_token stop) {
  if (stop.stop_requested()) return false;
  advance(duration);
  return true;
}

void ManualClock::advance(Milliseconds duration) {
  const std::scoped_lock lock(mutex_);
  now_ += duration;
  monotonic_ += duration;
}

void ManualClock::set(TimePoint now) {
  const std::scoped_lock lock(mutex_);
  now_ = now;
}

}  // namespace offhook
