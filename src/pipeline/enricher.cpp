#include "pipeline/enricher.h"

#include <algorithm>

#include "archive/record_name.h"
#include "base/encoding.h"
#include "pipeline/known_record.h"

namespace offhook::pipeline {

using model::AccountStatus;
using model::Dataset;

Result<Enriched> Enricher::step(model::RawRecord record, std::stop_token stop) const {
  const StageTimer timer(services_.clock, tally_.stages, Stage::redact);
  Enriched enriched;
  enriched.position = record.position;
  const auto quarantine = [&](std::string reason, std::string detail) {
    enriched.outcome = Enriched::Outcome::quarantined;
    enriched.reason = std::move(reason);
    enriched.detail = std::move(detail);
    return enriched;
  };
  if (record.too_large) return quarantine("too_large", "a record of more than 32 MiB");

  const std::string raw = std::move(record.bytes).reveal();
  Result<archive::RecordHead> head = archive::parse_head(raw);
  if (!head) {
    archive::RecordName name = archive::name_of(raw);
    enriched.id = std::move(name.id);
    enriched.start = name.start;
    return quarantine(head.error().code, head.error().message);
  }
  enriched.id = head->id;
  enriched.start = head->start;
  enriched.open = !head->end;
  if (!head->has_transcripts)
    enriched.legs = static_cast<std::size_t>(std::ranges::count(head->legs, true, &archive::Leg::recorded));
  enriched.partial = services_.source.records_are_partial();
  enriched.commitment = to_hex(services_.engine.key().commitment(raw));

  OFFHOOK_TRY(enriched.known, services_.ledger.find_record(options_.org, Dataset::conversations, head->id));
  const bool unchanged = is_unchanged(services_, enriched.known, raw, enriched.partial);
  enriched.outcome = unchanged ? Enriched::Outcome::unchanged : Enriched::Outcome::archive;
  // Redaction validates what it is given. What it is not given, and was not archived as it is, is validated
  // here; so is what would first cost requests.
  if (unchanged ? enriched.partial : enriched.legs > 0)
    if (const auto whole = archive::check_document(raw); !whole)
      return quarantine(whole.error().code, whole.error().message);

  OFFHOOK_TRY(TranscriptsRead read, transcripts_.read(*head, raw.size(), !unchanged, stop));
  enriched.communications = std::move(read.communications);
  enriched.restated = std::move(read.restated);
  enriched.references = std::move(read.references);
  if (!unchanged || read.any_new) redact(raw, enriched, std::move(read.raws));
  return enriched;
}

void Enricher::redact(const std::string& raw, Enriched& enriched,
                      std::vector<TranscriptsRead::Raw> transcripts) const {
  redact::ConversationInput input{raw, {}, false};
  for (const TranscriptsRead::Raw& one : transcripts) input.transcripts.push_back(one.bytes.reveal());
  redact::ConversationOutput output = services_.engine.redact(input);

  if (!output.conversation) {
    enriched.outcome = Enriched::Outcome::quarantined;
    const std::string& code = output.conversation.error().code;
    enriched.reason = code == "json.malformed" ? "malformed" : code;  // the word of parse_head()
    enriched.detail = output.conversation.error().message;
  } else if (enriched.outcome == Enriched::Outcome::archive) {
    enriched.conversation = std::move(*output.conversation);
  }
  for (std::size_t i = 0; i < transcripts.size(); ++i) {
    TranscriptsRead::Raw& transcript = transcripts[i];
    if (transcript.stored) continue;
    // Without its conversation's names and numbers a transcript cannot be redacted with certainty.
    const Error* error = !output.conversation        ? &output.conversation.error()
                         : !output.transcripts.at(i) ? &output.transcripts[i].error()
                                                     : nullptr;
    if (error) {
      for (model::AccountRow& row : enriched.communications) {
        if (row.id != transcript.communication) continue;
        row.status = AccountStatus::quarantined;
        row.due = {};
        row.reason = error->code;
        row.detail = error->message;
      }
      continue;
    }
    enriched.transcripts.push_back({std::move(transcript.id), std::move(transcript.communication),
                                    std::move(transcript.commitment), std::move(*output.transcripts[i]),
                                    std::move(transcript.known)});
  }
}

}  // namespace offhook::pipeline
