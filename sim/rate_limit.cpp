#include "sim/rate_limit.h"

#include <algorithm>

namespace offhook::sim {

namespace {

constexpr Milliseconds kWindow = std::chrono::minutes(1);

std::int64_t seconds_until(TimePoint now, TimePoint then) {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(then - now).count());
}

}  // namespace

RateLimit::Count RateLimit::take(const std::string& token) {
  const TimePoint now = clock_.now();
  const MutexLock lock(mutex_);
  Use& use = use_[token];
  return config_.window == Window::fixed ? take_fixed(use, now) : take_sliding(use, now);
}

RateLimit::Count RateLimit::take_fixed(Use& use, TimePoint now) const {
  if (now - use.window_start >= kWindow || now < use.window_start) use = {.window_start = now};
  const auto rival =
      static_cast<int>((now - use.window_start).count() * config_.rival_per_minute / kWindow.count());
  Count count{.used = use.own + rival, .reset_seconds = seconds_until(now, use.window_start + kWindow)};
  count.allowed = count.used < config_.per_minute;
  if (count.allowed) {
    ++use.own;
    ++count.used;
  }
  return count;
}

RateLimit::Count RateLimit::take_sliding(Use& use, TimePoint now) const {
  while (!use.recent.empty() && now - use.recent.front() >= kWindow) use.recent.pop_front();
  Count count{.used = static_cast<int>(use.recent.size()) + config_.rival_per_minute};
  count.allowed = count.used < config_.per_minute;
  if (count.allowed) {
    use.recent.push_back(now);
    ++count.used;
  }
  count.reset_seconds = seconds_until(now, (use.recent.empty() ? now : use.recent.front()) + kWindow);
  return count;
}

void announce(const RateLimit::Count& count, int per_minute, http::ServerResponse& response) {
  response.headers.add("inin-ratelimit-count", std::to_string(count.used));
  response.headers.add("inin-ratelimit-allowed", std::to_string(per_minute));
  response.headers.add("inin-ratelimit-reset", std::to_string(count.reset_seconds));
}

}  // namespace offhook::sim
