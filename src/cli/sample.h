// Sample: reads a few conversations with their transcripts, redacts them in memory, and counts what was found
// by kind and field. Nothing is stored or sent, and no content is kept.
//
// Member names are those of the redacted document, so that a name that is itself a finding does not show.
#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "model/source.h"
#include "redact/engine.h"

namespace offhook::cli {

struct SampleFindings {
  std::uint64_t conversations = 0;
  std::uint64_t transcripts = 0;
  std::map<std::string, std::uint64_t> quarantined;  // by reason
  // By kind, document ("conversation", "transcript") and field ("participants[].sessions[].ani").
  std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> findings;
};

// The newest `count` conversations there are in the slices, or fewer. Errors: those that stop a run.
[[nodiscard]] Result<SampleFindings> take_sample(model::Source& source, const redact::Engine& engine,
                                                 const std::vector<model::Slice>& slices, std::uint64_t count,
                                                 std::stop_token stop);

// "/participants/0/sessions/12/ani" -> "participants[].sessions[].ani"; a member that is a token is "*".
[[nodiscard]] std::string field_of(std::string_view pointer);

[[nodiscard]] std::string text_of(const SampleFindings& sample);
[[nodiscard]] std::string json_of(const SampleFindings& sample);

}  // namespace offhook::cli
