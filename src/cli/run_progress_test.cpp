#include "cli/run_progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace offhook::cli {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Recorder final : public telemetry::ProgressOutput {
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

const TimePoint kDay = *parse_rfc3339("2026-03-10");
const model::Slice kSlice{"acme", kDay, kDay + days(1)};

struct World {
  explicit World(bool json = false, bool terminal = false)
      : output(terminal),
        progress(json, tally, clock, [this](const model::Slice&) { return size(); }, output) {
    progress.planned({}, 4);
    progress.slice_started(kSlice);
  }
  std::optional<std::uint64_t> size() {
    ++asked;
    return 100;
  }
  void read(std::uint64_t conversations) {
    tally.conversations_read += conversations;
    tally.source_bytes += conversations * 10'000;
  }
  ManualClock clock{kDay};
  pipeline::Tally tally;
  int asked = 0;
  Recorder output;
  RunProgress progress;
};

TEST(RunProgress, WritesAPlainLineEveryTenSecondsOutsideATerminal) {
  World world;
  for (int tick = 0; tick < 125; ++tick) {
    world.read(1);
    world.clock.advance(Milliseconds(200));
    world.progress.tick();
  }
  EXPECT_THAT(world.output.lines, ElementsAre(HasSubstr("50 conversations"), HasSubstr("100 conversations")));
  EXPECT_THAT(world.output.statuses, IsEmpty());
  EXPECT_EQ(world.asked, 0);
  world.progress.finish();
  EXPECT_THAT(world.output.lines.back(), HasSubstr("125 conversations, 1.2 MB, 50.0 kB/s, in 25.0 s"));
}

TEST(RunProgress, ATerminalSeesRateAndTimeLeftFromTheFirstSliceOn) {
  World world(false, true);
  EXPECT_EQ(world.asked, 1);
  world.read(40);
  world.clock.advance(seconds(10));
  world.progress.tick();
  EXPECT_EQ(world.output.statuses.back(),
            "archiving: 40 of about 400 conversations (10 %), 400.0 kB, 40.0 kB/s, 1 min 30 s left");
}

TEST(RunProgress, FinishedSlicesSayWhatIsLeft) {
  World world(false, true);
  world.read(40);
  world.progress.slice_finished(kSlice, "");
  world.progress.slice_started(kSlice);
  world.clock.advance(seconds(10));
  world.progress.tick();
  EXPECT_THAT(world.output.statuses.back(), HasSubstr("40 of about 160 conversations (25 %)"));
  EXPECT_THAT(world.output.statuses.back(), HasSubstr("30.0 s left"));
  EXPECT_EQ(world.asked, 1);
}

TEST(RunProgress, AsJsonEachLineIsAnEvent) {
  World world(true);
  world.read(40);
  world.progress.slice_finished(kSlice, "key-of-a-manifest");
  world.clock.advance(seconds(9));
  world.progress.tick();
  world.clock.advance(seconds(1));
  world.progress.tick();
  world.progress.tick();
  world.progress.finish();
  std::vector<std::string> events;
  for (const std::string& line : world.output.lines) {
    const auto event = json::parse(line);
    ASSERT_TRUE(event) << line;
    events.emplace_back(event->text("event"));
    EXPECT_FALSE(event->text("time").empty());
  }
  EXPECT_THAT(events, ElementsAre("run.planned", "slice.started", "slice.finished", "run.progress"));
  const auto last = json::parse(world.output.lines.back());
  EXPECT_EQ(last->number("conversations"), 40);
  EXPECT_EQ(last->number("estimated_total"), 160);
  EXPECT_THAT(world.output.lines.back(), HasSubstr("\"seconds_left\":30"));
}

}  // namespace
}  // namespace offhook::cli
