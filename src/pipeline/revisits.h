// find_revisits() says which committed slices are to be read again:
//
// - The trailing window before the watermark: records change late.
// - Something in it is pending and due, missing, or its ids could not be compared.
// - It holds a conversation that was open when it was archived, and has closed since or is there no more.
//   Those beyond the window are asked for by id, which costs a fiftieth of a request each; the job then
//   brings the whole record, or confirms that there is none.
#pragma once

#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "pipeline/services.h"

namespace offhook::pipeline {

struct Revisits {
  std::set<std::string> slices;  // ids
  std::set<std::string> gone;    // ids of open conversations that the source does not have by their id
};

// An Error stops the run; that open conversations could not be asked for is none.
[[nodiscard]] Result<Revisits> find_revisits(Services services, const RunOptions& options,
                                             const std::vector<model::SliceRow>& rows,
                                             TimePoint available_until, std::stop_token stop);

}  // namespace offhook::pipeline
