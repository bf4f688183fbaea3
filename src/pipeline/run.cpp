#include "pipeline/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "archive/layout.h"
#include "base/crash_point.h"
#include "pipeline/gone.h"
#include "pipeline/lost_spool.h"
#include "pipeline/overdue.h"
#include "pipeline/reconciler.h"
#include "pipeline/revisits.h"
#include "pipeline/slice_reader.h"
#include "pipeline/slice_writer.h"
#include "pipeline/upload_queue.h"

namespace offhook::pipeline {

using model::ObjectState;
using model::SliceRow;
using model::SliceState;

namespace {

constexpr int kMaxJobsPerSlice = 3;  // jobs that may expire under us before a person should look
constexpr int kEventTries = 3;
constexpr auto kProbePatience = std::chrono::hours(1);  // a gate takes seconds

audit::AuditLine slice_line(audit::Action action, const SliceRow& row) {
  audit::AuditLine line;
  line.action = action;
  line.slice = row.slice.id();
  if (!row.job.empty()) line.evidence = {{"job", row.job}};
  return line;
}

}  // namespace

RunReport Run::execute(std::stop_token stop) {
  RunReport report;
  const Clock::Monotonic started = services_.clock.monotonic();
  if (auto done = run(report, stop); !done) report.stopped_by = std::move(done).error();
  report.workers = options_.workers;
  report.duration = services_.clock.monotonic() - started;
  return report;
}

Result<void> Run::run(RunReport& report, std::stop_token stop) {
  OFFHOOK_CHECK_OK(pass_gate(report));
  OFFHOOK_TRY(report.available_until, reading([&] { return services_.source.available_until(); }));
  report.plan = plan(options_.org, options_.from, options_.to, report.available_until, options_.next_day);
  for (const model::Slice& slice : report.plan.slices) OFFHOOK_CHECK_OK(services_.ledger.plan_slice(slice));

  OFFHOOK_CHECK_OK(forget_lost(services_, options_));
  OFFHOOK_CHECK_OK(clear_spool());
  OFFHOOK_TRY(const std::vector<SliceRow> rows, reading([&] { return slices_to_do(report, stop); }));
  observer_.planned(report, rows.size());
  for (const SliceRow& row : rows) {
    if (stop.stop_requested()) return fail(ErrorClass::cancelled, "cancelled", "stopped between two slices");
    OFFHOOK_CHECK_OK(process(row, report, stop));
  }
  OFFHOOK_TRY(report.events, Outbox(services_, tally_, audit_).deliver_due(kEventTries, stop));
  crash_point("at-end");
  return {};
}

Result<void> Run::pass_gate(RunReport& report) {
  OFFHOOK_TRY(report.gate, gate_.check());
  observer_.gate_checked(report.gate);
  if (report.gate.passed()) return take_back_probes();
  return fail(gate_refused(report.gate, services_.store.uri()));
}

// A life that ended between a probe of the gate and its abort left the probe's upload behind. The name says
// whose it is: ours are from lives before this one, since one process at a time has the ledger. Another's may
// be under way, so only old ones go; their key and their sixteen constant bytes are this program's alone.
Result<void> Run::take_back_probes() {
  OFFHOOK_TRY(const auto probes, services_.store.list_uploads(archive::probe_key(options_.prefix, "")));
  const TimePoint old = services_.clock.now() - kProbePatience;
  const std::string ours = archive::probe_key(options_.prefix, options_.probe_owner + "-");
  for (const model::OpenUpload& probe : probes)
    if (probe.initiated < old || (!options_.probe_owner.empty() && probe.upload.key.starts_with(ours)))
      OFFHOOK_CHECK_OK(services_.store.abort_upload(probe.upload));
  return {};
}

// A life that ended between a commit and the removal of its files, or before the first checkpoint of a file,
// left what no unfinished object needs; it would fill the spool for good.
Result<void> Run::clear_spool() {
  const std::string ours = options_.org + "/";
  std::map<std::string, std::set<std::string>> needed;  // names, by slice
  for (const std::string& name : services_.spool.names()) {
    if (!name.starts_with(ours)) continue;
    const std::string slice = name.substr(ours.size(), name.find('/', ours.size()) - ours.size());
    const auto [found, unknown] = needed.try_emplace(slice);
    if (unknown) {
      OFFHOOK_TRY(const auto objects, services_.ledger.open_objects(options_.org, slice));
      for (const model::ObjectRow& object : objects) found->second.insert(object.name);
    }
    if (!found->second.contains(name)) OFFHOOK_CHECK_OK(services_.spool.remove(name));
  }
  return {};
}

// Unfinished ones first, then what is new or to be read again, each in time's order.
Result<std::vector<SliceRow>> Run::slices_to_do(const RunReport& report, std::stop_token stop) {
  OFFHOOK_TRY(std::vector<SliceRow> rows, services_.ledger.slices(options_.org));
  OFFHOOK_TRY(Revisits revisits, find_revisits(services_, options_, rows, report.available_until, stop));
  gone_ = std::move(revisits.gone);
  std::erase_if(rows, [&](const SliceRow& row) {
    switch (row.state) {
      case SliceState::planned: {
        const auto& wanted = report.plan.slices;
        return std::find(wanted.begin(), wanted.end(), row.slice) == wanted.end();
      }
      case SliceState::reading:
      case SliceState::read:
        return false;
      case SliceState::committed:
        return !revisits.slices.contains(row.slice.id());
    }
    return false;
  });
  std::stable_sort(rows.begin(), rows.end(), [](const SliceRow& a, const SliceRow& b) {
    const auto rank = [](const SliceRow& row) {
      return row.state == SliceState::reading || row.state == SliceState::read ? 0 : 1;
    };
    return std::pair(rank(a), a.slice.from) < std::pair(rank(b), b.slice.from);
  });
  return rows;
}

Result<void> Run::process(SliceRow row, RunReport& report, std::stop_token stop) {
  const Clock::Monotonic started = services_.clock.monotonic();
  const TimePoint begun = services_.clock.now();
  const bool read_anew = row.state == SliceState::committed;
  observer_.slice_started(row.slice);
  for (int jobs = 1; row.state != SliceState::read; ++jobs) {
    if (row.state != SliceState::reading || row.job.empty()) {
      OFFHOOK_TRY(row, begin_reading(row));
    }
    const auto done = read(row, stop);
    if (!done && (done.error().code != "source.job_expired" || jobs >= kMaxJobsPerSlice)) return done;
    if (!done) {
      OFFHOOK_TRY(row, begin_reading(row));
    } else {
      OFFHOOK_TRY(row, reload(row));
    }
  }

  // A manifest that an earlier life prepared may be in the store: it is committed as it is, and what the
  // source would say by now is for the next.
  OFFHOOK_TRY(const auto prepared,
              services_.ledger.prepared_manifest(options_.org, row.slice.id(), row.manifests + 1));
  if (!prepared) {
    OFFHOOK_CHECK_OK(reading([&] { return Reconciler(services_, options_).reconcile(row, stop); }));
    OFFHOOK_TRY(row, reload(row));
    OFFHOOK_CHECK_OK(reading([&] { return settle_overdue(services_, options_, tally_, row, begun, stop); }));
    // Of a reading that an earlier life began, nobody knows any more what it brought.
    if (read_anew) OFFHOOK_CHECK_OK(settle_gone(services_, options_, row, gone_));
  }

  Uploader uploader(services_, options_, tally_, gate_);
  OFFHOOK_TRY(const auto objects, services_.ledger.open_objects(options_.org, row.slice.id()));
  for (const model::ObjectRow& object : objects)
    if (object.state != ObjectState::stored) OFFHOOK_CHECK_OK(uploader.upload(object, stop));

  OFFHOOK_TRY(const std::string manifest,
              Committer(services_, options_, tally_, audit_).commit(row, started));
  ++report.slices_done;
  if (manifest.empty())
    ++report.slices_unchanged;
  else
    report.manifests.push_back(manifest);
  observer_.slice_finished(row.slice, manifest);
  return {};
}

Result<SliceRow> Run::reload(const SliceRow& row) {
  auto found = services_.ledger.slice(options_.org, row.slice.id());
  if (!found && found.error().cls == ErrorClass::not_found)
    return fail(ErrorClass::corrupt, "ledger.slice_gone", "the ledger lost slice " + row.slice.id());
  return found;
}

Result<SliceRow> Run::begin_reading(const SliceRow& row) {
  OFFHOOK_TRY(const std::string job, reading([&] { return services_.source.begin_read(row.slice); }));
  crash_point("after-job-submit");
  OFFHOOK_CHECK_OK(services_.ledger.start_slice(options_.org, row.slice.id(), job));
  crash_point("after-slice-start");
  OFFHOOK_TRY(SliceRow started, reload(row));
  OFFHOOK_CHECK_OK(audit_.append({slice_line(audit::Action::slice_started, started)}));
  return started;
}

Result<void> Run::read(SliceRow row, std::stop_token stop) {
  const std::string job = row.job;
  const Enricher enricher(services_, options_, tally_);
  Uploader uploader(services_, options_, tally_, gate_);
  UploadQueue uploads(uploader, services_.clock, tally_, options_.workers > 0, stop);
  SliceWriter::Hooks hooks;
  hooks.sealed = [&](model::ObjectRow object, archive::Seal figures) {
    return uploads.submit(std::move(object), std::move(figures));
  };
  hooks.brought = [&](const std::string& id) { gone_.erase(id); };
  const auto waiting = [&](auto wait) {
    const StageTimer timer(services_.clock, tally_.stages, Stage::pack, Activity::waiting_for_output);
    return wait();
  };
  hooks.make_room = [&] { return waiting([&] { return uploads.wait_for_room(); }); };
  OFFHOOK_TRY(SliceWriter writer,
              SliceWriter::open(services_, options_, tally_, std::move(row), std::move(hooks)));
  OFFHOOK_CHECK_OK(read_slice(services_, options_, tally_, job, enricher, writer, stop));
  return waiting([&] { return uploads.finish(); });
}

}  // namespace offhook::pipeline
