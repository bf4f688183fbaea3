// plan() cuts an interval into slices: whole days, in order, none past the watermark.
#pragma once

#include <functional>
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

// The start of the next day after a moment. Empty: of UTC's.
using NextDay = std::function<TimePoint(TimePoint)>;

// A slice is planned only if it ends at or before `available_until`: a job past that time succeeds with rows
// missing.
[[nodiscard]] Plan plan(const std::string& org, TimePoint from, TimePoint to, TimePoint available_until,
                        const NextDay& next_day = {});

}  // namespace offhook::pipeline
