// find_revisits(): which committed slices are to be read again, and why.
//
// - The trailing window before the watermark: records change late.
// - Something in it is pending and due, missing, or its ids could not be compared.
// - It holds a conversation that was open when it was archived and has closed since. Those beyond the window
// are
//   asked for by id, which costs a fiftieth of a request each; the job then brings the whole record.
#pragma once

#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/services.h"

namespace offhook::pipeline {

// Ids of slices. `rows`: all of the organisation. An Error stops the run; that open conversations could not
// be asked for is none.
[[nodiscard]] Result<std::set<std::string>> find_revisits(Services services, const RunOptions& options,
                                                          const std::vector<model::SliceRow>& rows,
                                                          TimePoint available_until, std::stop_token stop);

}  // namespace offhook::pipeline
