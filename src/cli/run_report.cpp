#include "cli/run_report.h"

#include <fmt/format.h>

#include "cli/stage_report.h"
#include "json/value.h"
#include "telemetry/progress.h"

namespace offhook::cli {

using telemetry::format_bytes;
using telemetry::format_count;

namespace {

double seconds_of(const pipeline::RunReport& report) {
  return std::chrono::duration<double>(report.duration).count();
}

double rate(std::uint64_t amount, double seconds) {
  return seconds > 0 ? static_cast<double>(amount) / seconds : 0;
}

class Table {
 public:
  void row(std::string_view name, const std::string& value) {
    text_ += fmt::format("  {:<16}{}\n", name, value);
  }
  void heading(std::string_view name) { text_ += fmt::format("{}\n", name); }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// What a run may cost: each transcript that is due once, a request for 1,000 conversations, a twentieth for
// what has to be tried again, and what every run asks.
std::uint64_t requests_due(const pipeline::Tally& tally) {
  const double due =
      static_cast<double>(tally.transcripts_asked) + static_cast<double>(tally.conversations_read) / 1000;
  return static_cast<std::uint64_t>(1.05 * due + 30);
}

double cost(const pipeline::Tally& tally) {
  return static_cast<double>(tally.estimated_micro_usd.load()) / 1e6;
}

json::Value::Object stages_json(const pipeline::Tally& tally, const model::RequestCounts& requests) {
  json::Value::Object stages;
  for (const StageRow& row : stage_rows(tally.stages, requests))
    stages[std::string(row.stage)] = json::Value::Object{{"busy", row.busy},
                                                         {"waiting_for_input", row.waiting_for_input},
                                                         {"waiting_for_output", row.waiting_for_output}};
  return stages;
}

std::string bytes(std::uint64_t count) { return format_bytes(static_cast<double>(count)); }

}  // namespace

ExitCode exit_code_for(const pipeline::RunReport& report, const pipeline::Tally& tally) {
  // The first that applies, in the order of ExitCode.
  const ExitCode stopped = report.stopped_by ? exit_code_for(*report.stopped_by) : ExitCode::ok;
  if (stopped == ExitCode::integrity || stopped == ExitCode::gate) return stopped;
  if (tally.gaps > 0) return ExitCode::gap;
  if (stopped == ExitCode::refused) return stopped;
  if (tally.quarantined > 0 || tally.overdue > 0 || tally.unreconciled > 0 || report.events.waiting > 0)
    return ExitCode::partial;
  return stopped;
}

std::string text_report(const pipeline::RunReport& report, const pipeline::Tally& tally,
                        const model::RequestCounts& requests, const ReportPlaces& places) {
  const double seconds = seconds_of(report);
  Table table;
  table.heading("Conversations");
  table.row("read", format_count(tally.conversations_read));
  table.row("archived", format_count(tally.conversations_archived));
  table.row("unchanged", format_count(tally.conversations_unchanged));
  table.heading("Transcripts");
  table.row("archived", format_count(tally.transcripts_archived));
  table.row("pending", format_count(tally.transcripts_pending));
  table.row("absent", format_count(tally.transcripts_absent));
  table.heading("Quarantined");
  table.row("records", format_count(tally.quarantined));
  table.heading("Missing");
  table.row("gaps", fmt::format("{} ids{}", format_count(tally.gaps),
                                tally.gaps > 0 ? ": `offhook status` names them" : ""));
  table.row("overdue", fmt::format("{} transcripts", format_count(tally.overdue)));
  table.row("unreconciled", fmt::format("{} slices", format_count(tally.unreconciled)));
  table.heading("Redactions");
  const redact::Counts redactions = tally.redactions();
  for (const auto& [type, count] : redactions) table.row(type, format_count(count));
  if (redactions.empty()) table.row("none", "");
  table.heading("Transfer");
  table.row("from source",
            fmt::format("{} in {} requests ({} a minute allowed, {} throttled)", bytes(tally.source_bytes),
                        format_count(requests.total), requests.limit_per_minute, requests.throttled));
  table.row("by the schedule",
            fmt::format("{} transcripts were due: {} requests at most", format_count(tally.transcripts_asked),
                        format_count(requests_due(tally))));
  table.row("to the archive", fmt::format("{} in {} objects, {} manifests", bytes(tally.stored_bytes),
                                          tally.objects_stored.load(), tally.manifests.load()));
  table.row("took",
            fmt::format("{:.1f} s, {:.2f} MB/s of source, {:.0f} conversations/s", seconds,
                        rate(tally.source_bytes, seconds) / 1e6, rate(tally.conversations_read, seconds)));
  table.row("will cost", fmt::format("about ${:.4f}: requests, and a month of storage", cost(tally)));
  table.heading(
      fmt::format("{:<16}{:>12}{:>20}{:>21}", "  Stages", "busy", "waiting for input", "waiting for output"));
  for (const StageRow& row : stage_rows(tally.stages, requests))
    table.heading(fmt::format("  {:<14}{:>10.1f} s{:>18.1f} s{:>19.1f} s", row.stage, row.busy,
                              row.waiting_for_input, row.waiting_for_output));
  table.heading("  " + find_limit(report, tally.stages, requests).sentence());
  table.heading("Where");
  table.row("archive", fmt::format("{}, org {}", places.archive_uri, places.org));
  for (const std::string& key : report.manifests) table.row("manifest", key);
  table.row("state", places.state.string());
  if (!places.notifier.empty())
    table.row("events", fmt::format("{} delivered to {}, {} waiting", report.events.delivered,
                                    places.notifier, report.events.waiting));
  if (report.plan.waiting_from < report.plan.waiting_to && !report.stopped_by)
    table.row("not yet",
              fmt::format("{} to {}: the source's data is complete up to {}",
                          format_rfc3339(report.plan.waiting_from), format_rfc3339(report.plan.waiting_to),
                          format_rfc3339(report.available_until)));
  return table.take();
}

std::string json_report(const pipeline::RunReport& report, const pipeline::Tally& tally,
                        const model::RequestCounts& requests, const ReportPlaces& places,
                        ExitCode exit_code) {
  json::Value::Object redactions;
  for (const auto& [type, count] : tally.redactions()) redactions[type] = count;
  json::Value::Array manifests(report.manifests.begin(), report.manifests.end());
  const double seconds = seconds_of(report);
  json::Value::Object members{
      {"event", "run.finished"},
      {"exit_code", static_cast<int>(exit_code)},
      {"org", places.org},
      {"archive", places.archive_uri},
      {"state", places.state.string()},
      {"conversations", json::Value::Object{{"read", tally.conversations_read.load()},
                                            {"archived", tally.conversations_archived.load()},
                                            {"unchanged", tally.conversations_unchanged.load()}}},
      {"transcripts", json::Value::Object{{"archived", tally.transcripts_archived.load()},
                                          {"pending", tally.transcripts_pending.load()},
                                          {"absent", tally.transcripts_absent.load()}}},
      {"quarantined", tally.quarantined.load()},
      {"gaps", tally.gaps.load()},
      {"overdue", tally.overdue.load()},
      {"unreconciled", tally.unreconciled.load()},
      {"redactions", std::move(redactions)},
      {"requests", json::Value::Object{{"total", requests.total},
                                       {"throttled", requests.throttled},
                                       {"retried", requests.retried},
                                       {"transcripts_due", tally.transcripts_asked.load()},
                                       {"at_most", requests_due(tally)},
                                       {"limit_per_minute", requests.limit_per_minute}}},
      {"source_bytes", tally.source_bytes.load()},
      {"stored_bytes", tally.stored_bytes.load()},
      {"objects", tally.objects_stored.load()},
      {"manifests", std::move(manifests)},
      {"slices", json::Value::Object{{"done", report.slices_done}, {"unchanged", report.slices_unchanged}}},
      {"events",
       json::Value::Object{{"delivered", report.events.delivered}, {"waiting", report.events.waiting}}},
      {"available_until", format_rfc3339(report.available_until)},
      {"duration_seconds", seconds},
      {"estimated_cost_usd", cost(tally)},
      {"stage_seconds", stages_json(tally, requests)},
      {"limited_by", to_string(find_limit(report, tally.stages, requests).limit)},
      {"throughput_mbps", rate(tally.source_bytes, seconds) * 8 / 1e6}};
  if (report.stopped_by)
    members["stopped_by"] =
        json::Value::Object{{"code", report.stopped_by->code}, {"message", report.stopped_by->message}};
  return json::compact(json::Value(std::move(members))) + "\n";
}

}  // namespace offhook::cli
