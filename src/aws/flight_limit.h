// FlightLimit keeps the requests to one service that are under way at the same time as many as the service
// bears: no limit until it asks to slow down, then half of what was under way, and one more after each round
// of successes until the old number is reached again (additive increase, multiplicative decrease).
//
// Any thread. enter() waits; whoever holds a Slot must not enter again before it left.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <limits>
#include <mutex>

namespace offhook::aws {

class FlightLimit {
 public:
  static constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

  // One request under way; it leaves when this ends.
  class Slot {
   public:
    ~Slot() { leave(); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    void leave();

   private:
    friend class FlightLimit;
    Slot(FlightLimit& limit, std::uint64_t cuts) : limit_(&limit), cuts_(cuts) {}
    FlightLimit* limit_;
    std::uint64_t cuts_;  // made before it entered
  };

  [[nodiscard]] Slot enter();
  // The service asked the request in `slot` to slow down. What was under way together is cut once.
  void throttled(const Slot& slot);
  void succeeded();
  [[nodiscard]] std::size_t allowed() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable left_;
  std::size_t in_flight_ = 0;
  std::size_t allowed_ = kUnlimited;
  std::size_t wanted_ = 0;     // the most that was under way when the limit was cut
  std::size_t successes_ = 0;  // since the limit last changed
  std::uint64_t cuts_ = 0;
};

}  // namespace offhook::aws
