#include "cli/stage_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace offhook::cli {
namespace {

using pipeline::Activity;
using pipeline::Stage;
using std::chrono::nanoseconds;

// Below it nothing stands out: the run was short, or waited for its job.
constexpr double kNotable = 0.25;

double seconds(nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

// A page that is under way is booked at its end, its waits at once.
nanoseconds without(nanoseconds whole, nanoseconds part) { return std::max(nanoseconds(0), whole - part); }

nanoseconds busy(Stage stage, const pipeline::StageTimes& times, const model::RequestCounts& requests) {
  const nanoseconds whole = times.of(stage, Activity::busy);
  if (stage == Stage::read) return without(whole, requests.waited_to_read);
  if (stage == Stage::fetch) return without(whole, requests.waited_to_fetch);
  return whole;
}

}  // namespace

std::vector<StageRow> stage_rows(const pipeline::StageTimes& times, const model::RequestCounts& requests) {
  std::vector<StageRow> rows{{"quota", 0, seconds(requests.waited_to_read + requests.waited_to_fetch), 0}};
  for (const Stage stage : pipeline::kStages)
    rows.push_back({to_string(stage), seconds(busy(stage, times, requests)),
                    seconds(times.of(stage, Activity::waiting_for_input)),
                    seconds(times.of(stage, Activity::waiting_for_output))});
  return rows;
}

std::string_view to_string(Limit limit) {
  switch (limit) {
    case Limit::none:
      return "none";
    case Limit::quota:
      return "quota";
    case Limit::source:
      return "source";
    case Limit::cpu:
      return "cpu";
    case Limit::store:
      return "store";
  }
  return "";
}

std::string LimitFinding::sentence() const {
  const double percent = share * 100;
  switch (limit) {
    case Limit::quota:
      return fmt::format(
          "The request quota limited this run: {:.0f} % of the time went by waiting for leave to ask. More "
          "comes "
          "from Genesys alone, or from source.head_room_percent.",
          percent);
    case Limit::source:
      return fmt::format(
          "The source and the network to it limited this run: {:.0f} % of the time went by waiting for "
          "answers. "
          "More run.workers may help.",
          percent);
    case Limit::cpu:
      return fmt::format(
          "This machine's CPU limited this run: {:.0f} % of the time went into redacting and packing. More "
          "cores "
          "help.",
          percent);
    case Limit::store:
      return fmt::format(
          "The store and the network to it limited this run: {:.0f} % of the time went by uploading. More "
          "run.upload_workers may help.",
          percent);
    case Limit::none:
      break;
  }
  return "Nothing limited this run for long.";
}

LimitFinding find_limit(const pipeline::RunReport& report, const pipeline::StageTimes& times,
                        const model::RequestCounts& requests) {
  const double whole = seconds(report.duration);
  if (whole <= 0) return {};
  const double workers = whole * static_cast<double>(std::max<std::size_t>(1, report.workers));
  const auto of = [&](Stage stage) { return seconds(busy(stage, times, requests)); };
  const LimitFinding candidates[] = {
      {Limit::quota,
       std::max(seconds(requests.waited_to_read) / whole, seconds(requests.waited_to_fetch) / workers)},
      {Limit::source, std::max(of(Stage::read) / whole, of(Stage::fetch) / workers)},
      {Limit::cpu, std::max(of(Stage::redact) / workers, of(Stage::pack) / whole)},
      {Limit::store,
       std::max(of(Stage::upload), seconds(times.of(Stage::pack, Activity::waiting_for_output))) / whole}};
  LimitFinding found = *std::ranges::max_element(candidates, {}, &LimitFinding::share);
  found.share = std::min(found.share, 1.0);
  if (found.share < kNotable) found.limit = Limit::none;
  return found;
}

}  // namespace offhook::cli
