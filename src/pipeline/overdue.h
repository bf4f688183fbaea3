// settle_overdue() asks what became of conversations that a slice's new reading did not bring although
// transcripts of theirs were due: they may have been deleted at the source, and nothing would ever settle
// them.
#pragma once

#include <stop_token>

#include "pipeline/services.h"
#include "pipeline/tally.h"

namespace offhook::pipeline {

// Called when the slice is read; `begun` is when this run began with it: what was pending and due by then,
// and still is, was not asked for. Where the conversation is no longer there by its id it becomes absent,
// with the time as evidence; of any other it stays, is counted as overdue, and is tried in the next run. A
// source that cannot be asked now changes nothing; an Error stops the run.
[[nodiscard]] Result<void> settle_overdue(Services services, const RunOptions& options, Tally& tally,
                                          const model::SliceRow& row, TimePoint begun, std::stop_token stop);

}  // namespace offhook::pipeline
