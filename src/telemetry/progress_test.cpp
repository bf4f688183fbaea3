#include "telemetry/progress.h"

#include <gtest/gtest.h>

#include <vector>

namespace offhook::telemetry {
namespace {

class Recorder final : public ProgressOutput {
 public:
  explicit Recorder(bool terminal) : terminal_(terminal) {}
  bool is_terminal() const override { return terminal_; }
  void show_status(std::string_view text) override { statuses.emplace_back(text); }
  void write_line(std::string_view text) override { lines.emplace_back(text); }
  std::vector<std::string> statuses;
  std::vector<std::string> lines;

 private:
  const bool terminal_;
};

TEST(Progress, WritesPlainLinesAtIntervalsWithRateAndTimeLeft) {
  ManualClock clock{TimePoint{}};
  Recorder out(false);
  Progress progress({.label = "archiving", .total = 1200}, clock, out);
  progress.add(100, 500'000);
  EXPECT_TRUE(out.lines.empty());
  clock.advance(Milliseconds(10'000));
  progress.add(200, 2'500'000);
  progress.add(100, 500'000);  // within the interval
  clock.advance(Milliseconds(10'000));
  progress.add(800);
  progress.finish();
  progress.finish();
  EXPECT_EQ(out.lines, (std::vector<std::string>{
                           "archiving: 300 of 1,200 conversations (25 %), 3.0 MB, 300.0 kB/s, 30.0 s left",
                           "archiving: 1,200 of 1,200 conversations (100 %), 3.5 MB, 175.0 kB/s",
                           "archiving: 1,200 of 1,200 conversations (100 %), 3.5 MB, 175.0 kB/s, in 20.0 s",
                       }));
  EXPECT_TRUE(out.statuses.empty());
}

TEST(Progress, RewritesATerminalsLineAndLeavesTheLast) {
  ManualClock clock{TimePoint{}};
  Recorder out(true);
  {
    Progress progress({.label = "verifying", .unit = "objects"}, clock, out);
    clock.advance(Milliseconds(200));
    progress.add(1);
    progress.add(1);  // too soon to be seen
    clock.advance(Milliseconds(1800));
    progress.add(2);
  }
  EXPECT_EQ(out.statuses,
            (std::vector<std::string>{"verifying: 1 objects, 5.0/s", "verifying: 4 objects, 2.0/s", ""}));
  EXPECT_EQ(out.lines, (std::vector<std::string>{"verifying: 4 objects, 2.0/s, in 2.0 s"}));
}

TEST(Progress, SpeaksOfNumbersAsPeopleDo) {
  EXPECT_EQ(format_count(0), "0");
  EXPECT_EQ(format_count(999), "999");
  EXPECT_EQ(format_count(1000), "1,000");
  EXPECT_EQ(format_count(1234567), "1,234,567");
  EXPECT_EQ(format_bytes(999), "999 B");
  EXPECT_EQ(format_bytes(1000), "1.0 kB");
  EXPECT_EQ(format_bytes(999'960), "1.0 MB");
  EXPECT_EQ(format_bytes(12'345'678'900), "12.3 GB");
  EXPECT_EQ(format_duration(Milliseconds(4240)), "4.2 s");
  EXPECT_EQ(format_duration(Milliseconds(125'000)), "2 min 05 s");
  EXPECT_EQ(format_duration(Milliseconds(3'725'000)), "1 h 02 min");
}

}  // namespace
}  // namespace offhook::telemetry
