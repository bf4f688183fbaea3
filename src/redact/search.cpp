#include "redact/search.h"

#include <algorithm>
#include <optional>
#include <string>

#include "redact/find.h"
#include "redact/replaced.h"

namespace offhook::redact {
namespace {

// One round is the rule, a second the exception; what a tenth would find is left for the next reader.
constexpr int kMaxRounds = 5;

}  // namespace

Result<void> search(std::span<const Utterance> dialogue, const Known& known, const Policy& policy,
                    std::vector<std::vector<Mark>>& marks) {
  const bool fresh = std::all_of(marks.begin(), marks.end(), [](const auto& of) { return of.empty(); });
  const auto prepared = prepared_for(known);
  detect::Hearing hearing = prepared->listener.hear(dialogue);
  std::optional<detect::Script> script;
  std::vector<Finding> first;
  if (fresh) {
    OFFHOOK_TRY(first, find(dialogue, known, policy, *prepared, hearing, script, {}));
    if (first.empty()) return {};  // as in most dialogues
  }
  marks.resize(dialogue.size());
  std::vector<std::optional<Replaced>> replaced(dialogue.size());
  std::vector<Utterance> current(dialogue.begin(), dialogue.end());
  std::vector<std::size_t> changed;  // since they were heard and read; in order
  const auto replace = [&](std::size_t u) {
    if (marks[u].empty()) return;
    replaced[u].emplace(dialogue[u].text, marks[u], policy);
    current[u].text = replaced[u]->text();
    changed.push_back(u);
  };
  const auto hear_changed = [&] {
    std::vector<Utterance> texts;
    for (const std::size_t u : changed) texts.push_back(current[u]);
    hearing.renew(changed, prepared->listener.hear(texts));
  };
  for (std::size_t u = 0; u < dialogue.size(); ++u) replace(u);
  for (int round = 0; round < kMaxRounds; ++round) {
    auto findings = std::move(first);
    if (round > 0 || !fresh) {
      hear_changed();
      OFFHOOK_TRY(findings, find(current, known, policy, *prepared, hearing, script, changed));
      changed.clear();
    }
    if (findings.empty()) break;
    std::vector<std::vector<Mark>> found(dialogue.size());
    for (auto& finding : findings)
      found.at(finding.utterance)
          .push_back({finding.start, finding.end, finding.kind, std::move(finding.country),
                      std::move(finding.canonical), finding.confidence, finding.reason});
    bool more = false;
    for (std::size_t u = 0; u < found.size(); ++u) {
      if (!found[u].empty()) settle(current[u].text, policy, found[u]);
      if (found[u].empty()) continue;
      more = true;
      if (marks[u].empty()) {
        marks[u] = std::move(found[u]);
      } else {
        for (auto& mark : found[u]) marks[u].push_back(replaced[u]->in_original(std::move(mark)));
        settle(dialogue[u].text, policy, marks[u]);
      }
      replace(u);
    }
    if (!more) break;
  }
  return {};
}

}  // namespace offhook::redact
