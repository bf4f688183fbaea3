// What `offhook run` prints at its end: for people, or as one JSON object.
#pragma once

#include <filesystem>
#include <string>

#include "cli/exit_code.h"
#include "model/source.h"
#include "pipeline/run.h"
#include "pipeline/tally.h"

namespace offhook::cli {

struct ReportPlaces {
  std::string archive_uri;
  std::filesystem::path state;
  std::string org;
  std::string notifier;  // destination, or empty
};

[[nodiscard]] std::string text_report(const pipeline::RunReport& report, const pipeline::Tally& tally,
                                      const model::RequestCounts& requests, const ReportPlaces& places);
[[nodiscard]] std::string json_report(const pipeline::RunReport& report, const pipeline::Tally& tally,
                                      const model::RequestCounts& requests, const ReportPlaces& places,
                                      ExitCode exit_code);
[[nodiscard]] ExitCode exit_code_for(const pipeline::RunReport& report, const pipeline::Tally& tally);

}  // namespace offhook::cli
