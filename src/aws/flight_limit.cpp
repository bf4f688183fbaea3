#include "aws/flight_limit.h"

#include <algorithm>
#include <utility>

namespace offhook::aws {

void FlightLimit::Slot::leave() {
  FlightLimit* limit = std::exchange(limit_, nullptr);
  if (limit == nullptr) return;
  {
    const std::scoped_lock lock(limit->mutex_);
    --limit->in_flight_;
  }
  limit->left_.notify_one();
}

FlightLimit::Slot FlightLimit::enter() {
  std::unique_lock lock(mutex_);
  left_.wait(lock, [&] { return in_flight_ < allowed_; });
  ++in_flight_;
  return {*this, cuts_};
}

void FlightLimit::throttled(const Slot& slot) {
  const std::scoped_lock lock(mutex_);
  if (slot.cuts_ != cuts_) return;
  ++cuts_;
  wanted_ = allowed_ == kUnlimited ? in_flight_ : std::max(wanted_, in_flight_);
  allowed_ = std::max<std::size_t>(1, std::min(allowed_, in_flight_) / 2);
  successes_ = 0;
}

void FlightLimit::succeeded() {
  {
    const std::scoped_lock lock(mutex_);
    if (allowed_ == kUnlimited || ++successes_ < allowed_) return;
    successes_ = 0;
    allowed_ = allowed_ >= wanted_ ? kUnlimited : allowed_ + 1;
  }
  left_.notify_all();
}

std::size_t FlightLimit::allowed() const {
  const std::scoped_lock lock(mutex_);
  return allowed_;
}

}  // namespace offhook::aws
