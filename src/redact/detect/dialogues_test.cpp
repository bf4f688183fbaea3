// Calls made up without looking at the rules: values dictated over turns, and calls that hold none. What is
// held here is a share, not each case: rules may be redesigned as long as people are understood as well.
#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "redact/dialogue.h"

namespace offhook::redact {
namespace {

struct Marked {
  std::size_t utterance = 0;
  std::size_t start = 0;
  std::size_t end = 0;
  std::string kind;
};

struct Call {
  std::string name;
  Known known;
  std::vector<Role> roles;
  std::vector<std::string> texts;
  std::vector<Marked> values;
};

void add_line(Call& call, const std::string& line) {
  call.roles.push_back(line[0] == 'a' ? Role::agent : Role::customer);
  std::string text;
  for (std::size_t i = 3; i < line.size(); ++i) {
    if (line.compare(i, 2, "\\n") == 0) {
      text += '\n';
      ++i;
      continue;
    }
    if (line[i] != '{') {
      text += line[i];
      continue;
    }
    const auto space = line.find(' ', i);
    const auto end = line.find('}', i);
    call.values.push_back(
        {call.texts.size(), text.size(), text.size() + end - space - 1, line.substr(i + 1, space - i - 1)});
    text += line.substr(space + 1, end - space - 1);
    i = end;
  }
  call.texts.push_back(std::move(text));
}

std::vector<Call> read_calls(const std::string& file) {
  std::ifstream in(OFFHOOK_SOURCE_DIR "/test/data/dialogues/" + file);
  std::vector<Call> calls;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# "))
      calls.push_back({line.substr(2), {}, {}, {}, {}});
    else if (line.starts_with("k: "))
      calls.back().known.names.push_back({line.substr(3), Role::customer});
    else if (line.starts_with("a: ") || line.starts_with("c: "))
      add_line(calls.back(), line);
  }
  std::erase_if(calls, [](const Call& call) { return call.texts.empty(); });
  return calls;
}

std::vector<Finding> found_in(const Call& call) {
  std::vector<Utterance> dialogue;
  for (std::size_t u = 0; u < call.texts.size(); ++u) dialogue.push_back({call.roles[u], call.texts[u]});
  const auto findings = redact::find(dialogue, call.known, Policy{});
  EXPECT_TRUE(findings) << call.name;
  return findings ? *findings : std::vector<Finding>{};
}

// Are at least nine tenths of its letters and digits removed?
bool covered(const Call& call, const Marked& value, const std::vector<Finding>& findings) {
  std::size_t all = 0, gone = 0;
  for (std::size_t i = value.start; i < value.end; ++i) {
    if (std::isalnum(static_cast<unsigned char>(call.texts[value.utterance][i])) == 0) continue;
    ++all;
    for (const Finding& f : findings)
      gone += f.utterance == value.utterance && f.start <= i && i < f.end ? 1u : 0u;
  }
  return gone * 10 >= all * 9;
}

struct Floors {
  double all = 0;
  double of_kind = 0;  // where there are five and more
  double of_addresses = 0;
};

// What is said of one kind in a call counts as one value.
void expect_removed(const std::string& file, std::size_t at_least, const Floors& floors) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_kind;  // whole, all
  std::size_t whole = 0, all = 0;
  std::ostringstream missed;
  for (const Call& call : read_calls(file)) {
    const auto findings = found_in(call);
    std::map<std::string, bool> kinds;
    for (const Marked& value : call.values) {
      if (value.kind == "other") continue;
      const bool gone = covered(call, value, findings);
      kinds.try_emplace(value.kind, true).first->second &= gone;
      if (!gone)
        missed << call.name << ": "
               << call.texts[value.utterance].substr(value.start, value.end - value.start) << "\n";
    }
    for (const auto& [kind, is_whole] : kinds) {
      by_kind[kind].first += is_whole ? 1 : 0;
      ++by_kind[kind].second;
      whole += is_whole ? 1 : 0;
      ++all;
    }
  }
  ASSERT_GT(all, at_least);
  EXPECT_GE(static_cast<double>(whole), floors.all * static_cast<double>(all)) << missed.str();
  for (const auto& [kind, count] : by_kind) {
    if (count.second < 5) continue;
    const double floor = kind == "addr" ? floors.of_addresses : floors.of_kind;
    EXPECT_GE(static_cast<double>(count.first), floor * static_cast<double>(count.second)) << kind << "\n"
                                                                                           << missed.str();
  }
}

// Towns and codes by themselves are hard.
TEST(Dialogues, values_over_turns_are_removed_whole) {
  expect_removed("values.txt", 250, {.all = 0.9, .of_kind = 0.7, .of_addresses = 0.45});
}

TEST(Dialogues, values_of_every_kind_are_removed) {
  expect_removed("mixed.txt", 250, {.all = 0.93, .of_kind = 0.8, .of_addresses = 0.8});
}

TEST(Dialogues, everyday_values_are_removed) {
  expect_removed("everyday.txt", 380, {.all = 0.93, .of_kind = 0.8, .of_addresses = 0.88});
}

TEST(Dialogues, further_values_are_removed) {
  expect_removed("further.txt", 640, {.all = 0.93, .of_kind = 0.85, .of_addresses = 0.85});
}

TEST(Dialogues, later_values_are_removed) {
  expect_removed("later.txt", 500, {.all = 0.94, .of_kind = 0.85, .of_addresses = 0.9});
}

TEST(Dialogues, clean_calls_stay_whole) {
  std::size_t calls = 0;
  for (const Call& call : read_calls("clean.txt")) {
    ++calls;
    for (const Finding& finding : found_in(call))
      ADD_FAILURE() << call.name << ": " << name(finding.kind, finding.country) << " "
                    << call.texts[finding.utterance].substr(finding.start, finding.end - finding.start);
  }
  EXPECT_GT(calls, 100u);
}

}  // namespace
}  // namespace offhook::redact
