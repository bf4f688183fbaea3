// Where a run's time went, stage by stage, and what limited it: quota, network, CPU or store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/source.h"
#include "pipeline/run.h"
#include "pipeline/stage_times.h"

namespace offhook::cli {

// Seconds, summed over a stage's threads.
struct StageRow {
  std::string_view stage;  // a pipeline::Stage, or "quota": waiting for leave to ask the source
  double busy = 0;
  double waiting_for_input = 0;
  double waiting_for_output = 0;
};

// All of them, in the order in which a record passes; "quota" first. What read and fetch waited for the quota
// is in its row and not in theirs.
[[nodiscard]] std::vector<StageRow> stage_rows(const pipeline::StageTimes& times,
                                               const model::RequestCounts& requests);

enum class Limit { none, quota, source, cpu, store };
[[nodiscard]] std::string_view to_string(Limit limit);

struct LimitFinding {
  Limit limit = Limit::none;
  double share = 0;  // of the time of those who could have worked
  // One sentence that names the limit and what moves it.
  [[nodiscard]] std::string sentence() const;
};
[[nodiscard]] LimitFinding find_limit(const pipeline::RunReport& report, const pipeline::StageTimes& times,
                                      const model::RequestCounts& requests);

}  // namespace offhook::cli
