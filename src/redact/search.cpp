#include "redact/search.h"

#include <algorithm>
#include <optional>
#include <string>

#include "redact/find.h"

namespace offhook::redact {
namespace {

// One round is the rule, a second the exception; what a tenth would find is left for the next reader.
constexpr int kMaxRounds = 5;

// A text with its marks replaced, and the way back.
struct Replaced {
  struct Part {
    std::size_t at;     // in `text`
    std::size_t start;  // in the original
    std::size_t end;    // a literal part is as long in both
    bool literal;
  };
  std::string text;
  std::vector<Part> parts;

  Replaced(std::string_view original, const std::vector<Mark>& marks, const Policy& policy) {
    std::size_t from = 0;
    for (const Mark& mark : marks) {
      add(original.substr(from, mark.start - from), from, mark.start, true);
      add(stand_in(mark, policy), mark.start, mark.end, false);
      from = mark.end;
    }
    add(original.substr(from), from, original.size(), true);
  }

  void add(std::string_view piece, std::size_t start, std::size_t end, bool literal) {
    if (piece.empty()) return;
    parts.push_back({text.size(), start, end, literal});
    text += piece;
  }

  // Detectors see that a token stands there, not which.
  static std::string stand_in(const Mark& mark, const Policy& policy) {
    const std::string kind = name(mark.kind, mark.country);
    switch (policy.rule(mark.kind).replacement) {
      case Replacement::token:
        return is_constant(mark.kind) ? "[" + kind + "]" : kind + std::string(kTokenEnd);
      case Replacement::mask:
        return "[" + kind + "]";
      case Replacement::drop:
        return {};
    }
    return {};
  }

  [[nodiscard]] Mark in_original(Mark mark) const {
    const auto part_of = [&](std::size_t at) {
      return *std::prev(
          std::partition_point(parts.begin(), parts.end(), [&](const Part& p) { return p.at <= at; }));
    };
    const Part first = part_of(mark.start);
    const Part last = part_of(mark.end - 1);
    mark.start = first.literal ? first.start + (mark.start - first.at) : first.start;
    mark.end = last.literal ? last.start + (mark.end - last.at) : last.end;
    return mark;
  }
};

}  // namespace

Result<void> search(std::span<const Utterance> dialogue, const Known& known, const Policy& policy,
                    std::vector<std::vector<Mark>>& marks) {
  marks.resize(dialogue.size());
  const bool fresh = std::all_of(marks.begin(), marks.end(), [](const auto& of) { return of.empty(); });
  const auto prepared = prepared_for(known);
  detect::Hearing hearing = prepared->listener.hear(dialogue);
  std::vector<Finding> first;
  if (fresh) {
    OFFHOOK_TRY(first, find(dialogue, known, policy, *prepared, hearing));
    if (first.empty()) return {};  // as in most dialogues
  }
  std::vector<std::optional<Replaced>> replaced(dialogue.size());
  std::vector<Utterance> current(dialogue.begin(), dialogue.end());
  std::vector<std::size_t> changed;  // since they were heard
  const auto replace = [&](std::size_t u) {
    if (marks[u].empty()) return;
    replaced[u].emplace(dialogue[u].text, marks[u], policy);
    current[u].text = replaced[u]->text;
    changed.push_back(u);
  };
  const auto hear_changed = [&] {
    std::vector<Utterance> texts;
    for (const std::size_t u : changed) texts.push_back(current[u]);
    hearing.renew(changed, prepared->listener.hear(texts));
    changed.clear();
  };
  for (std::size_t u = 0; u < dialogue.size(); ++u) replace(u);
  for (int round = 0; round < kMaxRounds; ++round) {
    auto findings = std::move(first);
    if (round > 0 || !fresh) {
      hear_changed();
      OFFHOOK_TRY(findings, find(current, known, policy, *prepared, hearing));
    }
    if (findings.empty()) break;
    std::vector<std::vector<Mark>> found(dialogue.size());
    for (auto& finding : findings)
      found.at(finding.utterance)
          .push_back({finding.start, finding.end, finding.kind, std::move(finding.country),
                      std::move(finding.canonical), finding.confidence, finding.reason});
    bool more = false;
    for (std::size_t u = 0; u < found.size(); ++u) {
      settle(current[u].text, policy, found[u]);
      if (found[u].empty()) continue;
      more = true;
      for (auto& mark : found[u])
        marks[u].push_back(replaced[u] ? replaced[u]->in_original(std::move(mark)) : std::move(mark));
      settle(dialogue[u].text, policy, marks[u]);
      replace(u);
    }
    if (!more) break;
  }
  return {};
}

}  // namespace offhook::redact
