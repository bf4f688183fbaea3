#include "pipeline/enricher.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.h"
#include "pipeline/transcript_schedule.h"

namespace offhook::pipeline {

using model::AccountStatus;
using model::Dataset;

struct Enricher::Fetched {
  struct Raw {
    EnrichedTranscript transcript;  // without its redacted form
    Sensitive<std::string> bytes;
  };
  std::vector<Raw> raws;
  std::uint64_t bytes = 0;  // of the conversation and all of them
};

namespace {

// Errors that concern the run, not the record.
// The request budget keeps its count on our own disk: what fails there says nothing of the record.
bool stops_the_run(const Error& error) {
  return error.cls == ErrorClass::cancelled || error.cls == ErrorClass::throttled ||
         error.code.starts_with("source.refused") || error.code.starts_with("ledger.") ||
         error.code.starts_with("file.");
}

// A later row of the same communication replaces an earlier one: one bad transcript decides.
void settle(std::vector<model::AccountRow>& rows, model::AccountRow row) {
  for (model::AccountRow& known : rows) {
    if (known.id == row.id) {
      if (known.status == AccountStatus::archived) known = std::move(row);
      return;
    }
  }
  rows.push_back(std::move(row));
}

}  // namespace

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
  if (!head) return quarantine(head.error().code, head.error().message);
  enriched.id = head->id;
  enriched.start = head->start;
  enriched.open = !head->end;
  if (!head->has_transcripts)
    enriched.legs = static_cast<std::size_t>(std::ranges::count(head->legs, true, &archive::Leg::recorded));
  enriched.partial = services_.source.records_are_partial();
  enriched.commitment = to_hex(services_.engine.key().commitment(raw));

  OFFHOOK_TRY(const bool unchanged,
              is_unchanged(Dataset::conversations, head->id, enriched.commitment, enriched.partial));
  enriched.outcome = unchanged ? Enriched::Outcome::unchanged : Enriched::Outcome::archive;

  OFFHOOK_TRY(const std::vector<std::string> communications, communications_to_ask(*head, enriched));
  tally_.transcripts_asked += communications.size();
  Fetched fetched;
  fetched.bytes = raw.size();
  for (const std::string& communication : communications)
    OFFHOOK_CHECK_OK(fetch(*head, communication, enriched, fetched, stop));

  if (enriched.outcome == Enriched::Outcome::archive || !fetched.raws.empty()) redact(raw, enriched, fetched);
  return enriched;
}

Result<bool> Enricher::is_unchanged(Dataset dataset, const std::string& id, const std::string& commitment,
                                    bool partial) const {
  OFFHOOK_TRY(const auto known, services_.ledger.find_record(options_.org, dataset, id));
  // What lacks something never replaces what has it.
  if (known && partial && !known->partial) return true;
  return known && known->commitment == commitment && known->key == services_.engine.key().id();
}

// Recorded legs whose transcripts are neither stored nor given up, and are due if they were asked for before;
// quarantined ones where they are to be tried again.
// The others are expected of this slice as well. A record that brings its transcripts with it needs no other.
Result<std::vector<std::string>> Enricher::communications_to_ask(const archive::RecordHead& head,
                                                                 Enriched& enriched) const {
  if (head.has_transcripts) return std::vector<std::string>{};
  OFFHOOK_TRY(const auto accounts, services_.ledger.transcript_accounts(options_.org, head.id));
  const TimePoint now = services_.clock.now();
  std::vector<std::string> result;
  for (const archive::Leg& leg : head.legs) {
    if (!leg.recorded) continue;
    const auto known = std::ranges::find(accounts, leg.communication, &model::AccountRow::id);
    const bool due = known == accounts.end() ||
                     (known->status == AccountStatus::pending && known->due <= now) ||
                     (known->status == AccountStatus::quarantined && options_.retry_quarantined);
    if (due) {
      result.push_back(leg.communication);
      continue;
    }
    enriched.references.push_back(*known);
    if (known->status == AccountStatus::archived) enriched.references.back().detail = "elsewhere";
  }
  return result;
}

Result<void> Enricher::fetch(const archive::RecordHead& head, const std::string& communication,
                             Enriched& enriched, Fetched& fetched, std::stop_token stop) const {
  const StageTimer timer(services_.clock, tally_.stages, Stage::fetch);
  const auto settle_as = [&](AccountStatus status, const Error* error) {
    settle(enriched.communications, account(head, communication, status, error));
  };
  // What to make of an Error about this communication alone.
  const auto settle_error = [&](const Error& error) {
    const TimePoint settled = head.end.value_or(services_.clock.now());
    const bool given_up = services_.clock.now() - settled > options_.transcript_give_up;
    if (error.cls == ErrorClass::not_found) {
      settle_as(given_up ? AccountStatus::absent : AccountStatus::pending, &error);
    } else {
      // A link that has expired twice says nothing against the transcript, nor do bytes damaged on their way:
      // the next download may be in time, and whole.
      const bool later = error.cls == ErrorClass::retryable || error.code == "source.link_expired" ||
                         (error.code == "source.digest_mismatch" && !given_up);
      settle_as(later ? AccountStatus::pending : AccountStatus::quarantined, &error);
    }
  };

  auto links = services_.source.transcripts(head.id, communication, stop);
  if (!links) {
    if (stops_the_run(links.error())) return fail(std::move(links).error());
    settle_error(links.error());
    return {};
  }
  for (const model::TranscriptLink& link : *links) {
    auto bytes = services_.source.fetch_transcript(link, options_.max_transcript_bytes, stop);
    if (!bytes) {
      if (stops_the_run(bytes.error())) return fail(std::move(bytes).error());
      settle_error(bytes.error());
      continue;
    }
    const std::string& raw = bytes->reveal();
    tally_.source_bytes += raw.size();
    fetched.bytes += raw.size();
    if (fetched.bytes > options_.max_conversation_bytes) {
      fetched.bytes -= raw.size();
      const Error too_large{
          ErrorClass::corrupt, "too_large",
          fmt::format("conversation and transcripts exceed {} bytes", options_.max_conversation_bytes)};
      settle_as(AccountStatus::quarantined, &too_large);
      continue;
    }
    if (const auto sound = archive::check_transcript(raw); !sound) {
      settle_as(AccountStatus::quarantined, &sound.error());
      continue;
    }
    EnrichedTranscript transcript{link.id, communication, to_hex(services_.engine.key().commitment(raw)), {}};
    OFFHOOK_TRY(const bool unchanged,
                is_unchanged(Dataset::transcripts, link.id, transcript.commitment, false));
    settle_as(AccountStatus::archived, nullptr);
    if (!unchanged) fetched.raws.push_back({std::move(transcript), std::move(*bytes)});
  }
  return {};
}

void Enricher::redact(const std::string& raw, Enriched& enriched, Fetched& fetched) const {
  redact::ConversationInput input{raw, {}, false};
  for (const Fetched::Raw& one : fetched.raws) input.transcripts.push_back(one.bytes.reveal());
  redact::ConversationOutput output = services_.engine.redact(input);

  if (!output.conversation) {
    enriched.outcome = Enriched::Outcome::quarantined;
    enriched.reason = output.conversation.error().code;
    enriched.detail = output.conversation.error().message;
  } else if (enriched.outcome == Enriched::Outcome::archive) {
    enriched.conversation = std::move(*output.conversation);
  }
  for (std::size_t i = 0; i < fetched.raws.size(); ++i) {
    EnrichedTranscript& transcript = fetched.raws[i].transcript;
    // Without its conversation's names and numbers a transcript cannot be redacted with certainty.
    const Error* error = !output.conversation        ? &output.conversation.error()
                         : !output.transcripts.at(i) ? &output.transcripts[i].error()
                                                     : nullptr;
    if (error) {
      for (model::AccountRow& row : enriched.communications) {
        if (row.id != transcript.communication) continue;
        row.status = AccountStatus::quarantined;
        row.reason = error->code;
        row.detail = error->message;
      }
      continue;
    }
    transcript.redacted = std::move(*output.transcripts[i]);
    enriched.transcripts.push_back(std::move(transcript));
  }
}

model::AccountRow Enricher::account(const archive::RecordHead& head, const std::string& communication,
                                    AccountStatus status, const Error* error) const {
  model::AccountRow row;
  row.dataset = Dataset::transcripts;
  row.id = communication;
  row.conversation = head.id;
  row.status = status;
  const TimePoint now = services_.clock.now();
  if (status == AccountStatus::pending) {
    const bool not_there = error && error->cls == ErrorClass::not_found;
    row.due = not_there ? next_ask(head.end, now, communication, options_.transcript_give_up)
                        : now + options_.transcript_retry;
  }
  if (error) {
    row.reason = error->code;
    row.detail = fmt::format("{} at {}", error->code, format_rfc3339(now));
  }
  return row;
}

}  // namespace offhook::pipeline
