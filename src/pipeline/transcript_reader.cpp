#include "pipeline/transcript_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "pipeline/known_record.h"
#include "pipeline/source_trouble.h"
#include "pipeline/transcript_schedule.h"

namespace offhook::pipeline {

using model::AccountRow;
using model::AccountStatus;
using model::Dataset;

struct TranscriptReader::Ask {
  const archive::Leg* leg = nullptr;
  bool stored = false;  // some of its transcripts are
};

namespace {

// What somebody wrote stands in no detail: without a file of Genesys's own it is not archived at all, and the
// certificate says so.
bool is_written(const archive::Leg& leg) { return leg.media_type != "voice" && leg.media_type != "callback"; }

}  // namespace

Result<TranscriptsRead> TranscriptReader::read(const archive::RecordHead& head, std::uint64_t record_bytes,
                                               bool changed, std::stop_token stop) const {
  TranscriptsRead read;
  OFFHOOK_TRY(const std::vector<Ask> asks, due(head, changed, read));
  tally_.transcripts_asked += asks.size();
  for (const Ask& ask : asks) OFFHOOK_CHECK_OK(fetch(head, ask, record_bytes, read, stop));
  return read;
}

// Recorded legs whose transcripts are neither stored nor given up, and are due if they were asked for before;
// quarantined ones where they are to be tried again. One that was handed on after its transcripts were stored
// may have more. The others are expected of this slice as well. A record that brings its transcripts with it
// needs no other.
Result<std::vector<TranscriptReader::Ask>> TranscriptReader::due(const archive::RecordHead& head,
                                                                 bool changed, TranscriptsRead& read) const {
  if (head.has_transcripts) return std::vector<Ask>{};
  OFFHOOK_TRY(const auto accounts, services_.ledger.transcript_accounts(options_.org, head.id));
  const TimePoint now = services_.clock.now();
  std::vector<Ask> asks;
  for (const archive::Leg& leg : head.legs) {
    if (!leg.recorded) continue;
    const auto known = std::ranges::find(accounts, leg.communication, &AccountRow::id);
    if (known == accounts.end()) {
      asks.push_back({&leg, false});
      continue;
    }
    const bool stored = known->status == AccountStatus::archived || known->reason == model::kMorePartsReason;
    const bool pending = known->status == AccountStatus::pending && known->due <= now;
    const bool retried = known->status == AccountStatus::quarantined && options_.retry_quarantined;
    const bool handed_on = known->status == AccountStatus::archived && changed && leg.agents > 1;
    if (pending || retried || handed_on) {
      asks.push_back({&leg, stored});
      continue;
    }
    read.references.push_back(*known);
    if (stored) read.references.back().detail = "elsewhere";
  }
  return asks;
}

Result<void> TranscriptReader::fetch(const archive::RecordHead& head, const Ask& ask, std::uint64_t& bytes,
                                     TranscriptsRead& read, std::stop_token stop) const {
  const StageTimer timer(services_.clock, tally_.stages, Stage::fetch);
  auto links = services_.source.transcripts(head.id, ask.leg->communication, stop);
  if (!links && stops_the_run(links.error())) return fail(std::move(links).error());
  std::optional<Error> failure;  // the first one decides
  if (!links) failure = std::move(links).error();
  std::vector<model::TranscriptLink> listed;
  if (links) listed = std::move(*links);

  std::size_t known = 0;
  std::vector<std::optional<model::KnownRecord>> records;  // of those listed
  for (const model::TranscriptLink& link : listed) {
    OFFHOOK_TRY(auto record, services_.ledger.find_record(options_.org, Dataset::transcripts, link.id));
    known += record.has_value();
    records.push_back(std::move(record));
  }
  // What is stored is fetched again only where something is not: what was said in one part decides what is
  // personal data in another.
  bool any_new = false;
  for (std::size_t i = 0; i < listed.size() && known < listed.size(); ++i) {
    const model::TranscriptLink& link = listed[i];
    auto file = fetch_file(link, bytes, stop);
    if (!file) {
      if (stops_the_run(file.error())) return fail(std::move(file).error());
      if (!failure) failure = std::move(file).error();
      continue;
    }
    const bool stored = is_unchanged(services_, records[i], file->reveal(), false);
    std::string commitment = to_hex(services_.engine.key().commitment(file->reveal()));
    read.raws.push_back({link.id, ask.leg->communication, std::move(commitment), stored, std::move(*file),
                         std::move(records[i])});
    any_new = any_new || !stored;
  }
  read.any_new = read.any_new || any_new;

  const bool stored = any_new || known > 0 || ask.stored;
  AccountRow row = account(head, *ask.leg, listed.size(), stored, failure);
  if (any_new || !stored) {
    read.communications.push_back(std::move(row));
  } else {
    read.restated.push_back(row);
    row.detail = "elsewhere";
    read.references.push_back(std::move(row));
  }
  return {};
}

Result<Sensitive<std::string>> TranscriptReader::fetch_file(const model::TranscriptLink& link,
                                                            std::uint64_t& bytes,
                                                            std::stop_token stop) const {
  OFFHOOK_TRY(auto file, services_.source.fetch_transcript(link, options_.max_transcript_bytes, stop));
  const std::string& raw = file.reveal();
  tally_.source_bytes += raw.size();
  if (bytes + raw.size() > options_.max_conversation_bytes)
    return fail(ErrorClass::corrupt, "too_large",
                fmt::format("conversation and transcripts exceed {} bytes", options_.max_conversation_bytes));
  bytes += raw.size();
  OFFHOOK_CHECK_OK(archive::check_document(raw));
  return file;
}

AccountRow TranscriptReader::account(const archive::RecordHead& head, const archive::Leg& leg,
                                     std::size_t listed, bool stored,
                                     const std::optional<Error>& failure) const {
  AccountRow row;
  row.dataset = Dataset::transcripts;
  row.id = leg.communication;
  row.conversation = head.id;
  const TimePoint now = services_.clock.now(), settled = head.end.value_or(now);
  const bool given_up = now - settled > options_.transcript_give_up;
  if (failure && failure->cls != ErrorClass::not_found) {
    // A link that has expired twice says nothing against the transcript, nor do bytes damaged on their way:
    // the next download may be in time, and whole.
    const bool later = failure->cls == ErrorClass::retryable || failure->code == "source.link_expired" ||
                       (failure->code == "source.digest_mismatch" && !given_up);
    row.status = later ? AccountStatus::pending : AccountStatus::quarantined;
    if (later) row.due = now + options_.transcript_retry;
  } else if (stored) {
    const TimePoint last = last_look(settled, leg.communication, options_.transcript_give_up);
    const bool more = listed < leg.agents && now < last;
    row.status = more ? AccountStatus::pending : AccountStatus::archived;
    if (more) row.due = last;
  } else if (given_up) {
    row.status = AccountStatus::absent;
  } else {
    row.status = AccountStatus::pending;
    row.due = next_ask(head.end, now, leg.communication, options_.transcript_give_up);
  }
  if (stored && row.status == AccountStatus::pending) {
    row.reason = model::kMorePartsReason;
  } else if (failure && row.status != AccountStatus::archived) {
    row.reason = failure->code;
    const bool no_body = row.status == AccountStatus::absent && is_written(leg);
    row.detail =
        fmt::format("{}{} at {}", no_body ? "body not archived: " : "", failure->code, format_rfc3339(now));
  }
  return row;
}

}  // namespace offhook::pipeline
