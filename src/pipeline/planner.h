// plan() cuts an interval into slices: whole UTC days, in order, none past the watermark.
#pragma once

#include <string>
#include <vector>

#include "model/slice.h"

namespace offhook::pipeline {

struct Plan {
  std::vector<model::Slice> slices;
  // What of the interval cannot be complete yet, since the source's data ends before it; empty when from >=
  // to.
  TimePoint waiting_from;
  TimePoint waiting_to;
};

// A slice is planned only if it ends at or before `available_until`: a job past that time succeeds with rows
// missing.
[[nodiscard]] Plan plan(const std::string& org, TimePoint from, TimePoint to, TimePoint available_until);

}  // namespace offhook::pipeline
