// RequestBudget: how many requests a minute this process may send, shared by all its threads and, through a
// model::RequestLog, with the other processes that use the same client.
//
// It learns the limit from the answers (Window) and keeps below it: a head-room is left to others, a few
// requests are kept back for what cannot be seen yet, and past half of the minute's allowance requests are
// spread over what is left of it. When the source says 429 all the same, everybody waits as told, and more
// is kept back from then on. Waiting requests go by priority and weight (Turns).
//
// Any thread may call any member. Waits go through the Clock.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>

#include "base/clock.h"
#include "base/result.h"
#include "genesys/options.h"
#include "genesys/turns.h"
#include "genesys/window.h"
#include "http/message.h"

namespace offhook::genesys {

class RequestBudget {
 public:
  RequestBudget(BudgetOptions options, Clock& clock)
      : options_(options),
        clock_(clock),
        window_(options.assumed_per_minute),
        turns_(options.pages_weight, options.transcripts_weight) {}

  // One request that may be sent now. settle() must be told how it ended.
  struct Ticket {
    Priority priority{};
    Window::Time sent_at{0};
  };

  // Waits for leave to send one request. Errors: "source.cancelled"; "source.fair_use" (throttled) when the
  // month's cap is used up; "source.throttled" where the source asked for a longer wait than options allow;
  // those of the log.
  [[nodiscard]] Result<Ticket> acquire(Priority priority, std::stop_token stop);
  // nullptr: there was no answer.
  void settle(const Ticket& ticket, const http::Response* response);
  // The source said 429: nobody sends before `delay` has passed, in any process.
  void throttled(Milliseconds delay);
  // Time spent waiting for leave, summed over the threads that waited.
  [[nodiscard]] Window::Time waited(Priority priority) const;
  void add_wait(Priority priority, Window::Time waited);  // where the caller itself sat out a 429

  [[nodiscard]] std::uint64_t limit_per_minute() const;  // 0: not announced yet
  [[nodiscard]] std::uint64_t used_this_month() const;
  [[nodiscard]] int waiting() const;  // requests that wait for leave

 private:
  // nullopt: it may be sent.
  [[nodiscard]] Result<std::optional<Window::Time>> try_locked(Priority priority, Window::Time now);
  [[nodiscard]] Window::Time wait_locked(Priority priority, Window::Time now) const;
  // Counts one request, where the month and the other processes leave one; else how long to wait.
  [[nodiscard]] Result<std::optional<Window::Time>> take_locked(Priority priority);
  [[nodiscard]] bool month_is_spent_locked();
  [[nodiscard]] Error month_spent() const;
  [[nodiscard]] static Error held_back(Window::Time wait);
  [[nodiscard]] double limit_locked() const;

  const BudgetOptions options_;
  Clock& clock_;

  mutable std::mutex mutex_;
  // Guarded by mutex_:
  Window window_;
  Turns turns_;
  Window::Time blocked_until_{0};
  std::optional<Window::Time> last_sent_;
  std::optional<Window::Time> last_throttled_;
  int kept_back_ = 0;  // learned from 429s, on top of kMargin
  std::array<Window::Time, kPriorities> waited_{};
  std::optional<std::chrono::year_month> month_;
  std::uint64_t used_this_month_ = 0;
};

}  // namespace offhook::genesys
