#include "genesys/window.h"

#include <algorithm>
#include <cmath>

namespace offhook::genesys {
namespace {

using std::chrono::seconds;

constexpr seconds kMinute{60};
// Resets are stated in whole seconds; those of one fixed minute differ by less than this.
constexpr seconds kResetSlack{2};
// Below this many requests a fall of the count proves nothing.
constexpr double kTelling = 20;

double to_seconds(Window::Time time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

void Window::sent(Time) { ++in_flight_; }

void Window::failed() {
  --in_flight_;
  ++unconfirmed_;
}

void Window::answered(Time sent_at, Time now, const std::optional<LimitHeaders>& stated) {
  --in_flight_;
  answers_.push_back(now);
  while (answers_.front() < now - 2 * kMinute) answers_.pop_front();
  if (!stated) {
    ++unconfirmed_;
    return;
  }
  allowed_ = std::max(1, stated->allowed);
  const Observation seen{sent_at, now, stated->count};
  const Time reset_at = now + stated->reset;
  const bool moved = !observed_ || reset_at > reset_at_ + kResetSlack;
  if (observed_ && moved) {
    const double expected = used(std::min(now, reset_at_ - std::chrono::nanoseconds(1)));
    if (expected >= kTelling) sliding_ = seen.count >= expected / 2;
  }
  if (!moved && !sliding_ && seen.count < observed_->count) {
    if (sent_at > observed_->at)
      sliding_ = true;  // it fell before the reset
    else
      return;  // an older answer, overtaken
  }
  if (sliding_ && observed_ && sent_at < observed_->sent_at) return;
  if (moved || sliding_) {
    reset_at_ = reset_at;
  } else {
    reset_at_ = std::min(reset_at_, reset_at);
  }
  if (moved && !sliding_) {
    minute_began_ = now;
    own_in_minute_ = 0;
    count_at_begin_ = seen.count;
  } else {
    ++own_in_minute_;
  }
  observed_ = seen;
  unconfirmed_ = 0;
  learn_rival(seen);
}

void Window::learn_rival(const Observation& seen) {
  if (sliding_) {
    const int own = own_expired(seen.at - kMinute, seen.at);
    rival_rate_ = std::max(0, seen.count - own) / to_seconds(kMinute);
    return;
  }
  const double elapsed = to_seconds(seen.at - minute_began_);
  const double arrived = std::max(0, seen.count - count_at_begin_ - own_in_minute_);
  // The first seconds of a minute say little; the rate so far is trusted the more, the longer it is.
  const double weight = std::min(1.0, elapsed / 20.0);
  if (elapsed >= 1) rival_rate_ += weight * 0.2 * (arrived / elapsed - rival_rate_);
}

int Window::own_expired(Time from, Time to) const {
  const auto begin = std::upper_bound(answers_.begin(), answers_.end(), from);
  const auto end = std::upper_bound(answers_.begin(), answers_.end(), to);
  return static_cast<int>(std::max<std::ptrdiff_t>(0, end - begin));
}

double Window::unseen_rival(Time now) const {
  return observed_ ? rival_rate_ * std::min(60.0, to_seconds(now - observed_->at)) : 0;
}

bool Window::unsure(Time now) const {
  if (!observed_) return answers_.empty();
  return sliding_ ? now > observed_->at + kMinute : now >= reset_at_;
}

double Window::used(Time now) const {
  if (unsure(now)) return in_flight_;
  if (!observed_) return own_expired(now - kMinute, now) + in_flight_;
  double count = observed_->count + in_flight_ + unconfirmed_;
  // In a minute that slides, what others send and what is forgotten of theirs is about the same.
  if (sliding_) {
    count -= own_expired(observed_->at - kMinute, now - kMinute);
  } else {
    count += unseen_rival(now);
  }
  return std::max(0.0, count);
}

double Window::most_used(Time now) const {
  // Two standard deviations of a Poisson count: of what came, and in a sliding minute of what went, too.
  const double unseen = unsure(now) ? 0 : unseen_rival(now);
  return used(now) + 2 * std::sqrt(sliding_ ? 2 * unseen : unseen);
}

Window::Time Window::relief(Time now) const {
  if (!sliding()) return std::max(Time(0), reset_at_ - now);
  const auto next = std::upper_bound(answers_.begin(), answers_.end(), now - kMinute);
  if (next == answers_.end()) return seconds(1);
  return std::max(Time(std::chrono::milliseconds(1)), *next + kMinute - now);
}

Window::Time Window::time_left(Time now) const {
  if (sliding()) return kMinute;
  return std::max(Time(0), reset_at_ - now);
}

}  // namespace offhook::genesys
