#include "telemetry/metrics.h"

#include <gtest/gtest.h>

#include <thread>

namespace offhook::telemetry {
namespace {

TEST(Metrics, WritesThePrometheusText) {
  Metrics metrics;
  metrics.counter("offhook_records_total", "Records by outcome", {{"outcome", "archived"}}).add(2);
  metrics.gauge("offhook_spool_bytes", "Bytes in the spool").set(42);
  const Histogram waits = metrics.histogram("offhook_wait_seconds", "Waits", {0.1, 1}, {{"for", "budget"}});
  waits.observe(0.5);
  waits.observe(5);
  EXPECT_EQ(metrics.text(), R"(# HELP offhook_records_total Records by outcome
# TYPE offhook_records_total counter
offhook_records_total{outcome="archived"} 2
# HELP offhook_spool_bytes Bytes in the spool
# TYPE offhook_spool_bytes gauge
offhook_spool_bytes 42
# HELP offhook_wait_seconds Waits
# TYPE offhook_wait_seconds histogram
offhook_wait_seconds_count{for="budget"} 2
offhook_wait_seconds_sum{for="budget"} 5.5
offhook_wait_seconds_bucket{for="budget",le="0.1"} 0
offhook_wait_seconds_bucket{for="budget",le="1"} 1
offhook_wait_seconds_bucket{for="budget",le="+Inf"} 2
)");
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameMetric) {
  Metrics metrics;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        for (int n = 0; n < 100; ++n)
          metrics.counter("offhook_calls_total", "Calls", {{"host", "api"}}).add();
      });
  }
  EXPECT_EQ(metrics.counter("offhook_calls_total", "Calls", {{"host", "api"}}).value(), 800);
  EXPECT_EQ(metrics.counter("offhook_calls_total", "Calls", {{"host", "login"}}).value(), 0);
}

TEST(MetricsDeathTest, OneNameUnderTwoTypesIsABug) {
  Metrics metrics;
  metrics.counter("offhook_x", "x").add();
  EXPECT_DEATH((void)metrics.gauge("offhook_x", "x"), "broken assumption");
  EXPECT_DEATH((void)metrics.gauge("not a name", "x"), "broken assumption");
}

}  // namespace
}  // namespace offhook::telemetry
