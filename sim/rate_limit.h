// RateLimit counts each token's requests a minute, as the platform announces and enforces it. Any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/mutex.h"
#include "http/message.h"

namespace offhook::sim {

enum class Window {
  fixed,    // begins with a token's first request, ends 60 s later
  sliding,  // the last 60 s
};

struct RateLimitConfig {
  int per_minute = 300;
  Window window = Window::fixed;
  int rival_per_minute = 0;  // requests of others on the same client, spread evenly
};

class RateLimit {
 public:
  RateLimit(RateLimitConfig config, Clock& clock) : config_(config), clock_(clock) {}

  struct Count {
    bool allowed = true;
    int used = 0;  // in this window, this request and the rival's included
    std::int64_t reset_seconds = 0;
  };
  [[nodiscard]] Count take(const std::string& token);
  [[nodiscard]] const RateLimitConfig& config() const { return config_; }

 private:
  struct Use {
    TimePoint window_start{};
    int own = 0;
    std::deque<TimePoint> recent{};  // sliding: at most per_minute
  };
  Count take_fixed(Use& use, TimePoint now) const;
  Count take_sliding(Use& use, TimePoint now) const;

  const RateLimitConfig config_;
  Clock& clock_;
  Mutex mutex_;
  std::unordered_map<std::string, Use> use_ GUARDED_BY(mutex_);
};

// Adds inin-ratelimit-count, -allowed and -reset.
void announce(const RateLimit::Count& count, int per_minute, http::ServerResponse& response);

}  // namespace offhook::sim
