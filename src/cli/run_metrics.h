// RunMetrics turns what a run counts into metrics, each time somebody asks. No personal data is in any label.
#pragma once

#include <string>

#include "base/clock.h"
#include "model/source.h"
#include "pipeline/tally.h"
#include "telemetry/metrics.h"

namespace offhook::cli {

// Tally, source and clock outlive it. text() may be called from any thread.
class RunMetrics {
 public:
  RunMetrics(const pipeline::Tally& tally, const model::Source& source, const Clock& clock)
      : tally_(tally), source_(source), clock_(clock), started_(clock.monotonic()) {}
  [[nodiscard]] std::string text() const;

 private:
  const pipeline::Tally& tally_;
  const model::Source& source_;
  const Clock& clock_;
  const Clock::Monotonic started_;
};

}  // namespace offhook::cli
