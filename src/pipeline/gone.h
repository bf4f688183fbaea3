// settle_gone() closes the accounts of open conversations that the source has deleted: nothing of them can
// come any more, and asking for them would never end.
#pragma once

#include <set>
#include <string>

#include "pipeline/services.h"

namespace offhook::pipeline {

// Called when the slice was read anew; `gone`: the open conversations that neither their id nor a reading of
// this run brought. What is archived of them stays as it is, and no manifest lists them as open any more. An
// Error stops the run.
[[nodiscard]] Result<void> settle_gone(Services services, const RunOptions& options,
                                       const model::SliceRow& row, const std::set<std::string>& gone);

}  // namespace offhook::pipeline
