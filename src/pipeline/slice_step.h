// slice_step(): a step of the ledger that leaves a slice where its row says it is. What the step is for is
// added by the caller.
#pragma once

#include "model/ledger.h"

namespace offhook::pipeline {

// `slice_read`: no page follows; also for what is found out about a slice once it was read.
[[nodiscard]] model::Checkpoint slice_step(const model::SliceRow& row, bool slice_read);

}  // namespace offhook::pipeline
