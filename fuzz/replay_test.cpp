// Every input of every corpus, and small damages of each, run through their targets in the ordinary tests.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "base/random.h"
#include "fuzz/target.h"

#define TARGET(name) FUZZ_TARGET(name);
#include <fuzz_targets.inc>  // made by CMakeLists.txt
#undef TARGET

namespace offhook {
namespace {

struct Target {
  const char* name;
  void (*run)(std::string_view input);
};

#define TARGET(name) {#name, fuzz_target_##name},
const Target kTargets[] = {
#include <fuzz_targets.inc>  // made by CMakeLists.txt
};
#undef TARGET

std::vector<std::string> corpus(const char* name) {
  std::vector<std::string> inputs;
  const auto folder = std::filesystem::path(OFFHOOK_SOURCE_DIR) / "fuzz/corpus" / name;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    inputs.push_back(*read_file(entry.path(), 1 << 20));
  return inputs;
}

std::string damaged(std::string input, Random& random) {
  for (auto left = 1 + random.below(3); left > 0; --left) {
    const auto at = static_cast<std::size_t>(random.below(input.size() + 1));
    switch (random.below(4)) {
      case 0:
        input.erase(at, 1 + random.below(4));
        break;
      case 1:
        input.insert(at, 1, static_cast<char>(random.below(256)));
        break;
      case 2:
        input.insert(at, input.substr(random.below(input.size() + 1), random.below(16)));
        break;
      default:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << random.below(8)));
    }
  }
  return input;
}

// A target aborts; the input it aborted on is left where ./dev fuzz and a debugger can read it.
constexpr const char* kFailureFile = "fuzz_failure";
std::string_view running;

extern "C" void save_running(int) {
  const int file = ::open(kFailureFile, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file >= 0 && ::write(file, running.data(), running.size()) >= 0)
    std::fputs("the input is in build/dev/fuzz/fuzz_failure\n", stderr);
}

void run(const Target& target, const std::string& input) {
  running = input;
  target.run(input);
}

class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, Replays) {
  std::signal(SIGABRT, save_running);
  SeededRandom random(1);
  const auto inputs = corpus(GetParam().name);
  EXPECT_FALSE(inputs.empty());
  for (const std::string& input : inputs) {
    run(GetParam(), input);
    for (int i = 0; i < 100; ++i) run(GetParam(), damaged(input, random));
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Corpus, testing::ValuesIn(kTargets),
                         [](const auto& target) { return std::string(target.param.name); });

}  // namespace
}  // namespace offhook
