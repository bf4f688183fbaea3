// Enricher takes one source record to its redacted form: head, source commitment, transcripts, redaction.
//
// Immutable; step() may be called from any thread, one record each. Raw bytes live in it alone and only while
// step() runs.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/record_line.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"
#include "pipeline/transcript_reader.h"

namespace offhook::pipeline {

struct EnrichedTranscript {
  std::string id;
  std::string communication;
  std::string commitment;  // hex
  redact::RedactedDocument redacted;
  std::optional<model::KnownRecord> known;  // when it was enriched
};

struct Enriched {
  enum class Outcome {
    archive,      // new or changed: `conversation` holds the redacted record
    unchanged,    // archived before with the same commitment
    quarantined,  // `reason`, `detail`
  };
  std::uint64_t position = 0;  // in its page
  Outcome outcome = Outcome::quarantined;
  std::string id;  // empty where the record has none
  TimePoint start;
  bool open = false;                        // not ended yet
  bool partial = false;                     // lacks what a job's record has
  std::optional<model::KnownRecord> known;  // its newest version when it was enriched
  std::string commitment;                   // hex
  std::size_t legs = 0;                     // recorded: what reading it again may cost in requests
  redact::RedactedDocument conversation;
  std::string reason;
  std::string detail;
  std::vector<EnrichedTranscript> transcripts;
  // How each recorded leg is accounted for; slice and org are filled in by the writer. Those asked for,
  // first; then those of which nothing has come that was not stored; then those that are expected here as
  // well.
  std::vector<model::AccountRow> communications;
  std::vector<model::AccountRow> restated;
  std::vector<model::AccountRow> references;
};

class Enricher {
 public:
  Enricher(Services services, const RunOptions& options, Tally& tally)
      : services_(services), options_(options), tally_(tally), transcripts_(services, options, tally) {}

  // An Error stops the run: the source refuses us or asks to come back later, the ledger fails, or `stop` was
  // requested. What concerns one record alone is an outcome.
  [[nodiscard]] Result<Enriched> step(model::RawRecord record, std::stop_token stop) const;

 private:
  void redact(const std::string& raw, Enriched& enriched,
              std::vector<TranscriptsRead::Raw> transcripts) const;

  Services services_;
  const RunOptions& options_;
  Tally& tally_;
  TranscriptReader transcripts_;
};

}  // namespace offhook::pipeline
