#include "genesys/budget.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "base/random.h"

namespace offhook::genesys {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

http::Response answer(int status = 200) { return {status, {}, ""}; }

http::Response answer(int count, int allowed, int reset) {
  return {200,
          {{"inin-ratelimit-count", std::to_string(count)},
           {"inin-ratelimit-allowed", std::to_string(allowed)},
           {"inin-ratelimit-reset", std::to_string(reset)}},
          ""};
}

struct Fixture {
  explicit Fixture(BudgetOptions options = {}) : budget(options, clock) {}
  Result<RequestBudget::Ticket> acquire(Priority priority = Priority::pages) {
    return budget.acquire(priority, {});
  }
  // One request that is answered at once, and the time it had to wait for leave.
  Milliseconds spend(const http::Response& response) {
    const TimePoint before = clock.now();
    const auto ticket = acquire();
    EXPECT_TRUE(ticket);
    const Milliseconds waited = clock.now() - before;
    budget.settle(*ticket, &response);
    return waited;
  }

  ManualClock clock{*parse_rfc3339("2026-11-30T23:00:00Z")};
  RequestBudget budget;
};

TEST(RequestBudget, KeepsToTheAssumedLimitWhileNoneIsAnnounced) {
  Fixture f({.assumed_per_minute = 60, .head_room = 0});
  const TimePoint start = f.clock.now();
  int sent = 0;
  while (f.clock.now() - start < minutes(1)) {
    f.spend(answer());
    ++sent;
  }
  EXPECT_LE(sent, 60);
  EXPECT_GE(sent, 50);
  EXPECT_EQ(f.budget.limit_per_minute(), 0u);
}

TEST(RequestBudget, LearnsTheLimitAndWaitsForTheReset) {
  Fixture f({.head_room = 0});
  EXPECT_EQ(f.spend(answer(1, 180, 60)), milliseconds(0));
  EXPECT_EQ(f.budget.limit_per_minute(), 180u);
  f.spend(answer(177, 180, 60));
  EXPECT_GE(f.spend(answer(1, 180, 60)), seconds(60));
}

TEST(RequestBudget, LeavesTheHeadRoomToOthers) {
  Fixture f({.head_room = 0.5});
  f.spend(answer(1, 200, 60));
  f.spend(answer(100, 200, 60));
  EXPECT_GE(f.spend(answer(1, 200, 60)), seconds(59));
}

TEST(RequestBudget, SendsOneRequestUntilItKnows) {
  Fixture f;
  const auto first = f.acquire();
  ASSERT_TRUE(first);
  std::stop_source stop;
  std::jthread second([&] { EXPECT_FALSE(f.budget.acquire(Priority::pages, stop.get_token())); });
  while (f.clock.now() == *parse_rfc3339("2026-11-30T23:00:00Z")) std::this_thread::yield();
  stop.request_stop();
}

TEST(RequestBudget, EverybodyObeysA429) {
  Fixture f;
  f.spend(answer(1, 300, 60));
  f.budget.throttled(seconds(37));
  EXPECT_GE(f.spend(answer(1, 300, 60)), seconds(37));
  f.budget.throttled(seconds(5));
  const TimePoint before = f.clock.now();
  EXPECT_TRUE(f.acquire(Priority::credentials));
  EXPECT_GE(f.clock.now() - before, seconds(5));
}

TEST(RequestBudget, CountsHowLongEachKindOfRequestWaited) {
  Fixture f;
  f.spend(answer(1, 300, 60));
  EXPECT_EQ(f.budget.waited(Priority::transcripts), Window::Time(0));
  f.budget.throttled(seconds(37));
  EXPECT_TRUE(f.acquire(Priority::transcripts));
  EXPECT_GE(f.budget.waited(Priority::transcripts), seconds(37));
  EXPECT_LT(f.budget.waited(Priority::transcripts), seconds(40));
  EXPECT_EQ(f.budget.waited(Priority::polls), Window::Time(0));
}

TEST(RequestBudget, LearnsFromA429ToKeepMoreBack) {
  const auto waits_at = [](int count, bool throttled_before) {
    Fixture f({.head_room = 0});
    f.spend(answer(1, 300, 60));
    if (throttled_before) f.budget.throttled(milliseconds(1));
    f.spend(answer(count, 300, 60));
    return f.spend(answer(1, 300, 60)) >= seconds(59);
  };
  EXPECT_FALSE(waits_at(295, false));
  EXPECT_TRUE(waits_at(295, true));
}

TEST(RequestBudget, DoesNotCountLoginsAgainstTheLimit) {
  Fixture f({.head_room = 0});
  f.spend(answer(1, 180, 60));
  f.spend(answer(179, 180, 60));
  const TimePoint before = f.clock.now();
  EXPECT_TRUE(f.acquire(Priority::credentials));
  EXPECT_EQ(f.clock.now(), before);
}

TEST(RequestBudget, StopsAtTheMonthsCapAndGoesOnWithTheNextMonth) {
  Fixture f({.monthly_cap = 2});
  f.spend(answer());
  f.spend(answer());
  const auto spent = f.acquire();
  ASSERT_FALSE(spent);
  EXPECT_EQ(spent.error().code, "source.fair_use");
  EXPECT_EQ(spent.error().cls, ErrorClass::throttled);
  EXPECT_LE(*spent.error().retry_after, std::chrono::hours(1));
  EXPECT_EQ(f.budget.used_this_month(), 2u);
  f.clock.advance(*spent.error().retry_after);
  EXPECT_TRUE(f.acquire());
  EXPECT_EQ(f.budget.used_this_month(), 1u);
}

// The order in which requests that all wait at the same time get leave.
std::vector<Priority> order_of(const BudgetOptions& options, const std::vector<Priority>& requests) {
  SystemClock clock;
  RequestBudget budget(options, clock);
  const auto first = budget.acquire(Priority::polls, {});
  EXPECT_TRUE(first);
  std::mutex mutex;
  std::vector<RequestBudget::Ticket> tickets;
  const auto response = answer(1, 300, 60);
  std::vector<std::jthread> threads;
  for (const Priority priority : requests)
    threads.emplace_back([&, priority] {
      const auto ticket = budget.acquire(priority, {});
      ASSERT_TRUE(ticket);
      {
        const std::scoped_lock lock(mutex);
        tickets.push_back(*ticket);
      }
      budget.settle(*ticket, &response);
    });
  while (budget.waiting() < static_cast<int>(requests.size())) std::this_thread::yield();
  budget.settle(*first, &response);
  threads.clear();
  std::ranges::sort(tickets, {}, &RequestBudget::Ticket::sent_at);
  std::vector<Priority> order;
  for (const RequestBudget::Ticket& ticket : tickets) order.push_back(ticket.priority);
  return order;
}

TEST(RequestBudget, LetsTheMoreUrgentGoFirst) {
  using enum Priority;
  EXPECT_EQ(order_of({.head_room = 0}, {transcripts, pages, polls}),
            (std::vector{polls, pages, transcripts}));
}

TEST(RequestBudget, P9_shares_by_weight_what_all_wait_for) {
  using enum Priority;
  EXPECT_EQ(order_of({.head_room = 0}, {pages, pages, pages, transcripts, transcripts}),
            (std::vector{pages, transcripts, pages, transcripts, pages}));
  EXPECT_EQ(order_of({.head_room = 0, .pages_weight = 1, .transcripts_weight = 3},
                     {pages, pages, transcripts, transcripts, transcripts, transcripts}),
            (std::vector{pages, transcripts, transcripts, transcripts, pages, transcripts}));
}

TEST(RequestBudget, StopsWaitingWhenAsked) {
  Fixture f;
  f.budget.throttled(minutes(5));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(f.budget.acquire(Priority::pages, stop.get_token()).error().cls, ErrorClass::cancelled);
}

}  // namespace
}  // namespace offhook::genesys
