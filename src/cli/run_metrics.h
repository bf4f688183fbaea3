// RunMetrics turns what a run counts into metrics, each time somebody asks. No personal data is in any label.
#pragma once

#include <string>

#include "archive/spool.h"
#include "base/clock.h"
#include "model/source.h"
#include "pipeline/tally.h"
#include "telemetry/metrics.h"

namespace offhook::cli {

// Tally, source, spool and clock outlive it. text() may be called from any thread.
class RunMetrics {
 public:
  RunMetrics(const pipeline::Tally& tally, const model::Source& source, const archive::Spool& spool,
             const Clock& clock)
      : tally_(tally), source_(source), spool_(spool), clock_(clock), started_(clock.monotonic()) {}
  [[nodiscard]] std::string text() const;

 private:
  const pipeline::Tally& tally_;
  const model::Source& source_;
  const archive::Spool& spool_;
  const Clock& clock_;
  const Clock::Monotonic started_;
};

}  // namespace offhook::cli
