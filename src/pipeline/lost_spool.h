// forget_lost() looks for objects whose spool file is gone: somebody removed the folder, or it was no durable
// one. What was in it can be had from the source again.
#pragma once

#include "pipeline/services.h"

namespace offhook::pipeline {

// Called before any slice is worked on. Slices with such objects will be read anew; what they have stored, or
// have in files that are there, stays. Uploads of the lost objects are aborted: their keys name content that
// this ledger alone was to complete. A file that is shorter than what was made durable is no such thing; it
// ends the run where it is used.
[[nodiscard]] Result<void> forget_lost(Services services, const RunOptions& options);

}  // namespace offhook::pipeline
