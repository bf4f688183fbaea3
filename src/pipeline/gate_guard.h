// GateGuard keeps asking whether the store is fit: before the first content byte, and again before an upload
// when the last answer is older than the interval. Each answer is in the audit log.
//
// Any thread; one check at a time.
#pragma once

#include "base/mutex.h"
#include "pipeline/audit_trail.h"
#include "pipeline/services.h"

namespace offhook::pipeline {

class GateGuard {
 public:
  GateGuard(Services services, const RunOptions& options, AuditTrail& audit)
      : services_(services), options_(options), audit_(audit) {}

  // Asks now. The report tells; an Error only where the store could not be asked.
  [[nodiscard]] Result<model::GateReport> check();
  // Error "gate.refused" when the store is no longer fit.
  [[nodiscard]] Result<void> stay_fit();

 private:
  [[nodiscard]] Result<model::GateReport> ask() REQUIRES_LOCK(mutex_);

  Services services_;
  const RunOptions& options_;
  AuditTrail& audit_;
  Mutex mutex_;
  Clock::Monotonic asked_ GUARDED_BY(mutex_){0};
};

// The Error for a store that did not pass, naming it and the checks that failed.
[[nodiscard]] Error gate_refused(const model::GateReport& report, const std::string& store_uri);

}  // namespace offhook::pipeline
