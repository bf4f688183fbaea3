// Tally: what a run has done so far, counted while it works. Written by the pipeline, read by progress and
// report.
//
// Any thread. Counts only ever grow within a run; what waits in queues goes up and down.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "pipeline/stage_times.h"
#include "redact/engine.h"

namespace offhook::pipeline {

class Tally {
 public:
  using Count = std::atomic<std::uint64_t>;

  Count conversations_read{0};  // records delivered by the source, repeats included
  Count conversations_archived{0};
  Count conversations_unchanged{0};
  Count transcripts_archived{0};
  Count transcripts_pending{0};
  Count transcripts_absent{0};
  Count transcripts_asked{0};  // legs whose transcripts were due, by the schedule, and asked for
  Count quarantined{0};
  Count gaps{0};           // ids that can be named and are missing, in the slices worked on
  Count overdue{0};        // transcripts that were due and could not be asked for, in the slices worked on
  Count unreconciled{0};   // slices whose ids could not be compared
  Count source_bytes{0};   // pages and transcripts, as received
  Count spooled_bytes{0};  // redacted and compressed
  Count objects_stored{0};
  Count stored_bytes{0};  // of objects, indexes and manifests this run put
  Count manifests{0};
  Count events_delivered{0};
  Count estimated_micro_usd{0};  // what the store will bill for what was committed: cost.h

  StageTimes stages;

  Count queued_records{0};  // on their way through fetch and redact
  Count queued_uploads{0};  // sealed objects, the one under way included

  void add_redactions(const redact::Counts& counts) {
    const std::scoped_lock lock(mutex_);
    for (const auto& [type, count] : counts) redactions_[type] += count;
  }
  [[nodiscard]] redact::Counts redactions() const {
    const std::scoped_lock lock(mutex_);
    return redactions_;
  }

 private:
  mutable std::mutex mutex_;
  redact::Counts redactions_;
};

}  // namespace offhook::pipeline
