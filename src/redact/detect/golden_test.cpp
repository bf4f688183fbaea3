// Golden cases: dialogues with their findings marked, one file a kind in golden/ and its folders. A case is a
// paragraph; a line is `agent: …`, `customer: …` or `text: …`, or `known: NAME` and `known KIND: TEXT |
// CANONICAL` for what the metadata holds. A finding stands as {KIND canonical|text}. With
// OFFHOOK_GOLDEN_UPDATE set the files are written anew, and the difference is there to be reviewed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "redact/canonical.h"
#include "redact/dialogue.h"

namespace offhook::redact {
namespace {

struct Line {
  std::string head;  // "agent", "known", "known PHONE"
  std::string text;  // without marks
};

std::string without_marks(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      out += text[i];
      continue;
    }
    const auto bar = text.find('|', i);
    const auto end = text.find('}', i);
    if (bar == std::string::npos || end == std::string::npos || bar > end) {
      out += text[i];
      continue;
    }
    out += text.substr(bar + 1, end - bar - 1);
    i = end;
  }
  return out;
}

std::vector<Line> read_case(const std::string& paragraph) {
  std::vector<Line> lines;
  std::istringstream in(paragraph);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("#")) continue;
    const auto colon = line.find(": ");
    if (colon == std::string::npos) continue;
    lines.push_back({line.substr(0, colon), without_marks(line.substr(colon + 2))});
  }
  return lines;
}

std::string comments_of(const std::string& paragraph) {
  std::string comments;
  std::istringstream in(paragraph);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("#")) comments += line + "\n";
  return comments;
}

std::string marked(const std::string& paragraph) {
  const std::vector<Line> lines = read_case(paragraph);
  std::vector<Utterance> dialogue;
  Known known;
  for (const Line& line : lines) {
    if (line.head == "known") {
      known.names.push_back({line.text, Role::customer});
    } else if (line.head.starts_with("known ")) {
      const auto kind = parse_kind(line.head.substr(6));
      const auto bar = line.text.find(" | ");
      if (kind) known.values.push_back({kind->kind, line.text.substr(0, bar), line.text.substr(bar + 3)});
    } else {
      const Role role = line.head == "agent"      ? Role::agent
                        : line.head == "customer" ? Role::customer
                                                  : Role::other;
      dialogue.push_back({role, line.text});
    }
  }
  const auto findings = redact::find(dialogue, known, Policy{});
  std::string out = comments_of(paragraph);
  std::size_t utterance = 0;
  for (const Line& line : lines) {
    out += line.head + ": ";
    if (line.head.starts_with("known")) {
      out += line.text + "\n";
      continue;
    }
    std::size_t at = 0;
    if (findings)
      for (const Finding& finding : *findings) {
        if (finding.utterance != utterance) continue;
        out += line.text.substr(at, finding.start - at) + "{" + name(finding.kind, finding.country) + " " +
               finding.canonical + "|" + line.text.substr(finding.start, finding.end - finding.start) + "}";
        at = finding.end;
      }
    out += line.text.substr(at) + "\n";
    ++utterance;
  }
  return out;
}

class DetectGolden : public testing::TestWithParam<std::string> {};

TEST_P(DetectGolden, FindingsAreAsReviewed) {
  const std::string path = std::string(OFFHOOK_SOURCE_DIR "/src/redact/detect/golden/") + GetParam() + ".txt";
  std::ifstream in(path);
  ASSERT_TRUE(in) << path;
  std::stringstream buffer;
  buffer << in.rdbuf();
  const std::string expected = buffer.str();
  std::string actual;
  for (std::size_t at = 0; at < expected.size();) {
    std::size_t end = expected.find("\n\n", at);
    if (end == std::string::npos) end = expected.size();
    actual += (actual.empty() ? "" : "\n") + marked(expected.substr(at, end - at));
    at = end + 2;
  }
  if (std::getenv("OFFHOOK_GOLDEN_UPDATE") != nullptr)
    std::ofstream(path) << actual;
  else
    EXPECT_EQ(actual, expected);
}

TEST(DetectGoldenFiles, CleanTextHasNoFindings) {
  std::ifstream in(OFFHOOK_SOURCE_DIR "/src/redact/detect/golden/clean.txt");
  ASSERT_TRUE(in);
  for (std::string line; std::getline(in, line);) EXPECT_EQ(line.find('{'), std::string::npos) << line;
}

// Paths without ".txt", below golden/.
std::vector<std::string> golden_files() {
  const std::filesystem::path folder = OFFHOOK_SOURCE_DIR "/src/redact/detect/golden";
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      names.push_back(std::filesystem::relative(entry.path(), folder).replace_extension().string());
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Kind, DetectGolden, testing::ValuesIn(golden_files()), [](const auto& file) {
  std::string name = file.param;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
});

}  // namespace
}  // namespace offhook::redact
