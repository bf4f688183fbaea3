// estimate() says about how much a run would read, ask for and store, before any of it is spent.
//
// It asks the source for approximate totals, and looks at a few conversations and transcripts to learn their
// sizes; of these nothing but numbers is kept. At most about 60 requests for up to three years, then one
// more a month.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/frame.h"
#include "model/source.h"

namespace offhook::pipeline {

struct PlannedSlice {
  model::Slice slice;
  bool again = false;  // archived before: read for late changes, little of it new
};

struct EstimateOptions {
  std::uint64_t page_size = 1000;    // conversations in a page of what is read
  std::uint64_t listing_size = 100;  // of the listing that slices are compared with
  int zstd_level = archive::FrameEncoder::kDefaultLevel;
  std::uint64_t object_bytes = 128u << 20;
  std::uint64_t max_transcript_bytes = 32u << 20;
};

struct Estimate {
  std::uint64_t conversations = 0;
  std::uint64_t transcripts = 0;  // asked for, one request each; some may not be there
  std::uint64_t source_bytes = 0;
  std::uint64_t stored_bytes = 0;
  std::uint64_t objects = 0;
  std::uint64_t puts = 0;  // requests to the store that are billed as PUT
  struct Requests {
    std::uint64_t reading = 0;      // jobs, their polls, pages
    std::uint64_t comparing = 0;    // totals, and lists of ids where they differ
    std::uint64_t transcripts = 0;  // one a recorded leg
    std::uint64_t repeated = 0;     // what fails and is sent again
    [[nodiscard]] std::uint64_t total() const { return reading + comparing + transcripts + repeated; }
  } requests;
  // What sizes and shares are taken from; none: they are not known, and bytes are 0.
  std::uint64_t sampled_conversations = 0;
  std::uint64_t sampled_transcripts = 0;
};

// Slices in order. Errors: those of the source that stop a run.
[[nodiscard]] Result<Estimate> estimate(model::Source& source, const std::vector<PlannedSlice>& slices,
                                        const EstimateOptions& options, std::stop_token stop);

}  // namespace offhook::pipeline
