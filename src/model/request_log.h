// RequestLog: what all processes that work for one client send to the source, so that together they stay
// below its limits, and what one calendar month has cost.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "base/time.h"

namespace offhook::model {

class RequestLog {
 public:
  virtual ~RequestLog() = default;

  struct Taken {
    bool granted = false;
    std::uint64_t this_month = 0;  // requests of the calendar month (UTC), this one included
    std::optional<TimePoint> held_until;
  };
  // Asks to send one request now. It is not granted when other processes sent some in the last minute and all
  // together would exceed `per_minute`, nor when the month has had `monthly_cap` (0: no cap), nor while all
  // are held back. Any thread.
  [[nodiscard]] virtual Result<Taken> take(TimePoint now, std::uint64_t per_minute,
                                           std::uint64_t monthly_cap) = 0;

  // The source told one process to wait until then: it means all of them. Any thread.
  [[nodiscard]] virtual Result<void> hold(TimePoint now, TimePoint until) = 0;
};

}  // namespace offhook::model
