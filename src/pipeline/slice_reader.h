// read_slice() brings one slice from the source into the spool: pages, enrichment in parallel, packing in
// order.
#pragma once

#include <stop_token>

#include "pipeline/enricher.h"
#include "pipeline/slice_writer.h"
#include "pipeline/tally.h"

namespace offhook::pipeline {

// Goes on where `writer` stands in job `job` and returns when the last page is durable. With
// RunOptions::workers 0 everything happens on the calling thread. Error "source.job_expired" (class
// not_found): the job is gone, and the slice must be begun again.
[[nodiscard]] Result<void> read_slice(Services services, const RunOptions& options, Tally& tally,
                                      const std::string& job, const Enricher& enricher, SliceWriter& writer,
                                      std::stop_token stop);

}  // namespace offhook::pipeline
