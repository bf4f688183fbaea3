#include "cli/run_metrics.h"

#include "cli/stage_report.h"

namespace offhook::cli {

std::string RunMetrics::text() const {
  telemetry::Metrics metrics;
  const auto count = [&](const char* name, const char* help, std::uint64_t value,
                         telemetry::Labels labels = {}) {
    metrics.counter(name, help, labels).add(static_cast<double>(value));
  };
  constexpr const char* kRecords = "offhook_records_total";
  constexpr const char* kRecordsHelp = "Records, by dataset and outcome.";
  count(kRecords, kRecordsHelp, tally_.conversations_archived,
        {{"dataset", "conversations"}, {"outcome", "archived"}});
  count(kRecords, kRecordsHelp, tally_.conversations_unchanged,
        {{"dataset", "conversations"}, {"outcome", "unchanged"}});
  count(kRecords, kRecordsHelp, tally_.transcripts_archived,
        {{"dataset", "transcripts"}, {"outcome", "archived"}});
  count(kRecords, kRecordsHelp, tally_.transcripts_pending,
        {{"dataset", "transcripts"}, {"outcome", "pending"}});
  count(kRecords, kRecordsHelp, tally_.transcripts_absent,
        {{"dataset", "transcripts"}, {"outcome", "absent"}});
  count("offhook_quarantined_total", "Records that could not be redacted with certainty.",
        tally_.quarantined);
  for (const auto& [type, findings] : tally_.redactions())
    count("offhook_redactions_total", "Findings replaced, by type.", findings, {{"type", type}});
  count("offhook_source_bytes_total", "Bytes received from the source.", tally_.source_bytes);
  count("offhook_spooled_bytes_total", "Redacted, compressed bytes written to the spool.",
        tally_.spooled_bytes);
  count("offhook_stored_bytes_total", "Bytes put into the archive.", tally_.stored_bytes);
  count("offhook_objects_total", "Data objects stored and verified.", tally_.objects_stored);
  count("offhook_manifests_total", "Manifests committed.", tally_.manifests);
  count("offhook_events_delivered_total", "Completion events delivered.", tally_.events_delivered);

  const model::RequestCounts requests = source_.request_counts();
  count("offhook_source_requests_total", "Requests sent to the source.", requests.total);
  count("offhook_source_requests_throttled_total", "Requests that the source answered with 429.",
        requests.throttled);
  count("offhook_source_requests_retried_total", "Requests that were tried again.", requests.retried);
  metrics.gauge("offhook_source_limit_per_minute", "Requests a minute that the source announced.")
      .set(static_cast<double>(requests.limit_per_minute));

  const auto gauge = [&](const char* name, const char* help, double value, telemetry::Labels labels = {}) {
    metrics.gauge(name, help, labels).set(value);
  };
  for (const StageRow& row : stage_rows(tally_.stages, requests)) {
    const auto stage_seconds = [&](const char* state, double value) {
      gauge("offhook_stage_seconds", "Time spent by a stage, summed over its threads, by state.", value,
            {{"stage", std::string(row.stage)}, {"state", state}});
    };
    stage_seconds("busy", row.busy);
    stage_seconds("waiting_for_input", row.waiting_for_input);
    stage_seconds("waiting_for_output", row.waiting_for_output);
  }
  const auto depth = [&](const char* queue, std::uint64_t value) {
    gauge("offhook_queue_depth", "What waits in a queue, or is worked on: by queue.",
          static_cast<double>(value), {{"queue", queue}});
  };
  depth("records", tally_.queued_records);
  depth("uploads", tally_.queued_uploads);
  depth("requests", requests.waiting);
  gauge("offhook_spool_bytes", "Bytes in the spool.", static_cast<double>(spool_.used_bytes()));
  gauge("offhook_spool_max_bytes", "Bytes that the spool may hold.", static_cast<double>(spool_.max_bytes()));
  gauge("offhook_estimated_cost_usd",
        "What the store will bill for what was committed, with a month of storage.",
        static_cast<double>(tally_.estimated_micro_usd.load()) / 1e6);

  const double seconds = std::chrono::duration<double>(clock_.monotonic() - started_).count();
  metrics.gauge("offhook_throughput_mbps", "Megabits of source bytes a second since the start.")
      .set(seconds > 0 ? static_cast<double>(tally_.source_bytes.load()) * 8 / 1e6 / seconds : 0);
  return metrics.text();
}

}  // namespace offhook::cli
