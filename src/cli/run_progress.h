// RunProgress tells on stderr how far a run has come: for people the log and, beside it, a line that a
// terminal rewrites (plain lines elsewhere); with --json one event a line, as docs/operations.md lists them.
//
// The run calls it as its observer; tick() may come from any other thread. Clock, tally and output outlive
// it.
#pragma once

#include <functional>
#include <optional>

#include "base/clock.h"
#include "base/mutex.h"
#include "json/value.h"
#include "pipeline/run.h"
#include "pipeline/tally.h"
#include "telemetry/progress.h"

namespace offhook::cli {

// About how many conversations a slice has, at the price of a request.
using SliceSizing = std::function<std::optional<std::uint64_t>(const model::Slice& slice)>;

class RunProgress final : public pipeline::RunObserver {
 public:
  // `sizing` is asked once, of the first slice, and only where a terminal shows the time left.
  RunProgress(bool json, const pipeline::Tally& tally, Clock& clock, SliceSizing sizing,
              telemetry::ProgressOutput& output = telemetry::stderr_output());

  // Shows what is due: every ten seconds a line or an event, a terminal's line as often as it is called.
  void tick();
  // The last line.
  void finish();

  void gate_checked(const model::GateReport& report) override;
  void planned(const pipeline::RunReport& report, std::size_t slices_to_do) override;
  void slice_started(const model::Slice& slice) override;
  void slice_finished(const model::Slice& slice, const std::string& manifest) override;

 private:
  [[nodiscard]] std::optional<std::uint64_t> estimated_total() const REQUIRES_LOCK(mutex_);
  void write_event(const char* name, json::Value::Object members);
  void write_progress() REQUIRES_LOCK(mutex_);

  const bool json_;
  const pipeline::Tally& tally_;
  Clock& clock_;
  const SliceSizing sizing_;
  telemetry::ProgressOutput& output_;
  const Clock::Monotonic started_;

  Mutex mutex_;
  std::optional<telemetry::Progress> line_ GUARDED_BY(mutex_);  // for people
  std::uint64_t shown_items_ GUARDED_BY(mutex_) = 0;            // by line_
  std::uint64_t shown_bytes_ GUARDED_BY(mutex_) = 0;
  Clock::Monotonic last_event_ GUARDED_BY(mutex_);
  std::uint64_t slices_ GUARDED_BY(mutex_) = 0;
  std::uint64_t slices_finished_ GUARDED_BY(mutex_) = 0;
  std::uint64_t read_in_finished_ GUARDED_BY(mutex_) = 0;  // conversations
  std::optional<std::uint64_t> first_size_ GUARDED_BY(mutex_);
};

}  // namespace offhook::cli
