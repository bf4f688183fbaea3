// The request budget against the simulated limit, on injected time: ten minutes with a rival on the same
// credential (Poisson, 20 % of the allowance, for one minute 50 %), several requests in flight.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <functional>
#include <queue>

#include "base/random.h"
#include "genesys/budget.h"
#include "sim/answers.h"
#include "sim/rate_limit.h"

namespace offhook::test {
namespace {

using genesys::BudgetOptions;
using genesys::Priority;
using genesys::RequestBudget;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kAllowed = 300;
constexpr minutes kRun{10};
constexpr minutes kStepBegins{5}, kStepEnds{6};

// A clock whose sleepers let everybody else's events happen at their times.
class EventClock final : public Clock {
 public:
  TimePoint now() const override { return clock_.now(); }
  Monotonic monotonic() const override { return clock_.monotonic(); }
  bool sleep_for(Milliseconds duration, std::stop_token) override {
    const TimePoint until = now() + duration;
    while (!events_.empty() && events_.top().at <= until) {
      const Event event = events_.top();
      events_.pop();
      clock_.advance(event.at - now());
      event.happen();
    }
    clock_.advance(until - now());
    return true;
  }
  void at(TimePoint time, std::function<void()> happen) {
    events_.push({time, ++sequence_, std::move(happen)});
  }

 private:
  struct Event {
    TimePoint at;
    std::uint64_t sequence;
    std::function<void()> happen;
    bool operator<(const Event& other) const {
      return at != other.at ? at > other.at : sequence > other.sequence;
    }
  };
  ManualClock clock_{*parse_rfc3339("2026-11-20T00:00:00Z")};
  std::priority_queue<Event> events_;
  std::uint64_t sequence_ = 0;
};

struct Outcome {
  int sent = 0;
  int rival = 0;
  int throttled_in_step = 0;
  int throttled_elsewhere = 0;
  [[nodiscard]] double share_of_what_is_left(double head_room) const {
    return sent / (kRun.count() * kAllowed * (1 - head_room) - rival);
  }
};

class TenMinutes {
 public:
  TenMinutes(sim::Window window, double head_room, std::uint64_t seed)
      : random_(seed),
        limit_({.per_minute = kAllowed, .window = window}, clock_),
        budget_(options(head_room), clock_) {}

  Outcome go() {
    schedule_rival();
    while (elapsed() < kRun) {
      auto ticket = budget_.acquire(Priority::transcripts, {});
      EXPECT_TRUE(ticket);
      if (elapsed() >= kRun) break;
      ++in_flight_;
      const Milliseconds latency(40 + static_cast<int>(random_.below(160)));
      clock_.at(clock_.now() + latency / 2,
                [this, ticket = *ticket, latency] { serve(ticket, latency / 2); });
      while (in_flight_ >= kWorkers) clock_.sleep_for(Milliseconds(1), {});
    }
    return outcome_;
  }

 private:
  static constexpr int kWorkers = 8;

  static BudgetOptions options(double head_room) {
    BudgetOptions options;
    options.head_room = head_room;
    return options;
  }
  [[nodiscard]] Milliseconds elapsed() const { return clock_.now() - start_; }
  [[nodiscard]] bool in_step() const { return elapsed() >= kStepBegins && elapsed() < kStepEnds; }

  void schedule_rival() {
    const double per_minute = kAllowed * (in_step() ? 0.5 : 0.2);
    const double gap_ms = -std::log(1 - random_.unit()) / per_minute * 60'000;
    clock_.at(clock_.now() + Milliseconds(static_cast<int>(gap_ms)), [this] {
      if (limit_.take("token").allowed) ++outcome_.rival;
      schedule_rival();
    });
  }

  void serve(RequestBudget::Ticket ticket, Milliseconds way_back) {
    const auto count = limit_.take("token");
    http::ServerResponse stated;
    sim::announce(count, kAllowed, stated);
    http::Response response{count.allowed ? 200 : 429, stated.headers, ""};
    if (count.allowed) {
      ++outcome_.sent;
    } else {
      ++(in_step() ? outcome_.throttled_in_step : outcome_.throttled_elsewhere);
    }
    clock_.at(clock_.now() + way_back, [this, ticket, response, count] {
      --in_flight_;
      budget_.settle(ticket, &response);
      if (!count.allowed) budget_.throttled(seconds(count.reset_seconds));
    });
  }

  EventClock clock_;
  const TimePoint start_ = clock_.now();
  SeededRandom random_;
  sim::RateLimit limit_;
  RequestBudget budget_;
  int in_flight_ = 0;
  Outcome outcome_;
};

class BudgetSimulation : public testing::TestWithParam<std::tuple<sim::Window, double>> {};

TEST_P(BudgetSimulation, UsesWhatIsLeftAndIsNotThrottled) {
  const auto [window, head_room] = GetParam();
  double least = 1, most = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Outcome outcome = TenMinutes(window, head_room, seed).go();
    const double share = outcome.share_of_what_is_left(head_room);
    least = std::min(least, share);
    most = std::max(most, share);
    EXPECT_EQ(outcome.throttled_elsewhere, 0) << "seed " << seed;
    EXPECT_LE(outcome.throttled_in_step, 1) << "seed " << seed;
    EXPECT_GE(share, 0.95) << "seed " << seed << ", sent " << outcome.sent << ", rival " << outcome.rival;
  }
  std::printf("used %.1f %% to %.1f %% of what was left\n", 100 * least, 100 * most);
}

INSTANTIATE_TEST_SUITE_P(Windows, BudgetSimulation,
                         testing::Combine(testing::Values(sim::Window::fixed, sim::Window::sliding),
                                          testing::Values(0.0, 0.1)),
                         [](const auto& tested) {
                           return std::string(std::get<0>(tested.param) == sim::Window::fixed ? "Fixed"
                                                                                              : "Sliding") +
                                  (std::get<1>(tested.param) > 0 ? "WithHeadRoom" : "");
                         });

}  // namespace
}  // namespace offhook::test
