#include "pipeline/revisits.h"

#include "archive/record_line.h"
#include "pipeline/certificate.h"
#include "pipeline/evidence.h"
#include "pipeline/source_trouble.h"
#include "telemetry/log.h"

namespace offhook::pipeline {
namespace {

using SliceIds = std::set<std::string>;

// Adds those of the slices not yet in `ids` that hold a conversation which has closed before the watermark.
Result<void> add_closed(Services services, const RunOptions& options, TimePoint available_until,
                        const SliceIds& committed, SliceIds& ids, std::stop_token stop) {
  OFFHOOK_TRY(const auto open, services.ledger.open_conversations(options.org));
  std::set<std::string> asked;
  for (const model::AccountRow& row : open)
    if (committed.contains(row.slice) && !ids.contains(row.slice)) asked.insert(row.id);
  if (asked.empty()) return {};
  std::set<std::string> closed;
  const auto take = [&](const model::RawRecord& record) -> Result<void> {
    const auto head = archive::parse_head(record.bytes.reveal());
    if (head && head->end && *head->end <= available_until) closed.insert(head->id);
    return {};
  };
  const auto read = services.source.read_by_id({asked.begin(), asked.end()}, take, stop);
  if (!read) {
    if (stops_the_run(read.error())) return read;
    telemetry::warn("{} open conversations will be asked for in the next run: {}", asked.size(),
                    read.error().message);
  }
  for (const model::AccountRow& row : open)
    if (committed.contains(row.slice) && closed.contains(row.id)) ids.insert(row.slice);
  return {};
}

}  // namespace

Result<SliceIds> find_revisits(Services services, const RunOptions& options,
                               const std::vector<model::SliceRow>& rows, TimePoint available_until,
                               std::stop_token stop) {
  OFFHOOK_TRY(const auto due, services.ledger.slices_due(options.org, services.clock.now()));
  SliceIds ids(due.begin(), due.end()), committed;
  if (options.retry_quarantined) {
    OFFHOOK_TRY(const auto quarantined, services.ledger.slices_quarantined(options.org));
    ids.insert(quarantined.begin(), quarantined.end());
  }
  for (const model::SliceRow& row : rows) {
    if (row.state != model::SliceState::committed) continue;
    committed.insert(row.slice.id());
    OFFHOOK_TRY(const archive::SourceEvidence evidence, parse_evidence(row.evidence));
    if (row.slice.to > available_until - options.trailing || is_unreconciled(evidence))
      ids.insert(row.slice.id());
  }
  OFFHOOK_CHECK_OK(add_closed(services, options, available_until, committed, ids, stop));
  return ids;
}

}  // namespace offhook::pipeline
