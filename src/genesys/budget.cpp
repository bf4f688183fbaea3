#include "genesys/budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace offhook::genesys {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Time = Window::Time;

// Requests of the allowance that are never spent. With 3, budget_simulation_test saw no 429 in 400 runs of
// ten minutes each; with 2, five.
constexpr int kMargin = 3;
// Up to this share of the allowance requests go out as they come; past it they are spread.
constexpr double kBurst = 0.5;
// In a sliding minute, how much faster than the even rate we may go to catch up.
constexpr double kCatchUp = 1.25;
// A lesson from a 429 is forgotten after so long without another.
constexpr seconds kLesson{1800};
// While waiting, how often to look whether somebody else's answer changed the picture.
constexpr milliseconds kLook{250};
// The same while it is another's turn, which is over as soon as that one was sent: shorter than the time
// between two requests of any limit we know, so that none is lost to a nap.
constexpr milliseconds kTurn{10};
// A tenth of the limit at most is kept back, however often we were throttled.
constexpr int kKeptBackShare = 10;

std::optional<int> number(const http::Response& response, std::string_view name) {
  const auto text = response.headers.find(name);
  if (!text) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < 0) return std::nullopt;
  return value;
}

std::optional<LimitHeaders> limit_headers(const http::Response* response) {
  if (!response) return std::nullopt;
  const auto count = number(*response, "inin-ratelimit-count");
  const auto allowed = number(*response, "inin-ratelimit-allowed");
  const auto reset = number(*response, "inin-ratelimit-reset");
  if (!count || !allowed || !reset) return std::nullopt;
  return LimitHeaders{*count, *allowed, seconds(*reset)};
}

Time in_seconds(double value) {
  return std::chrono::duration_cast<Time>(std::chrono::duration<double>(value));
}

}  // namespace

Result<RequestBudget::Ticket> RequestBudget::acquire(Priority priority, std::stop_token stop) {
  Time& waited = waited_[static_cast<std::size_t>(priority)];
  const Time asked_at = clock_.monotonic();
  std::unique_lock lock(mutex_);
  turns_.waits(priority);
  for (;;) {
    const Time now = clock_.monotonic();
    const auto wait = try_locked(priority, now);
    if (!wait) {
      turns_.gave_up(priority);
      return fail(wait.error());
    }
    if (!*wait) {
      turns_.sent(priority);
      waited += now - asked_at;
      if (priority != Priority::credentials) {
        window_.sent(now);
        last_sent_ = now;
      }
      return Ticket{priority, now};
    }
    lock.unlock();
    const auto nap = std::min(kLook, std::chrono::ceil<milliseconds>(**wait));
    const bool slept = clock_.sleep_for(nap, stop);
    lock.lock();
    if (!slept) {
      turns_.gave_up(priority);
      waited += clock_.monotonic() - asked_at;
      return fail(ErrorClass::cancelled, "source.cancelled", "stopped while waiting for the request budget");
    }
  }
}

Result<std::optional<Time>> RequestBudget::try_locked(Priority priority, Time now) {
  if (blocked_until_ - now > options_.longest_wait) return fail(held_back(blocked_until_ - now));
  if (const Time wait = wait_locked(priority, now); wait > Time(0)) return std::optional(wait);
  return take_locked(priority);
}

Time RequestBudget::wait_locked(Priority priority, Time now) const {
  if (blocked_until_ > now) return blocked_until_ - now;
  if (priority == Priority::credentials) return Time(0);
  if (!turns_.is_next(priority)) return kTurn;
  if (window_.unsure(now)) return window_.in_flight() == 0 ? Time(0) : Time(kLook);

  const double ceiling = std::max(1, window_.allowed() - kMargin - kept_back_);
  const double limit = limit_locked();
  const double used = window_.used(now);
  if (used + 1 > limit || window_.most_used(now) + 1 > ceiling)
    return std::max(Time(milliseconds(1)), window_.relief(now));
  if (!last_sent_) return Time(0);
  const double left = std::chrono::duration<double>(window_.time_left(now)).count();
  const double for_others = window_.rival_rate() * left;
  double to_send = limit - used - for_others;
  if (window_.sliding()) {
    to_send = (limit - for_others) * kCatchUp;
  } else if (used + for_others < kBurst * limit) {
    return Time(0);
  }
  return *last_sent_ + in_seconds(left / std::max(1.0, to_send)) - now;
}

double RequestBudget::limit_locked() const {
  const double ceiling = std::max(1, window_.allowed() - kMargin - kept_back_);
  return std::clamp(window_.allowed() * (1 - options_.head_room), 1.0, ceiling);
}

Result<std::optional<Time>> RequestBudget::take_locked(Priority priority) {
  if (options_.log) {
    // A login is not counted against the limit, so that it does not wait for others either.
    const auto limit = priority == Priority::credentials ? std::numeric_limits<std::uint64_t>::max()
                                                         : static_cast<std::uint64_t>(limit_locked());
    const TimePoint now = clock_.now();
    OFFHOOK_TRY(const auto taken, options_.log->take(now, limit, options_.monthly_cap));
    used_this_month_ = taken.this_month;
    if (taken.granted) return std::optional<Time>();
    if (options_.monthly_cap > 0 && taken.this_month >= options_.monthly_cap) return fail(month_spent());
    if (taken.held_until && *taken.held_until - now > options_.longest_wait)
      return fail(held_back(*taken.held_until - now));
    return std::optional(Time(kLook));  // the others have the minute, or were told to wait
  }
  if (month_is_spent_locked()) return fail(month_spent());
  ++used_this_month_;
  return std::optional<Time>();
}

bool RequestBudget::month_is_spent_locked() {
  const auto today = std::chrono::floor<std::chrono::days>(clock_.now());
  const std::chrono::year_month_day date(today);
  const std::chrono::year_month month = date.year() / date.month();
  if (month_ != month) {
    used_this_month_ = 0;
    month_ = month;
  }
  return options_.monthly_cap > 0 && used_this_month_ >= options_.monthly_cap;
}

Error RequestBudget::month_spent() const {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(clock_.now()));
  const std::chrono::sys_days next = (date.year() / date.month() + std::chrono::months(1)) / 1;
  Error error{
      ErrorClass::throttled, "source.fair_use",
      fmt::format("the month's {} requests are used up: go on next month, or raise source.monthly_requests",
                  options_.monthly_cap)};
  error.retry_after = std::chrono::duration_cast<Milliseconds>(next - clock_.now());
  return error;
}

Error RequestBudget::held_back(Time wait) {
  Error error{
      ErrorClass::throttled, "source.throttled",
      fmt::format("the source asked to wait: {} seconds more", std::chrono::ceil<seconds>(wait).count())};
  error.retry_after = std::chrono::ceil<Milliseconds>(wait);
  return error;
}

void RequestBudget::settle(const Ticket& ticket, const http::Response* response) {
  if (ticket.priority == Priority::credentials) return;
  const std::scoped_lock lock(mutex_);
  const Time now = clock_.monotonic();
  if (response) {
    window_.answered(ticket.sent_at, now, limit_headers(response));
  } else {
    window_.failed();
  }
  if (kept_back_ > 0 && last_throttled_ && now - *last_throttled_ > kLesson) kept_back_ = 0;
}

void RequestBudget::throttled(Milliseconds delay) {
  const std::scoped_lock lock(mutex_);
  const Time now = clock_.monotonic();
  blocked_until_ = std::max(blocked_until_, now + Time(delay));
  last_throttled_ = now;
  kept_back_ = std::min(kept_back_ + 2, window_.allowed() / kKeptBackShare);
  // This process obeys, also where it cannot tell the others.
  if (options_.log) (void)options_.log->hold(clock_.now(), clock_.now() + delay);
}

Window::Time RequestBudget::waited(Priority priority) const {
  const std::scoped_lock lock(mutex_);
  return waited_[static_cast<std::size_t>(priority)];
}

void RequestBudget::add_wait(Priority priority, Window::Time waited) {
  const std::scoped_lock lock(mutex_);
  waited_[static_cast<std::size_t>(priority)] += waited;
}

std::uint64_t RequestBudget::limit_per_minute() const {
  const std::scoped_lock lock(mutex_);
  return window_.announced() ? static_cast<std::uint64_t>(window_.allowed()) : 0;
}

int RequestBudget::waiting() const {
  const std::scoped_lock lock(mutex_);
  return turns_.waiting();
}

std::uint64_t RequestBudget::used_this_month() const {
  const std::scoped_lock lock(mutex_);
  return used_this_month_;
}

}  // namespace offhook::genesys
