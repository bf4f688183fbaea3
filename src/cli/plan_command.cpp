// `offhook plan`: what a run over an interval would ask, take and cost, before any of it is spent.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "cli/command.h"
#include "cli/interval.h"
#include "json/value.h"
#include "pipeline/cost.h"
#include "pipeline/estimate.h"
#include "pipeline/planner.h"
#include "telemetry/progress.h"

namespace offhook::cli {
namespace {

using telemetry::format_bytes;
using telemetry::format_count;

// What `offhook plan` says, in one place for people and machines.
struct Outlook {
  Interval interval;
  std::string org;
  std::size_t slices = 0;
  std::size_t again = 0;
  std::size_t done = 0;
  TimePoint waiting_from, waiting_to;
  pipeline::Estimate estimate;
  std::uint64_t limit_per_minute = 0;
  bool limit_is_stated = false;
  double usable_per_minute = 1;
  std::uint64_t monthly_cap = 0;
  std::uint64_t asked = 0;
  std::string storage_class;
  double usd_requests = 0;
  double usd_month = 0;

  [[nodiscard]] double hours() const {
    return static_cast<double>(estimate.requests.total()) / usable_per_minute / 60;
  }
};

std::string about_bytes(std::uint64_t bytes, const pipeline::Estimate& estimate) {
  if (estimate.sampled_conversations == 0) return "not known: there was no conversation to look at";
  return "about " + format_bytes(static_cast<double>(bytes));
}

std::string duration(double hours) {
  if (hours < 1) return fmt::format("{:.0f} min", std::max(1.0, hours * 60));
  return hours < 48 ? fmt::format("{:.1f} h", hours)
                    : fmt::format("{:.1f} days ({:.0f} h)", hours / 24, hours);
}

std::string text_of(const Outlook& seen) {
  const pipeline::Estimate& estimate = seen.estimate;
  std::string text;
  const auto row = [&text](std::string_view name, const std::string& value) {
    text += fmt::format("  {:<16}{}\n", name, value);
  };
  text += fmt::format("{} to {}, org {}\n", format_rfc3339(seen.interval.from),
                      format_rfc3339(seen.interval.to), seen.org);
  row("slices", fmt::format("{} to read, {} of them again for late changes; {} are done", seen.slices,
                            seen.again, seen.done));
  if (seen.waiting_from < seen.waiting_to)
    row("not yet", fmt::format("{} to {}: the source's data is not complete so far",
                               format_rfc3339(seen.waiting_from), format_rfc3339(seen.waiting_to)));
  row("conversations", "about " + format_count(estimate.conversations));
  row("transcripts", "about " + format_count(estimate.transcripts));
  const auto& requests = estimate.requests;
  row("requests", fmt::format("about {}: {} to read, {} to compare, {} for transcripts, {} repeated",
                              format_count(requests.total()), format_count(requests.reading),
                              format_count(requests.comparing), format_count(requests.transcripts),
                              format_count(requests.repeated)));
  row("time", fmt::format("about {}, at {:.0f} requests a minute ({} {}, less what is left to others)",
                          duration(seen.hours()), seen.usable_per_minute, seen.limit_per_minute,
                          seen.limit_is_stated ? "allowed" : "assumed"));
  if (seen.monthly_cap > 0 && requests.total() > seen.monthly_cap)
    row("", fmt::format("more than source.monthly_requests ({}) lets pass in one month",
                        format_count(seen.monthly_cap)));
  row("from source", about_bytes(estimate.source_bytes, estimate));
  row("to the archive", fmt::format("{}, in {} objects", about_bytes(estimate.stored_bytes, estimate),
                                    format_count(estimate.objects)));
  row("cost",
      fmt::format("about {:.2f} USD for {} requests to S3, then {:.2f} USD a month ({})", seen.usd_requests,
                  format_count(estimate.puts), seen.usd_month, seen.storage_class));
  text += fmt::format(
      "\nAll figures are approximate: the source's totals are, and sizes are those of {} conversations and "
      "{}\n"
      "transcripts that were looked at. Prices: {}, unless plan.usd_… are set;\n"
      "KMS, events and Genesys's own charges are not in it. {} requests were sent for this; nothing was "
      "stored.\n",
      estimate.sampled_conversations, estimate.sampled_transcripts, pipeline::kPriceList, seen.asked);
  return text;
}

std::string json_of(const Outlook& seen) {
  using json::Value;
  const pipeline::Estimate& estimate = seen.estimate;
  Value::Object members{
      {"event", "plan.finished"},
      {"org", seen.org},
      {"from", format_rfc3339(seen.interval.from)},
      {"to", format_rfc3339(seen.interval.to)},
      {"approximate", true},
      {"slices", Value::Object{{"to_read", static_cast<std::uint64_t>(seen.slices)},
                               {"again", static_cast<std::uint64_t>(seen.again)},
                               {"done", static_cast<std::uint64_t>(seen.done)}}},
      {"conversations", estimate.conversations},
      {"transcripts", estimate.transcripts},
      {"requests", Value::Object{{"total", estimate.requests.total()},
                                 {"reading", estimate.requests.reading},
                                 {"comparing", estimate.requests.comparing},
                                 {"transcripts", estimate.requests.transcripts},
                                 {"repeated", estimate.requests.repeated}}},
      {"requests_per_minute", seen.usable_per_minute},
      {"limit_per_minute", seen.limit_per_minute},
      {"limit_is_stated", seen.limit_is_stated},
      {"hours", seen.hours()},
      {"source_bytes", estimate.source_bytes},
      {"stored_bytes", estimate.stored_bytes},
      {"objects", estimate.objects},
      {"puts", estimate.puts},
      {"storage_class", seen.storage_class},
      {"usd", Value::Object{{"requests", seen.usd_requests}, {"month_of_storage", seen.usd_month}}},
      {"sampled", Value::Object{{"conversations", estimate.sampled_conversations},
                                {"transcripts", estimate.sampled_transcripts}}},
      {"requests_sent", seen.asked}};
  if (seen.waiting_from < seen.waiting_to)
    members["waiting"] =
        Value::Object{{"from", format_rfc3339(seen.waiting_from)}, {"to", format_rfc3339(seen.waiting_to)}};
  return json::compact(members) + "\n";
}

class PlanCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    add_interval_options(app, interval_);
    app.footer(
        "Asks the source for approximate totals, looks at a few conversations and transcripts for their "
        "sizes,\n"
        "and reckons. Writes nothing, needs neither bucket nor token key, and sends about 60 requests.\n\n"
        "Examples:\n"
        "  offhook plan --last 30d\n"
        "  offhook plan --from 2016-01-01 --to 2026-01-01 --s3-storage-class GLACIER_IR\n"
        "  offhook plan --last 7d --media voice --json");
  }

  Result<ExitCode> run(CommandContext& context) override {
    const Settings& settings = context.settings;
    OFFHOOK_TRY(const TimeZone zone, TimeZone::find(settings.text("run.time_zone")));
    Outlook seen;
    OFFHOOK_TRY(seen.interval, read_interval(interval_, context.process.clock.now(), zone));
    OFFHOOK_TRY(const SourceConnection source, connect_source(settings, context.process));
    OFFHOOK_TRY(seen.org, source_org(settings, *source.source));
    OFFHOOK_TRY(const TimePoint available_until, source.source->available_until());
    const pipeline::Plan plan =
        pipeline::plan(seen.org, seen.interval.from, seen.interval.to, available_until,
                       [&zone](TimePoint time) { return zone.next_day(time); });
    seen.waiting_from = plan.waiting_from;
    seen.waiting_to = plan.waiting_to;
    OFFHOOK_TRY(const auto slices, slices_to_read(settings, plan, available_until));
    seen.slices = slices.size();
    seen.done = plan.slices.size() - slices.size();
    seen.again = static_cast<std::size_t>(std::ranges::count_if(slices, &pipeline::PlannedSlice::again));

    pipeline::EstimateOptions options;
    options.page_size = settings.number(settings.text("source.mode") == "job" ? "source.page_size"
                                                                              : "source.query_page_size");
    options.listing_size = settings.number("source.query_page_size");
    options.zstd_level = static_cast<int>(settings.number("archive.zstd_level"));
    OFFHOOK_TRY(seen.estimate, pipeline::estimate(*source.source, slices, options, context.stop));
    reckon(settings, source.source->request_counts(), seen);
    const std::string text = context.json ? json_of(seen) : text_of(seen);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return ExitCode::ok;
  }

 private:
  // What the ledger knows as archived is read again near the watermark, and not at all before.
  static Result<std::vector<pipeline::PlannedSlice>> slices_to_read(const Settings& settings,
                                                                    const pipeline::Plan& plan,
                                                                    TimePoint available_until) {
    std::vector<model::SliceRow> rows;
    if (const auto ledger = ledger_for_reading(settings); ledger && !plan.slices.empty()) {
      OFFHOOK_TRY(rows, ledger->slices(plan.slices.front().org));
    }
    const TimePoint trailing = available_until - std::chrono::days(settings.number("run.trailing_days"));
    std::vector<pipeline::PlannedSlice> slices;
    for (const model::Slice& slice : plan.slices) {
      const auto row = std::ranges::find(rows, slice, &model::SliceRow::slice);
      const bool known = row != rows.end() && row->state == model::SliceState::committed;
      if (!known || slice.to > trailing) slices.push_back({slice, known});
    }
    return slices;
  }

  static void reckon(const Settings& settings, const model::RequestCounts& counts, Outlook& seen) {
    seen.asked = counts.total;
    seen.limit_is_stated = counts.limit_per_minute > 0;
    seen.limit_per_minute =
        seen.limit_is_stated ? counts.limit_per_minute : settings.number("source.assumed_per_minute");
    seen.usable_per_minute = std::max(1.0, static_cast<double>(seen.limit_per_minute) *
                                               (1 - settings.decimal("source.head_room_percent") / 100));
    seen.monthly_cap = settings.number("source.monthly_requests");
    seen.storage_class = settings.text("s3.storage_class");
    pipeline::Prices prices = pipeline::prices_of(seen.storage_class);
    if (settings.decimal("plan.usd_per_gib_month") > 0)
      prices.per_gib_month = settings.decimal("plan.usd_per_gib_month");
    if (settings.decimal("plan.usd_per_thousand_puts") > 0)
      prices.per_thousand_puts = settings.decimal("plan.usd_per_thousand_puts");
    seen.usd_requests = static_cast<double>(seen.estimate.puts) / 1000 * prices.per_thousand_puts;
    seen.usd_month = static_cast<double>(seen.estimate.stored_bytes) / static_cast<double>(1u << 30) *
                     prices.per_gib_month;
  }

  IntervalOptions interval_;
};

}  // namespace

std::unique_ptr<Command> make_plan_command() { return std::make_unique<PlanCommand>(); }

}  // namespace offhook::cli
