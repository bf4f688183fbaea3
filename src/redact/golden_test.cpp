// Golden cases: test/golden/redact/NAME.in.ndjson, redacted, must give NAME.out.ndjson byte for byte.
//
// Each line is redacted on its own; in files named together-* the first line is a conversation and the others
// are its transcripts. NAME.toml, where it is there, is the policy. `./dev golden --update` writes what the
// program gives now, for review in the diff.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "redact/engine.h"

namespace offhook::redact {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return (std::stringstream() << file.rdbuf()).str();
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::stringstream text(read(path));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(OFFHOOK_SOURCE_DIR "/test/golden/redact")) {
    const std::string file = entry.path().filename().string();
    if (const auto at = file.find(".in.ndjson"); at != std::string::npos) names.push_back(file.substr(0, at));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string outcome(const Result<RedactedDocument>& document) {
  return (document ? document->bytes : "error: " + document.error().code) + "\n";
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, IsReproduced) {
  const fs::path stem = fs::path(OFFHOOK_SOURCE_DIR "/test/golden/redact") / GetParam();
  const fs::path policy_file = stem.string() + ".toml";
  auto policy = fs::exists(policy_file) ? Policy::parse(read(policy_file)) : Policy::standard();
  ASSERT_TRUE(policy) << policy.error().message;
  const auto engine =
      Engine::open(std::move(*policy), std::move(*TokenKey::parse("0123456789abcdef0123456789abcdef")));
  ASSERT_TRUE(engine);

  const auto lines = lines_of(stem.string() + ".in.ndjson");
  ASSERT_FALSE(lines.empty());
  std::string actual;
  if (GetParam().starts_with("together-")) {
    const auto out = engine->redact({lines.front(), {lines.begin() + 1, lines.end()}, false});
    actual = outcome(out.conversation);
    for (const auto& transcript : out.transcripts) actual += outcome(transcript);
  } else {
    for (const auto& line : lines) actual += outcome(engine->redact({line, {}, false}).conversation);
  }

  const fs::path expected = stem.string() + ".out.ndjson";
  if (std::getenv("OFFHOOK_GOLDEN_UPDATE") != nullptr)
    std::ofstream(expected, std::ios::binary) << actual;
  else
    EXPECT_EQ(actual, read(expected)) << "if this is meant: ./dev golden --update, and review the diff";
}

INSTANTIATE_TEST_SUITE_P(Redact, Golden, testing::ValuesIn(cases()), [](const auto& golden) {
  std::string name = golden.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace offhook::redact
