// `offhook run`: archives an interval.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <thread>

#include "archive/layout.h"
#include "cli/command.h"
#include "cli/interval.h"
#include "cli/run_metrics.h"
#include "cli/run_progress.h"
#include "cli/run_report.h"
#include "cli/sample.h"
#include "cli/setting_error.h"
#include "ledger/sqlite/sqlite_ledger.h"
#include "telemetry/log.h"
#include "web/status_server.h"

namespace offhook::cli {
namespace {

// Lets somebody look at the progress five times a second.
class Ticker {
 public:
  Ticker(RunProgress& progress, Clock& clock)
      : progress_(progress), thread_([&progress, &clock](std::stop_token stop) {
          while (clock.sleep_for(Milliseconds(200), stop)) progress.tick();
        }) {}
  ~Ticker() {
    thread_.request_stop();
    thread_.join();
    progress_.finish();
  }

 private:
  RunProgress& progress_;
  std::jthread thread_;
};

class RunCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    add_interval_options(app, interval_);
    app.add_flag("--retry-quarantined", retry_quarantined_,
                 "ask again for all that is quarantined, whatever the interval");
    auto* sample =
        app.add_option("--sample", sample_, "look at so many conversations only, with --no-upload");
    sample->check(CLI::Range(1, 1000));
    auto* no_upload =
        app.add_flag("--no-upload", no_upload_, "with --sample: store nothing, show what redaction finds");
    sample->needs(no_upload);
    no_upload->needs(sample);
    app.footer(
        "Archives every conversation with activity in the interval, with its transcripts, redacted.\n"
        "Run it again after an interruption: it goes on where it stopped.\n\n"
        "Examples:\n"
        "  offhook run --last 7d\n"
        "  offhook run --from 2026-11-01 --to 2026-11-08 --tz Europe/Berlin --media voice,chat\n"
        "  offhook run --last 12h --source query\n"
        "  offhook run --last 1d --retry-quarantined\n"
        "  offhook run --last 7d --sample 20 --no-upload\n"
        "  offhook run --target-url file:///srv/archive --json");
  }

  Result<ExitCode> run(CommandContext& context) override {
    const Settings& settings = context.settings;
    const auto zone = TimeZone::find(settings.text("run.time_zone"));
    if (!zone) return fail(about(settings, "run.time_zone", zone.error()));
    if (settings.has("org.name"))
      if (const auto fit = archive::check_org_name(settings.text("org.name")); !fit)
        return fail(about(settings, "org.name", fit.error()));
    OFFHOOK_TRY(const Interval interval, read_interval(interval_, context.process.clock.now(), *zone));
    // Everything that can be wrong with the configuration is found before anything is asked of anyone.
    OFFHOOK_TRY(const redact::Engine engine, open_redaction(settings));
    if (sample_ > 0) return show_sample(context, engine, interval, *zone);
    OFFHOOK_TRY(const std::vector<redact::TokenKey> old_keys, open_old_keys(settings));
    OFFHOOK_TRY(const std::filesystem::path state, state_folder(settings));
    pipeline::RunOptions options;
    OFFHOOK_TRY(options.probe_owner, instance_id(state, context.process.random));
    OFFHOOK_TRY(const StoreConnection store, connect_store(settings, context.process, options.probe_owner));
    OFFHOOK_TRY(const SourceConnection source, connect_source(settings, context.process));
    OFFHOOK_TRY(const NotifierConnection notifier, connect_notifier(settings, context.process));
    if (notifier.notifier && !settings.has("event.webhook_secret") &&
        !settings.has("event.webhook_secret_file"))
      telemetry::warn("events are not signed: set OFFHOOK_WEBHOOK_SECRET");
    OFFHOOK_TRY(const auto ledger, ledger::open_sqlite(state / "ledger.sqlite"));
    OFFHOOK_TRY(const auto spool, archive::Spool::open(state / "spool", settings.number("spool.max_bytes")));
    bool key_made = false;
    OFFHOOK_TRY(const crypto::SigningKey signing_key, open_signing_key(settings, state, key_made));
    if (key_made)
      telemetry::info("made a signing key in {}; keep a copy of signing-key.pub.pem to verify with",
                      state.string());

    pipeline::Tally tally;
    const RunMetrics metrics(tally, *source.source, *spool, context.process.clock);
    std::unique_ptr<http::Server> status;
    if (settings.has("run.metrics")) {
      auto started = web::start_status_server(settings.text("run.metrics"), [&] { return metrics.text(); });
      if (!started) return fail(about(settings, "run.metrics", std::move(started).error()));
      status = std::move(*started);
      telemetry::info("metrics at {}/metrics", status->base_url());
    }

    OFFHOOK_TRY(options.org, source_org(settings, *source.source));
    options.prefix = store.target.prefix;
    options.from = interval.from;
    options.to = interval.to;
    options.next_day = [zone = *zone](TimePoint time) { return zone.next_day(time); };
    options.workers = settings.number("run.workers");
    options.upload_workers = settings.number("run.upload_workers");
    options.zstd_level = static_cast<int>(settings.number("archive.zstd_level"));
    options.trailing = std::chrono::days(settings.number("run.trailing_days"));
    options.quarantine_percent = settings.decimal("run.quarantine_percent");
    options.quarantine_least = settings.number("run.quarantine_least");
    options.retry_quarantined = retry_quarantined_;
    options.gate_interval = std::chrono::seconds(settings.number("gate.interval"));
    options.transcript_give_up = std::chrono::days(settings.number("run.transcript_give_up_days"));

    Process& process = context.process;
    const pipeline::Services services{*source.source, *store.store, *ledger,     notifier.notifier.get(),
                                      engine,         *spool,       signing_key, process.clock,
                                      process.random, old_keys};
    OFFHOOK_TRY(const auto audit, pipeline::AuditTrail::open(*ledger, process.clock, state / "audit.ndjson"));
    const auto size = [&](const model::Slice& slice) -> std::optional<std::uint64_t> {
      const auto count = source.source->count_started(slice, context.stop);
      return count ? std::optional(*count) : std::nullopt;
    };
    RunProgress progress(context.json, tally, process.clock, size);
    pipeline::RunReport report;
    {
      const Ticker ticker(progress, process.clock);
      report = pipeline::Run(services, options, tally, *audit, progress).execute(context.stop);
    }
    const ExitCode exit_code = cli::exit_code_for(report, tally);
    const ReportPlaces places{
        options.prefix.empty() ? store.store->uri() : store.store->key_uri(options.prefix), state,
        options.org, notifier.notifier ? notifier.notifier->destination() : ""};
    const model::RequestCounts requests = source.source->request_counts();
    const std::string text = context.json ? json_report(report, tally, requests, places, exit_code)
                                          : text_report(report, tally, requests, places);
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (report.stopped_by) telemetry::error("{} [{}]", report.stopped_by->message, report.stopped_by->code);
    if (report.events.waiting > 0)
      telemetry::warn("{} events wait for the next run: {}", report.events.waiting, report.events.last_error);
    return exit_code;
  }

 private:
  Result<ExitCode> show_sample(CommandContext& context, const redact::Engine& engine,
                               const Interval& interval, const TimeZone& zone) const {
    OFFHOOK_TRY(const SourceConnection source, connect_source(context.settings, context.process));
    OFFHOOK_TRY(const std::string org, source_org(context.settings, *source.source));
    OFFHOOK_TRY(const TimePoint available_until, source.source->available_until());
    const pipeline::Plan plan = pipeline::plan(org, interval.from, interval.to, available_until,
                                               [&zone](TimePoint time) { return zone.next_day(time); });
    OFFHOOK_TRY(const SampleFindings sample,
                take_sample(*source.source, engine, plan.slices, sample_, context.stop));
    const std::string text = context.json ? json_of(sample) : text_of(sample);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return sample.quarantined.empty() ? ExitCode::ok : ExitCode::partial;
  }

  IntervalOptions interval_;
  bool retry_quarantined_ = false;
  std::uint64_t sample_ = 0;
  bool no_upload_ = false;
};

}  // namespace

std::unique_ptr<Command> make_run_command() { return std::make_unique<RunCommand>(); }

}  // namespace offhook::cli
