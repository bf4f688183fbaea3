// TranscriptReader fetches the transcripts of one conversation that are due, and says how each of its
// recorded legs is accounted for.
//
// Immutable; read() may be called from any thread, one conversation each.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/record_line.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"

namespace offhook::pipeline {

struct TranscriptsRead {
  struct Raw {
    std::string id;
    std::string communication;
    std::string commitment;  // hex
    bool stored = false;     // as it is: here only so that what is new is redacted together with it
    Sensitive<std::string> bytes;
    std::optional<model::KnownRecord> known{};  // its newest version
  };
  std::vector<Raw> raws;
  bool any_new = false;  // among them
  // As Enriched has them.
  std::vector<model::AccountRow> communications;
  std::vector<model::AccountRow> restated;
  std::vector<model::AccountRow> references;
};

class TranscriptReader {
 public:
  TranscriptReader(Services services, const RunOptions& options, Tally& tally)
      : services_(services), options_(options), tally_(tally) {}

  // `record_bytes`: the size of the conversation's record; `changed`: it is new, or not as it was archived.
  // An Error stops the run.
  [[nodiscard]] Result<TranscriptsRead> read(const archive::RecordHead& head, std::uint64_t record_bytes,
                                             bool changed, std::stop_token stop) const;

 private:
  struct Ask;  // one leg that is asked for
  [[nodiscard]] Result<std::vector<Ask>> due(const archive::RecordHead& head, bool changed,
                                             TranscriptsRead& read) const;
  [[nodiscard]] Result<void> fetch(const archive::RecordHead& head, const Ask& ask, std::uint64_t& bytes,
                                   TranscriptsRead& read, std::stop_token stop) const;
  [[nodiscard]] Result<Sensitive<std::string>> fetch_file(const model::TranscriptLink& link,
                                                          std::uint64_t& bytes, std::stop_token stop) const;
  // `listed`: so many transcripts the source names; `stored`: at least one is, or will be.
  [[nodiscard]] model::AccountRow account(const archive::RecordHead& head, const archive::Leg& leg,
                                          std::size_t listed, bool stored,
                                          const std::optional<Error>& failure) const;

  Services services_;
  const RunOptions& options_;
  Tally& tally_;
};

}  // namespace offhook::pipeline
