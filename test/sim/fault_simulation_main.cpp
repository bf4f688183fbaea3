// Runs seeds of the fault simulation: `fault_simulation 4711` tells everything of one, `--seeds 1..10000`
// runs many, on `--jobs` processes.
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <sstream>

#include "telemetry/log.h"
#include "test/sim/simulation.h"

namespace offhook::test {
namespace {

// A fault that is drawn so rarely that it proves nothing fails the run (of as many seeds).
constexpr std::uint64_t kEnoughSeeds = 1'000;
constexpr std::uint64_t kEnoughHits = 20;

struct Sum {
  std::uint64_t seeds = 0, failed = 0, requests = 0, lives = 0, conversations = 0, peak_bytes = 0;
  Hits hits;
  std::string failures;
};

int tell_one(std::uint64_t seed) {
  const Outcome outcome = simulate(seed, [](const std::string& request) { std::puts(request.c_str()); });
  std::printf("\n%s\n%llu requests, %llu bytes of heap at most, digest %s\n", outcome.story.c_str(),
              static_cast<unsigned long long>(outcome.requests),
              static_cast<unsigned long long>(outcome.peak_bytes), outcome.digest.c_str());
  for (const std::string& failure : outcome.failures) std::printf("FAILED: %s\n", failure.c_str());
  return outcome.failures.empty() ? 0 : 1;
}

void add(Sum& sum, const Outcome& outcome) {
  ++sum.seeds;
  sum.requests += outcome.requests;
  sum.lives += outcome.lives;
  sum.conversations += outcome.conversations;
  sum.peak_bytes = std::max(sum.peak_bytes, outcome.peak_bytes);
  for (const auto& [fault, count] : outcome.hits) sum.hits[fault] += count;
  if (outcome.failures.empty()) return;
  ++sum.failed;
  std::ostringstream text;
  text << "seed " << outcome.seed << " fails; again: ./dev sim " << outcome.seed << "\n" << outcome.story;
  for (const std::string& failure : outcome.failures) text << "FAILED: " << failure << "\n";
  sum.failures += text.str();
}

// A child's sum as text: numbers, hits, then what failed.
std::string to_text(const Sum& sum) {
  std::ostringstream text;
  text << sum.seeds << ' ' << sum.failed << ' ' << sum.requests << ' ' << sum.lives << ' '
       << sum.conversations << ' ' << sum.peak_bytes << ' ' << sum.hits.size() << '\n';
  for (const auto& [fault, count] : sum.hits) text << fault << ' ' << count << '\n';
  text << sum.failures;
  return text.str();
}

void add_text(Sum& sum, const std::string& written) {
  std::istringstream text(written);
  Sum part;
  std::size_t hits = 0;
  text >> part.seeds >> part.failed >> part.requests >> part.lives >> part.conversations >> part.peak_bytes >>
      hits;
  for (std::string fault; hits > 0; --hits) {
    std::uint64_t count = 0;
    text >> fault >> count;
    sum.hits[fault] += count;
  }
  text.ignore();
  sum.seeds += part.seeds;
  sum.failed += part.failed;
  sum.requests += part.requests;
  sum.lives += part.lives;
  sum.conversations += part.conversations;
  sum.peak_bytes = std::max(sum.peak_bytes, part.peak_bytes);
  sum.failures += std::string(std::istreambuf_iterator<char>(text), {});
}

Sum run_share(std::uint64_t first, std::uint64_t last, std::uint64_t step) {
  Sum sum;
  for (std::uint64_t seed = first; seed <= last; seed += step) add(sum, simulate(seed));
  return sum;
}

// Every job is a process of its own, so that each stays on one thread.
bool run_shares(std::uint64_t first, std::uint64_t last, unsigned jobs, Sum& sum) {
  std::vector<std::pair<pid_t, int>> children;
  for (unsigned job = 0; job < jobs; ++job) {
    int ends[2];
    if (::pipe(ends) != 0) return false;
    const pid_t child = ::fork();
    if (child < 0) return false;
    if (child == 0) {
      ::close(ends[0]);
      const std::string text = to_text(run_share(first + job, last, jobs));
      for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t wrote = ::write(ends[1], text.data() + sent, text.size() - sent);
        if (wrote <= 0) ::_exit(1);
        sent += static_cast<std::size_t>(wrote);
      }
      ::_exit(0);
    }
    ::close(ends[1]);
    children.emplace_back(child, ends[0]);
  }
  bool whole = true;
  for (const auto& [child, end] : children) {
    std::string text(1 << 16, '\0'), all;
    for (ssize_t got = 0; (got = ::read(end, text.data(), text.size())) > 0;)
      all.append(text, 0, static_cast<std::size_t>(got));
    ::close(end);
    int status = 0;
    whole = ::waitpid(child, &status, 0) == child && status == 0 && whole;
    add_text(sum, all);
  }
  return whole;
}

bool report(const Sum& sum) {
  std::printf("%s", sum.failures.c_str());
  std::printf(
      "%llu seeds, %llu failed: %llu lives, %llu conversations, %llu requests, %.1f MiB of heap at most\n",
      static_cast<unsigned long long>(sum.seeds), static_cast<unsigned long long>(sum.failed),
      static_cast<unsigned long long>(sum.lives), static_cast<unsigned long long>(sum.conversations),
      static_cast<unsigned long long>(sum.requests), static_cast<double>(sum.peak_bytes) / (1 << 20));
  Hits hits = sum.hits;
  for (const std::string& fault : all_faults()) hits[fault];
  bool enough = true;
  for (const auto& [fault, count] : hits) {
    const bool rare = sum.seeds >= kEnoughSeeds && count * kEnoughSeeds < kEnoughHits * sum.seeds;
    enough = enough && !rare;
    std::printf("  %-32s %8llu%s\n", fault.c_str(), static_cast<unsigned long long>(count),
                rare ? "  too rare to prove anything" : "");
  }
  return enough;
}

int run(int argc, char** argv) {
  CLI::App app("Fault simulation from seeds");
  std::uint64_t seed = 0;
  std::string seeds;
  unsigned jobs = 2;
  auto* one = app.add_option("SEED", seed, "tell everything of this one");
  app.add_option("--seeds", seeds, "FIRST..LAST")->excludes(one);
  app.add_option("--jobs", jobs, "processes")->check(CLI::Range(1, 256))->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  telemetry::LogOptions quiet;
  quiet.level = telemetry::Level::error;  // thousands of seeds warn of what is drawn for them
  telemetry::start_log(quiet);
  if (one->count() > 0) return tell_one(seed);
  std::uint64_t first = 1, last = kEnoughSeeds;
  char dots[3] = {};
  if (!seeds.empty() &&
      (std::sscanf(seeds.c_str(), "%lu%2[.]%lu", &first, dots, &last) != 3 || first > last)) {
    std::fprintf(stderr, "--seeds wants FIRST..LAST\n");
    return 2;
  }
  Sum sum;
  const bool whole = run_shares(first, last, jobs, sum);
  if (!whole) std::printf("a process of the simulation died\n");
  const bool enough = report(sum);
  return whole && enough && sum.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace offhook::test

int main(int argc, char** argv) { return offhook::test::run(argc, argv); }
