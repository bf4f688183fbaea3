// Run is one run over an interval: gate, plan, and for each slice read, upload, commit, announce.
//
// What an earlier run left unfinished is finished first; slices that may have changed since are read again. A
// run that is stopped or fails can be run again: it goes on from the last durable point.
#pragma once

#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/audit_trail.h"
#include "pipeline/committer.h"
#include "pipeline/enricher.h"
#include "pipeline/gate_guard.h"
#include "pipeline/outbox.h"
#include "pipeline/planner.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"
#include "pipeline/uploader.h"

namespace offhook::pipeline {

struct RunReport {
  model::GateReport gate;
  TimePoint available_until;
  Plan plan;
  std::vector<std::string> manifests;  // keys, committed by this run
  std::uint64_t slices_done = 0;
  std::uint64_t slices_unchanged = 0;
  Outbox::Outcome events;
  std::chrono::nanoseconds duration{0};
  std::size_t workers = 0;          // threads that fetched and redacted; 0: everything on one
  std::optional<Error> stopped_by;  // why the run ended before its end
};

// Told where the run is; called on the run's thread.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void gate_checked(const model::GateReport& /*report*/) {}
  virtual void planned(const RunReport& /*report*/, std::size_t /*slices_to_do*/) {}
  virtual void slice_started(const model::Slice& /*slice*/) {}
  virtual void slice_finished(const model::Slice& /*slice*/, const std::string& /*manifest_key*/) {}
};

class Run {
 public:
  Run(Services services, RunOptions options, Tally& tally, AuditTrail& audit, RunObserver& observer)
      : services_(services),
        options_(std::move(options)),
        tally_(tally),
        audit_(audit),
        observer_(observer),
        gate_(services_, options_, audit_) {}

  // The report says what was done even when the run ended early (`stopped_by`). A gate that does not pass
  // ends it before the first content byte, with Error code "gate.refused" in `stopped_by`.
  [[nodiscard]] RunReport execute(std::stop_token stop);

 private:
  [[nodiscard]] Result<void> run(RunReport& report, std::stop_token stop);
  [[nodiscard]] Result<void> pass_gate(RunReport& report);
  [[nodiscard]] Result<void> take_back_probes();
  [[nodiscard]] Result<void> clear_spool();
  [[nodiscard]] Result<std::vector<model::SliceRow>> slices_to_do(const RunReport& report,
                                                                  std::stop_token stop);
  [[nodiscard]] Result<void> process(model::SliceRow row, RunReport& report, std::stop_token stop);
  [[nodiscard]] Result<model::SliceRow> reload(const model::SliceRow& row);
  [[nodiscard]] Result<model::SliceRow> begin_reading(const model::SliceRow& row);
  [[nodiscard]] Result<void> read(model::SliceRow row, std::stop_token stop);

  // Books what `ask` takes as reading.
  template <class Ask>
  auto reading(Ask ask) {
    const StageTimer timer(services_.clock, tally_.stages, Stage::read);
    return ask();
  }

  Services services_;
  const RunOptions options_;
  Tally& tally_;
  AuditTrail& audit_;
  RunObserver& observer_;
  GateGuard gate_;
  std::set<std::string> gone_;  // open conversations that the source has not shown any more
};

}  // namespace offhook::pipeline
