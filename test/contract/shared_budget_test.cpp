// P9: the request budget is shared by all processes that use one client, and the month's count outlives them.
#include <gtest/gtest.h>

#include <deque>

#include "genesys/budget.h"
#include "ledger/sqlite/sqlite_request_log.h"
#include "test/support/temporary_folder.h"

namespace offhook::test {
namespace {

using genesys::BudgetOptions;
using genesys::Priority;
using genesys::RequestBudget;
using std::chrono::minutes;
using std::chrono::seconds;

class SharedBudget : public testing::Test {
 protected:
  std::unique_ptr<model::RequestLog> log(const std::string& process, const std::string& client = "client") {
    return ledger::open_request_log(folder_.path() / "requests.sqlite", client, process).value();
  }
  TemporaryFolder folder_;
  ManualClock clock_{*parse_rfc3339("2026-11-30T23:50:00Z")};
};

TEST_F(SharedBudget, P9_two_processes_stay_below_the_limit_together) {
  const auto first_log = log("1"), second_log = log("2");
  BudgetOptions options;
  options.assumed_per_minute = 30;
  options.head_room = 0;
  BudgetOptions others = options;
  options.log = first_log.get();
  others.log = second_log.get();
  RequestBudget first(options, clock_), second(others, clock_);
  const TimePoint begin = clock_.now();
  std::deque<TimePoint> sent;
  std::size_t most = 0, total = 0;
  // Each has a credential of its own, whose headers say nothing of the other's requests.
  const auto send = [&](RequestBudget& budget) {
    const auto ticket = budget.acquire(Priority::transcripts, {});
    ASSERT_TRUE(ticket);
    budget.settle(*ticket, nullptr);
    sent.push_back(clock_.now());
    while (sent.front() <= clock_.now() - minutes(1)) sent.pop_front();
    most = std::max(most, sent.size());
    ++total;
  };
  while (clock_.now() - begin < minutes(5)) {
    send(first);
    send(second);
  }
  EXPECT_LE(most, 30u);
  EXPECT_GE(total, 100u);
}

TEST_F(SharedBudget, P9_the_months_count_outlives_the_process) {
  for (int process = 0; process < 3; ++process) {
    const auto shared = log(std::to_string(process));
    const auto another = log(std::to_string(process), "another client");
    EXPECT_TRUE(another->take(clock_.now(), 300, 3)->granted);
    BudgetOptions options;
    options.log = shared.get();
    options.monthly_cap = 5;
    RequestBudget budget(options, clock_);
    for (int request = 0; request < 2; ++request) {
      const auto ticket = budget.acquire(Priority::pages, {});
      if (process < 2 || request == 0) {
        ASSERT_TRUE(ticket);
        budget.settle(*ticket, nullptr);
        EXPECT_EQ(budget.used_this_month(), static_cast<std::uint64_t>(2 * process + request + 1));
      } else {
        EXPECT_EQ(ticket.error().code, "source.fair_use");
      }
      clock_.advance(seconds(1));
    }
  }
  clock_.advance(minutes(11));  // December
  EXPECT_TRUE(log("4")->take(clock_.now(), 300, 5)->granted);
}

TEST_F(SharedBudget, P9_what_one_process_is_told_to_wait_all_wait) {
  const auto first_log = log("1"), second_log = log("2"), another = log("3", "another client");
  BudgetOptions options;
  options.log = first_log.get();
  RequestBudget first(options, clock_);
  options.log = second_log.get();
  RequestBudget second(options, clock_);
  const TimePoint told = clock_.now();
  first.throttled(seconds(37));
  first.throttled(seconds(5));
  EXPECT_TRUE(another->take(clock_.now(), 300, 0)->granted);
  ASSERT_TRUE(second.acquire(Priority::transcripts, {}));
  EXPECT_GE(clock_.now() - told, seconds(37));
  EXPECT_LT(clock_.now() - told, seconds(38));
}

TEST_F(SharedBudget, P9_a_long_wait_ends_the_run_and_the_next_one) {
  const auto first_log = log("1"), second_log = log("2");
  BudgetOptions options;
  options.log = first_log.get();
  RequestBudget first(options, clock_);
  options.log = second_log.get();
  RequestBudget second(options, clock_);
  first.throttled(minutes(20));
  for (RequestBudget* budget : {&first, &second}) {
    const auto refused = budget->acquire(Priority::pages, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().cls, ErrorClass::throttled);
    EXPECT_EQ(refused.error().retry_after, minutes(20));
  }
  clock_.advance(minutes(16));
  EXPECT_TRUE(second.acquire(Priority::pages, {}));
}

TEST_F(SharedBudget, A_clock_that_is_set_back_holds_nobody) {
  ASSERT_TRUE(log("1")->hold(clock_.now(), clock_.now() + minutes(5)));
  EXPECT_FALSE(log("2")->take(clock_.now(), 300, 0)->granted);
  EXPECT_TRUE(log("2")->take(clock_.now() - std::chrono::hours(1), 300, 0)->granted);
}

}  // namespace
}  // namespace offhook::test
