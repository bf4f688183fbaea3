#include "pipeline/revisits.h"

#include "archive/record_line.h"
#include "archive/record_name.h"
#include "pipeline/certificate.h"
#include "pipeline/evidence.h"
#include "pipeline/source_trouble.h"
#include "telemetry/log.h"

namespace offhook::pipeline {
namespace {

using Ids = std::set<std::string>;

// What has become of the open conversations of those committed slices that are not read again anyhow.
Result<void> ask_for_open(Services services, const RunOptions& options, TimePoint available_until,
                          const Ids& committed, Revisits& revisits, std::stop_token stop) {
  OFFHOOK_TRY(auto open, services.ledger.open_conversations(options.org));
  std::erase_if(open, [&](const model::AccountRow& row) {
    return !committed.contains(row.slice) || revisits.slices.contains(row.slice);
  });
  if (open.empty()) return {};
  Ids asked;
  for (const model::AccountRow& row : open) asked.insert(row.id);
  Ids gone = asked, closed;
  const auto take = [&](const model::RawRecord& record) -> Result<void> {
    gone.erase(archive::name_of(record.bytes.reveal()).id);
    const auto head = archive::parse_head(record.bytes.reveal());
    if (head && head->end && *head->end <= available_until && archive::check_document(record.bytes.reveal()))
      closed.insert(head->id);
    return {};
  };
  const auto read = services.source.read_by_id({asked.begin(), asked.end()}, take, stop);
  if (!read) {
    if (stops_the_run(read.error())) return read;
    telemetry::warn("{} open conversations will be asked for in the next run: {}", asked.size(),
                    read.error().message);
    gone.clear();
  }
  for (const model::AccountRow& row : open)
    if (closed.contains(row.id) || gone.contains(row.id)) revisits.slices.insert(row.slice);
  revisits.gone = std::move(gone);
  return {};
}

}  // namespace

Result<Revisits> find_revisits(Services services, const RunOptions& options,
                               const std::vector<model::SliceRow>& rows, TimePoint available_until,
                               std::stop_token stop) {
  OFFHOOK_TRY(const auto due, services.ledger.slices_due(options.org, services.clock.now()));
  Revisits revisits{{due.begin(), due.end()}, {}};
  Ids committed;
  if (options.retry_quarantined) {
    OFFHOOK_TRY(const auto quarantined, services.ledger.slices_quarantined(options.org));
    revisits.slices.insert(quarantined.begin(), quarantined.end());
  }
  for (const model::SliceRow& row : rows) {
    if (row.state != model::SliceState::committed) continue;
    committed.insert(row.slice.id());
    OFFHOOK_TRY(const archive::SourceEvidence evidence, parse_evidence(row.evidence));
    if (row.slice.to > available_until - options.trailing || is_unreconciled(evidence))
      revisits.slices.insert(row.slice.id());
  }
  OFFHOOK_CHECK_OK(ask_for_open(services, options, available_until, committed, revisits, stop));
  return revisits;
}

}  // namespace offhook::pipeline
