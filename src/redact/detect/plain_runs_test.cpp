#include "redact/detect/plain_runs.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

namespace offhook::redact::detect {
namespace {

bool letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

// Byte by byte, as the header says it.
PlainRun slow_run(std::string_view text, std::size_t at) {
  PlainRun run;
  for (; run.size < 64 && at + run.size < text.size(); ++run.size) {
    const char c = text[at + run.size];
    if (!letter(c) && !digit(c)) break;
    const std::uint64_t bit = std::uint64_t{1} << run.size;
    (letter(c) ? run.letters : run.digits) |= bit;
    if (c >= 'A' && c <= 'Z') run.capitals |= bit;
  }
  return run;
}

TEST(PlainRuns, AreWhatTheBytesSay) {
  constexpr std::string_view kRare = "- [\xc3\xa9'";
  SeededRandom random(1);
  PlainRuns runs;
  for (int round = 0; round < 500; ++round) {
    std::string text;
    const std::size_t size = random.below(300);
    const std::uint64_t words = 1 + random.below(100);  // how long a run is, about
    while (text.size() < size)
      text += random.below(words) == 0 ? kRare[random.below(kRare.size())] : "abyzABYZ0189"[random.below(12)];
    runs.read(text);
    EXPECT_EQ(runs.dash_or_bracket(), text.find_first_of("-[") != std::string::npos);
    for (std::size_t at = 0; at < text.size(); ++at) {
      const PlainRun run = runs.at(at), slow = slow_run(text, at);
      ASSERT_EQ(run.size, slow.size) << at;
      ASSERT_EQ(run.letters, slow.letters) << at;
      ASSERT_EQ(run.digits, slow.digits) << at;
      ASSERT_EQ(run.capitals, slow.capitals) << at;
    }
  }
}

}  // namespace
}  // namespace offhook::redact::detect
