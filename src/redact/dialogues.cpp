#include "redact/dialogues.h"

#include <algorithm>
#include <optional>

#include "redact/alignment.h"
#include "redact/known.h"
#include "redact/search.h"

namespace offhook::redact {
namespace {

enum Form : std::uint32_t { kText = 0, kWords = 1, kDecorated = 2, kDecoratedWords = 3, kAlternatives = 4 };
// A phrase rarely has more than five alternatives.
constexpr std::uint32_t kMaxForms = 64;
// What one form teaches another may change what is found around it; two rounds are the rule.
constexpr int kMaxRounds = 4;

// Groups the leaves of one document; what belongs to one phrase may come in any order.
class Grouper {
 public:
  Grouper(const Document& document, const std::vector<LeafText>& texts)
      : document_(document), texts_(texts) {}

  std::vector<PhraseList> run() {
    for (std::size_t i = 0; i < document_.leaves.size(); ++i) place(i);
    std::vector<PhraseList> dialogues;
    for (auto& [key, phrases] : dialogues_) {
      PhraseList list;
      for (auto& [index, phrase] : phrases) {
        if (phrase.lines.empty()) continue;
        std::sort(phrase.lines.begin(), phrase.lines.end(),
                  [](const Line& a, const Line& b) { return a.form < b.form; });
        for (std::size_t l = 0; l < phrase.lines.size(); ++l) fix(phrase, l);
        list.push_back(std::move(phrase));
      }
      if (!list.empty()) dialogues.push_back(std::move(list));
    }
    return dialogues;
  }

 private:
  void place(std::size_t i) {
    const Leaf& leaf = document_.leaves[i];
    if (leaf.is_key || leaf.type != json::Type::string) return;
    switch (leaf.field) {
      case Field::speaker:
        phrase(leaf).role = speaker(leaf, texts_[i].text);
        break;
      case Field::utterance:
      case Field::script:
        line(leaf, kText).leaf = i;
        break;
      case Field::decorated:
        line(leaf, kDecorated).leaf = i;
        break;
      case Field::word:
        line(leaf, kWords).words.push_back(i);
        break;
      case Field::decorated_word:
        line(leaf, kDecoratedWords).words.push_back(i);
        break;
      case Field::alternative:
        line(leaf, kAlternatives + 2 * leaf.index[2]).leaf = i;
        break;
      case Field::alternative_word:
        line(leaf, kAlternatives + 2 * leaf.index[2] + 1).words.push_back(i);
        break;
      default:
        break;
    }
  }

  // A transcript's phrases are two arrays deep; turns and bare lines one; a lone text none, and a dialogue of
  // its own.
  Phrase& phrase(const Leaf& leaf) {
    const std::int64_t flat = leaf.indices == 0 ? -3 : leaf.field == Field::script ? -2 : -1;
    return leaf.indices >= 2 ? dialogues_[leaf.index[0]][leaf.index[1]] : dialogues_[flat][leaf.index[0]];
  }

  Line& line(const Leaf& leaf, std::uint32_t form) {
    auto& lines = phrase(leaf).lines;
    const auto found =
        std::find_if(lines.begin(), lines.end(), [&](const Line& l) { return l.form == form; });
    if (found != lines.end()) return *found;
    lines.emplace_back().form = form;
    return lines.back();
  }

  // In a transcript file `external` is the customer's side; elsewhere it is a third party.
  static Role speaker(const Leaf& leaf, std::string_view purpose) {
    return leaf.indices >= 2 && purpose == "external" ? Role::customer : role_of(purpose);
  }

  // Gives a line its text, and the first line with the same text.
  void fix(Phrase& phrase, std::size_t l) {
    Line& line = phrase.lines[l];
    line.same_as = l;
    if (line.words.empty()) {
      line.text = texts_[line.leaf].text;
    } else {
      for (std::size_t k = 0; k < l; ++k) {
        if (phrase.lines[k].same_as == k && spells(line.words, phrase.lines[k].text)) {
          line.same_as = k;
          line.text = phrase.lines[k].text;
          return;
        }
      }
      line.joined = std::make_unique<std::string>();
      for (const std::size_t word : line.words) {
        if (!line.joined->empty()) *line.joined += ' ';
        *line.joined += texts_[word].text;
      }
      line.text = *line.joined;
    }
    for (std::size_t k = 0; k < l; ++k) {
      if (phrase.lines[k].same_as == k && phrase.lines[k].text == line.text) {
        line.same_as = k;
        return;
      }
    }
  }

  [[nodiscard]] bool spells(const std::vector<std::size_t>& words, std::string_view text) const {
    for (std::size_t w = 0; w < words.size(); ++w) {
      if (w > 0) {
        if (!text.starts_with(' ')) return false;
        text.remove_prefix(1);
      }
      const auto word = texts_[words[w]].text;
      if (!text.starts_with(word)) return false;
      text.remove_prefix(word.size());
    }
    return text.empty();
  }

  const Document& document_;
  const std::vector<LeafText>& texts_;
  std::map<std::int64_t, std::map<std::uint32_t, Phrase>> dialogues_;
};

// One dialogue of the given form; phrases that lack it take part with their first line.
Result<void> detect_form(PhraseList& phrases, std::uint32_t form, const Known& known, const Policy& policy) {
  std::vector<Utterance> utterances;
  std::vector<Line*> lines;
  std::vector<std::vector<Mark>> marks;
  bool any = false;
  for (auto& phrase : phrases) {
    Line* chosen = nullptr;
    for (std::size_t l = 0; l < phrase.lines.size(); ++l) {
      Line& line = phrase.lines[l];
      if (line.same_as == l && (line.form == form || (form == kText && l == 0))) chosen = &line;
    }
    any = any || chosen != nullptr;
    const Line& heard = chosen != nullptr ? *chosen : phrase.lines.front();
    utterances.push_back({phrase.role, heard.text});
    marks.push_back(heard.marks);
    lines.push_back(chosen);
  }
  if (!any) return {};
  OFFHOOK_CHECK_OK(search(utterances, known, policy, marks));
  for (std::size_t u = 0; u < lines.size(); ++u)
    if (lines[u] != nullptr) lines[u]->marks = std::move(marks[u]);
  return {};
}

// Did any form learn something from another?
bool share(Phrase& phrase, const Policy& policy) {
  auto& lines = phrase.lines;
  std::vector<std::vector<Mark>> gained(lines.size());
  std::vector<std::optional<Alignable>> texts(lines.size());
  const auto text_of = [&](std::size_t l) -> const Alignable& {
    if (!texts[l]) texts[l].emplace(lines[l].text);
    return *texts[l];
  };
  for (std::size_t from = 0; from < lines.size(); ++from) {
    if (lines[from].same_as != from || lines[from].marks.empty()) continue;
    for (std::size_t to = 0; to < lines.size(); ++to) {
      if (to == from || lines[to].same_as != to) continue;
      for (auto& mark : carried_over(text_of(from), lines[from].marks, text_of(to), lines[to].marks))
        gained[to].push_back(std::move(mark));
    }
  }
  bool any = false;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    if (gained[l].empty()) continue;
    any = true;
    for (auto& mark : gained[l]) lines[l].marks.push_back(std::move(mark));
    settle(lines[l].text, policy, lines[l].marks);
  }
  return any;
}

}  // namespace

std::vector<PhraseList> dialogues_of(const Document& document, const std::vector<LeafText>& texts) {
  return Grouper(document, texts).run();
}

Result<void> detect(PhraseList& phrases, const Known& known, const Policy& policy) {
  std::uint32_t forms = 0;
  for (auto& phrase : phrases) {
    for (auto& line : phrase.lines) {
      line.marks.clear();
      forms = std::max(forms, line.form + 1);
    }
  }
  if (forms > kMaxForms)
    return fail(ErrorClass::corrupt, "redact.too_many_alternatives",
                "a phrase has more than 30 alternatives");
  for (int round = 0; round < kMaxRounds; ++round) {
    for (std::uint32_t form = 0; form < forms; ++form)
      OFFHOOK_CHECK_OK(detect_form(phrases, form, known, policy));
    bool learned = false;
    for (auto& phrase : phrases)
      if (phrase.lines.size() > 1) learned = share(phrase, policy) || learned;
    if (!learned) break;
  }
  for (auto& phrase : phrases)
    for (auto& line : phrase.lines) line.marks = phrase.lines[line.same_as].marks;
  return {};
}

}  // namespace offhook::redact
