// StageTimes: where a run's time goes, stage by stage, summed over the threads of each.
//
// A stage works, or waits for what it works on (input), or for room for what it made (output). Any thread.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/clock.h"

namespace offhook::pipeline {

enum class Stage { read, fetch, redact, pack, upload };
enum class Activity { busy, waiting_for_input, waiting_for_output };

inline constexpr std::array kStages{Stage::read, Stage::fetch, Stage::redact, Stage::pack, Stage::upload};
inline constexpr std::array kActivities{Activity::busy, Activity::waiting_for_input,
                                        Activity::waiting_for_output};
[[nodiscard]] std::string_view to_string(Stage stage);        // "read"
[[nodiscard]] std::string_view to_string(Activity activity);  // "busy", "waiting_for_input", …

class StageTimes {
 public:
  void add(Stage stage, Activity activity, std::chrono::nanoseconds duration) {
    at(stage, activity) += duration.count();
  }
  [[nodiscard]] std::chrono::nanoseconds of(Stage stage, Activity activity) const {
    return std::chrono::nanoseconds(at(stage, activity).load());
  }

 private:
  using Count = std::atomic<std::int64_t>;
  [[nodiscard]] const Count& at(Stage stage, Activity activity) const {
    return times_[static_cast<std::size_t>(stage)][static_cast<std::size_t>(activity)];
  }
  [[nodiscard]] Count& at(Stage stage, Activity activity) {
    return times_[static_cast<std::size_t>(stage)][static_cast<std::size_t>(activity)];
  }
  std::array<std::array<Count, kActivities.size()>, kStages.size()> times_{};
};

// Books the time of a scope on one thread. What a scope within it books is not booked twice, so that stages
// that call each other on one thread are told apart. Lives on the stack; clock and times outlive it.
class StageTimer {
 public:
  StageTimer(const Clock& clock, StageTimes& times, Stage stage, Activity activity = Activity::busy);
  ~StageTimer();
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;

 private:
  const Clock& clock_;
  StageTimes& times_;
  const Stage stage_;
  const Activity activity_;
  StageTimer* const outer_;
  const Clock::Monotonic started_;
  std::chrono::nanoseconds within_{0};  // booked by scopes inside
};

}  // namespace offhook::pipeline
