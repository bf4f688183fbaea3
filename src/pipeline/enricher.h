// Enricher takes one source record to its redacted form: head, source commitment, transcripts, redaction.
//
// Immutable; step() may be called from any thread, one record each. Raw bytes live in it alone and only while
// step() runs.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "archive/record_line.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"

namespace offhook::pipeline {

struct EnrichedTranscript {
  std::string id;
  std::string communication;
  std::string commitment;  // hex
  redact::RedactedDocument redacted;
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
  bool open = false;       // not ended yet
  bool partial = false;    // lacks what a job's record has
  std::string commitment;  // hex
  std::size_t legs = 0;    // recorded: what reading it again may cost in requests
  redact::RedactedDocument conversation;
  std::string reason;
  std::string detail;
  std::vector<EnrichedTranscript> transcripts;
  // How each communication asked for is accounted for; slice and org are filled in by the writer.
  std::vector<model::AccountRow> communications;
  // The other recorded legs, as an earlier reading accounts for them.
  std::vector<model::AccountRow> references;
};

class Enricher {
 public:
  Enricher(Services services, const RunOptions& options, Tally& tally)
      : services_(services), options_(options), tally_(tally) {}

  // An Error stops the run: the source refuses us or asks to come back later, the ledger fails, or `stop` was
  // requested. What concerns one record alone is an outcome.
  [[nodiscard]] Result<Enriched> step(model::RawRecord record, std::stop_token stop) const;

 private:
  // Raw transcripts of one conversation, each with its place in Enriched::transcripts.
  struct Fetched;
  [[nodiscard]] Result<bool> is_unchanged(model::Dataset dataset, const std::string& id,
                                          const std::string& commitment, bool partial) const;
  [[nodiscard]] Result<std::vector<std::string>> communications_to_ask(const archive::RecordHead& head,
                                                                       Enriched& enriched) const;
  [[nodiscard]] Result<void> fetch(const archive::RecordHead& head, const std::string& communication,
                                   Enriched& enriched, Fetched& fetched, std::stop_token stop) const;
  void redact(const std::string& raw, Enriched& enriched, Fetched& fetched) const;
  [[nodiscard]] model::AccountRow account(const archive::RecordHead& head, const std::string& communication,
                                          model::AccountStatus status, const Error* error) const;

  Services services_;
  const RunOptions& options_;
  Tally& tally_;
};

}  // namespace offhook::pipeline
