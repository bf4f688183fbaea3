#include "cli/run_progress.h"

#include <algorithm>

#include "telemetry/log.h"

namespace offhook::cli {
namespace {

constexpr Milliseconds kInterval{10'000};

double seconds(Clock::Monotonic duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

RunProgress::RunProgress(bool json, const pipeline::Tally& tally, Clock& clock, SliceSizing sizing,
                         telemetry::ProgressOutput& output)
    : json_(json),
      tally_(tally),
      clock_(clock),
      sizing_(std::move(sizing)),
      output_(output),
      started_(clock.monotonic()),
      last_event_(started_) {
  if (json_) return;
  telemetry::ProgressOptions options;
  options.label = "archiving";
  options.total_is_estimate = true;
  options.interval = kInterval;
  line_.emplace(std::move(options), clock_, output_);
}

void RunProgress::tick() {
  const MutexLock lock(mutex_);
  if (!line_) {
    const Clock::Monotonic now = clock_.monotonic();
    if (now - last_event_ < kInterval) return;
    last_event_ = now;
    return write_progress();
  }
  if (const auto total = estimated_total()) line_->set_total(*total);
  const std::uint64_t items = tally_.conversations_read, bytes = tally_.source_bytes;
  line_->add(items - shown_items_, bytes - shown_bytes_);
  shown_items_ = items;
  shown_bytes_ = bytes;
}

void RunProgress::finish() {
  tick();
  const MutexLock lock(mutex_);
  if (line_) line_->finish();
}

// What the slices before were like is what the others will be like, about.
std::optional<std::uint64_t> RunProgress::estimated_total() const {
  std::optional<std::uint64_t> total;
  if (slices_finished_ > 0)
    total = read_in_finished_ * slices_ / slices_finished_;
  else if (first_size_)
    total = *first_size_ * slices_;
  if (total) total = std::max<std::uint64_t>(*total, tally_.conversations_read);
  return total;
}

// Every finding is in the audit log, and `offhook doctor` prints them all with what to do.
void RunProgress::gate_checked(const model::GateReport& report) {
  std::size_t warnings = 0;
  for (const model::GateFinding& finding : report.findings) {
    if (finding.verdict == model::Verdict::pass)
      telemetry::debug("gate {}: {}", finding.code, finding.seen);
    else if (finding.verdict == model::Verdict::warn)
      ++warnings;
    else
      telemetry::error("gate {} refused: {}; {}", finding.code, finding.seen, finding.mend);
  }
  if (json_)
    write_event("gate.checked", {{"passed", report.passed()},
                                 {"checks", static_cast<std::uint64_t>(report.findings.size())},
                                 {"warnings", static_cast<std::uint64_t>(warnings)}});
  else if (report.passed())
    telemetry::info("gate passed: {} checks, {} warnings (`offhook doctor` shows them)",
                    report.findings.size(), warnings);
}

void RunProgress::planned(const pipeline::RunReport& report, std::size_t slices_to_do) {
  {
    const MutexLock lock(mutex_);
    slices_ = slices_to_do;
  }
  const std::string until = format_rfc3339(report.available_until);
  if (json_)
    write_event("run.planned",
                {{"slices", static_cast<std::uint64_t>(slices_to_do)}, {"available_until", until}});
  else
    telemetry::info("{} slices to do; the source's data is complete up to {}", slices_to_do, until);
}

void RunProgress::slice_started(const model::Slice& slice) {
  if (json_)
    write_event("slice.started", {{"slice", slice.id()}});
  else
    telemetry::info("slice {}", slice.id());
  {
    const MutexLock lock(mutex_);
    if (slices_finished_ > 0 || first_size_ || !sizing_ || json_ || !output_.is_terminal()) return;
  }
  const auto size = sizing_(slice);
  const MutexLock lock(mutex_);
  first_size_ = size;
}

void RunProgress::slice_finished(const model::Slice& slice, const std::string& manifest) {
  {
    const MutexLock lock(mutex_);
    ++slices_finished_;
    read_in_finished_ = tally_.conversations_read;
  }
  if (json_)
    write_event("slice.finished", {{"slice", slice.id()}, {"manifest", manifest}});
  else if (manifest.empty())
    telemetry::info("slice {} brought nothing new", slice.id());
  else
    telemetry::info("slice {} committed: {}", slice.id(), manifest);
}

void RunProgress::write_event(const char* name, json::Value::Object members) {
  members["event"] = name;
  members["time"] = format_rfc3339(clock_.now());
  output_.write_line(json::compact(json::Value(std::move(members))));
}

void RunProgress::write_progress() {
  const double elapsed = seconds(clock_.monotonic() - started_);
  const std::uint64_t read = tally_.conversations_read;
  json::Value::Object members{{"conversations", read},
                              {"archived", tally_.conversations_archived.load()},
                              {"transcripts", tally_.transcripts_archived.load()},
                              {"quarantined", tally_.quarantined.load()},
                              {"source_bytes", tally_.source_bytes.load()},
                              {"stored_bytes", tally_.stored_bytes.load()},
                              {"slices", slices_},
                              {"slices_finished", slices_finished_},
                              {"elapsed_seconds", elapsed},
                              {"conversations_per_second", static_cast<double>(read) / elapsed}};
  if (const auto total = estimated_total()) {
    members["estimated_total"] = *total;
    if (read > 0)
      members["seconds_left"] = elapsed * static_cast<double>(*total - read) / static_cast<double>(read);
  }
  write_event("run.progress", std::move(members));
}

}  // namespace offhook::cli
