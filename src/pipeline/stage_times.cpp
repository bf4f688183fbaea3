#include "pipeline/stage_times.h"

namespace offhook::pipeline {
namespace {

thread_local StageTimer* innermost = nullptr;

}  // namespace

std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::read:
      return "read";
    case Stage::fetch:
      return "fetch";
    case Stage::redact:
      return "redact";
    case Stage::pack:
      return "pack";
    case Stage::upload:
      return "upload";
  }
  return "";
}

std::string_view to_string(Activity activity) {
  switch (activity) {
    case Activity::busy:
      return "busy";
    case Activity::waiting_for_input:
      return "waiting_for_input";
    case Activity::waiting_for_output:
      return "waiting_for_output";
  }
  return "";
}

StageTimer::StageTimer(const Clock& clock, StageTimes& times, Stage stage, Activity activity)
    : clock_(clock),
      times_(times),
      stage_(stage),
      activity_(activity),
      outer_(innermost),
      started_(clock.monotonic()) {
  innermost = this;
}

StageTimer::~StageTimer() {
  const std::chrono::nanoseconds took = clock_.monotonic() - started_;
  times_.add(stage_, activity_, took - within_);
  if (outer_) outer_->within_ += took;
  innermost = outer_;
}

}  // namespace offhook::pipeline
