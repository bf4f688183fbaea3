#include "test/sim/simulation.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <set>

#include "test/sim/oracle.h"
#include "test/sim/unsteady_pages.h"
#include "test/sim/witness.h"

namespace offhook::test {
namespace {

using sim::Dice;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// A life of these worlds holds a few pages, frames and parts at a time; the fake store's content counts, too.
constexpr std::uint64_t kMemoryBound = 32u << 20;
constexpr int kCalmLives = 10;

std::uint64_t draw_conversations(Dice& dice) {
  const std::uint64_t roll = dice.below(100);
  if (roll < 70) return 1 + dice.below(8);
  return roll < 95 ? 9 + dice.below(12) : 21 + dice.below(30);
}

struct DrawnWorld {
  sim::OrgConfig org;
  int job_page_size = 0;
  std::uint64_t checkpoint_records = 0;
  std::uint64_t object_bytes = 0;
};

// Rows that the data lake lacks for some days. Drawn apart, so that the rest of a seed is what it was
// without.
void draw_lost_rows(Dice dice, sim::OrgConfig& org) {
  if (!dice.chance(300)) return;
  for (std::uint64_t rows = 1 + dice.below(3); rows > 0; --rows)
    org.jobs.lost.push_back(dice.below(org.plan.conversations));
  org.jobs.found_again = org.plan.from + std::chrono::days(org.plan.days) + hours(dice.between(10, 190));
}

DrawnWorld draw_world(Dice& dice, Dice lake) {
  DrawnWorld drawn;
  const std::uint64_t content = dice.next();
  drawn.org = SimulatedWorld::org_config(draw_conversations(dice), content);
  drawn.job_page_size = dice.pick(std::array{2, 3, 5, 10, 50});
  drawn.checkpoint_records = dice.pick(std::array<std::uint64_t, 5>{1, 2, 4, 10, 100});
  drawn.object_bytes = dice.pick(std::array<std::uint64_t, 3>{128u << 20, 128u << 20, 20u << 10});
  sim::OrgConfig& org = drawn.org;
  if (dice.chance(300)) org.plan.days = 2;
  org.limit.per_minute = dice.pick(std::array{300, 3'000});
  if (dice.chance(500)) org.limit.window = sim::Window::sliding;
  org.login.token_life = dice.pick(std::array<Milliseconds, 3>{hours(24), minutes(10), seconds(90)});
  if (dice.chance(200)) org.login.idle_timeout = minutes(15);
  org.jobs.life = dice.pick(std::array<Milliseconds, 2>{hours(24), minutes(30)});
  org.media.digest =
      dice.pick(std::array{sim::DigestStyle::none, sim::DigestStyle::s3, sim::DigestStyle::repr,
                           sim::DigestStyle::content, sim::DigestStyle::legacy});
  org.media.ranges = dice.chance(800);
  org.media.etags = dice.chance(800);
  org.media.gzip = dice.chance(300);
  if (dice.chance(300)) org.availability_lag = hours(dice.between(1, 30));
  if (dice.chance(300)) org.transcripts.late_per_thousand = 300;
  if (dice.chance(200)) org.transcripts.missing_per_thousand = 150;
  draw_lost_rows(lake, org);
  return drawn;
}

class Simulation {
 public:
  Simulation(std::uint64_t seed, const Teller& tell)
      : dice_(seed, 0, "world"),
        drawn_(draw_world(dice_, Dice(seed, 0, "lake"))),
        world_(drawn_.org),
        witness_(world_, outcome_.hits) {
    world_.adjust_source = [this](genesys::Options& options) {
      options.job_page_size = drawn_.job_page_size;
    };
    world_.adjust_run = [this](pipeline::RunOptions& options) {
      options.checkpoint_records = drawn_.checkpoint_records;
      options.object_bytes = drawn_.object_bytes;
      options.quarantine_percent = 100;  // a seed's faults strike most of its few records
    };
    outcome_.seed = seed;
    outcome_.conversations = world_.org.world().size();
    witness_.tell = tell;
    if (dice_.chance(250)) pages_.emplace(Dice(seed, 0, "pages"), outcome_.hits);
    world_.clock.set(world_.to() + hours(dice_.between(0, 20)));
    note("world: {} conversations in {} days, pages of {}, lag {} h{}", outcome_.conversations,
         drawn_.org.plan.days, drawn_.job_page_size,
         std::chrono::duration_cast<hours>(drawn_.org.availability_lag).count(),
         pages_ ? ", unsteady pages" : "");
  }

  Outcome run() && {
    for (std::uint64_t lives = 1 + dice_.below(4); lives > 0; --lives) live_in_bad_weather();
    if (live_until_quiet()) outcome_.failures = judge(world_, witness_, history_);
    for (const std::string& complaint : witness_.complaints()) outcome_.failures.push_back(complaint);
    outcome_.peak_bytes = witness_.peak_bytes();
    if (outcome_.peak_bytes > kMemoryBound)
      outcome_.failures.push_back(fmt::format("P6: {} bytes of heap in a life", outcome_.peak_bytes));
    outcome_.digest = witness_.digest();
    outcome_.requests = witness_.requests();
    return std::move(outcome_);
  }

 private:
  template <class... Args>
  void note(fmt::format_string<Args...> format, Args&&... args) {
    outcome_.story += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  void live_in_bad_weather() {
    Weather weather(world_, Dice(outcome_.seed, outcome_.lives, "weather"),
                    Dice(outcome_.seed, outcome_.lives, "second opinion"), outcome_.hits);
    note("life {} at {}:{}", outcome_.lives, format_rfc3339(world_.clock.now()), weather.forecast());
    (void)live([&](const http::ServerRequest& request) { return weather.serve(request); });
    world_.clock.advance(dice_.pick(
        std::array<Milliseconds, 6>{seconds(10), minutes(10), minutes(40), hours(3), hours(9), hours(26)}));
    if (dice_.chance(500)) world_.program_clock.set_right();
  }

  // Until two runs have nothing left to do: one may only finish what was read before the last death. Every
  // transcript that will come has come by then, and the last look at one that does not is past: seven days
  // and a tenth after a call's end, which may be hours after the day's.
  bool live_until_quiet() {
    world_.program_clock.set_right();
    const TimePoint settled = world_.to() + std::chrono::days(9);
    if (world_.clock.now() < settled) world_.clock.advance(settled - world_.clock.now());
    int quiet_lives = 0;
    for (int life = 0; life < kCalmLives; ++life) {
      note("calm life {} at {}", outcome_.lives, format_rfc3339(world_.clock.now()));
      const pipeline::RunReport report =
          live([this](const http::ServerRequest& request) { return world_.route(request); });
      const bool quiet = !report.stopped_by && report.manifests.empty() && report.events.waiting == 0;
      quiet_lives = quiet ? quiet_lives + 1 : 0;
      if (quiet_lives == 2) return true;
      world_.clock.advance(hours(7));
    }
    outcome_.failures.push_back(fmt::format("never quiet, not in {} calm runs", kCalmLives));
    return false;
  }

  pipeline::RunReport live(const http::ServerFunction& outside) {
    ++outcome_.lives;
    world_.network = [&](const http::ServerRequest& request) {
      return witness_.watch(request, [&](const http::ServerRequest& watched) {
        if (call_of(watched) == Call::submit) {
          history_.last = world_.org.available_until();
          history_.watermarks.insert(history_.last);
        }
        http::ServerResponse response = outside(watched);
        if (pages_ && call_of(watched) == Call::results) pages_->disturb(watched, response);
        return response;
      });
    };
    witness_.begin_life();
    pipeline::RunReport report = world_.run();
    if (report.stopped_by) {
      history_.spoken.push_back(report.stopped_by->message);
      note("  ended by {}: {}", report.stopped_by->code, report.stopped_by->message);
    } else {
      note("  done: {} manifests, {} gaps, {} unreconciled, {} events delivered, {} waiting",
           report.manifests.size(), world_.tally->gaps.load(), world_.tally->unreconciled.load(),
           report.events.delivered, report.events.waiting);
      check_gaps(report);
    }
    return report;
  }

  // A life that says nothing is missing has everything. (What is found again while it lives may be either.)
  void check_gaps(const pipeline::RunReport& report) {
    const std::uint64_t said = world_.tally->gaps + world_.tally->unreconciled;
    if (world_.clock.now() >= drawn_.org.jobs.found_again) return;
    std::set<std::uint64_t> missing;
    for (const std::uint64_t row : drawn_.org.jobs.lost) {
      const TimePoint start = world_.org.world().start_of(row);
      for (const model::Slice& slice : report.plan.slices)
        if (start >= slice.from && start < slice.to) missing.insert(row);
    }
    outcome_.hits["row_lost"] += missing.size();
    if (!missing.empty() && said == 0)
      outcome_.failures.push_back(fmt::format(
          "P2: life {} is done, {} ids are missing, and none is said to be", outcome_.lives, missing.size()));
    if (world_.tally->unreconciled == 0 && world_.tally->gaps < missing.size())
      outcome_.failures.push_back(fmt::format("P2: life {} names {} of {} gaps", outcome_.lives,
                                              world_.tally->gaps.load(), missing.size()));
  }

  Outcome outcome_;
  Dice dice_;
  const DrawnWorld drawn_;
  SimulatedWorld world_;
  Witness witness_;
  History history_;
  std::optional<UnsteadyPages> pages_;
};

}  // namespace

Outcome simulate(std::uint64_t seed, const Teller& tell) { return Simulation(seed, tell).run(); }

std::vector<std::string> all_faults() {
  std::vector<std::string> names{"death",
                                 "disk_full",
                                 "event_refused",
                                 "event_answer_lost",
                                 "credential_expired",
                                 "transcript_late",
                                 "lake_lag",
                                 "rows_reordered",
                                 "row_repeated_on_page",
                                 "row_repeated_from_page_before",
                                 "row_lost"};
  for (const auto* faults : {&network_faults(), &second_opinion_faults()})
    for (const NetworkFault& fault : *faults) names.emplace_back(fault.name);
  return names;
}

}  // namespace offhook::test
