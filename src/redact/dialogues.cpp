#include "redact/dialogues.h"

#include <algorithm>
#include <optional>

#include "redact/alignment.h"
#include "redact/known.h"
#include "redact/search.h"

namespace offhook::redact {
namespace {

enum Form : std::uint32_t {
  kText = 0,
  kWords = 1,
  kDecorated = 2,
  kDecoratedWords = 3,
  kAlternatives = 4,
  kSpeaker = 0xffffffff  // who says it
};
// A phrase rarely has more than five alternatives.
constexpr std::uint32_t kMaxForms = 64;
// What one form teaches another may change what is found around it; two rounds are the rule.
constexpr int kMaxRounds = 4;

// Groups the leaves of one document; what belongs to one phrase may come in any order.
class Grouper {
 public:
  Grouper(const Document& document, std::span<const LeafText> texts, std::pmr::memory_resource* memory)
      : document_(document), texts_(texts), memory_(memory), places_(memory) {}

  std::vector<PhraseList> run() {
    places_.reserve(document_.leaves.size());
    for (std::size_t i = 0; i < document_.leaves.size(); ++i) place(static_cast<std::uint32_t>(i));
    if (!sorted_) std::stable_sort(places_.begin(), places_.end());
    std::vector<PhraseList> dialogues;
    for (auto from = places_.begin(); from != places_.end();) {
      const auto to =
          std::find_if(from, places_.end(), [&](const Place& p) { return p.dialogue != from->dialogue; });
      PhraseList list = dialogue({from, to});
      if (!list.phrases.empty()) dialogues.push_back(std::move(list));
      from = to;
    }
    return dialogues;
  }

 private:
  // Where a leaf belongs.
  struct Place {
    std::int64_t dialogue;
    std::uint32_t phrase;
    std::uint32_t form;
    std::uint32_t leaf;
    bool operator<(const Place& other) const {
      if (dialogue != other.dialogue) return dialogue < other.dialogue;
      return phrase != other.phrase ? phrase < other.phrase : form < other.form;
    }
    [[nodiscard]] bool same_line(const Place& other) const {
      return phrase == other.phrase && form == other.form;
    }
  };

  void place(std::uint32_t i) {
    const Leaf& leaf = document_.leaves[i];
    if (leaf.is_key || leaf.type != json::Type::string) return;
    switch (leaf.field) {
      case Field::speaker:
        return add(leaf, kSpeaker, i);
      case Field::utterance:
      case Field::script:
        return add(leaf, kText, i);
      case Field::decorated:
        return add(leaf, kDecorated, i);
      case Field::word:
        return add(leaf, kWords, i);
      case Field::decorated_word:
        return add(leaf, kDecoratedWords, i);
      case Field::alternative:
        return add(leaf, kAlternatives + 2 * leaf.index[2], i);
      case Field::alternative_word:
        return add(leaf, kAlternatives + 2 * leaf.index[2] + 1, i);
      default:
        return;
    }
  }

  // A transcript's phrases are two arrays deep; turns and bare lines one; a lone text none, and a dialogue of
  // its own.
  void add(const Leaf& leaf, std::uint32_t form, std::uint32_t i) {
    const std::int64_t flat = leaf.indices == 0 ? -3 : leaf.field == Field::script ? -2 : -1;
    const Place place = leaf.indices >= 2 ? Place{leaf.index[0], leaf.index[1], form, i}
                                          : Place{flat, leaf.index[0], form, i};
    sorted_ = sorted_ && (places_.empty() || !(place < places_.back()));
    places_.push_back(place);
  }

  PhraseList dialogue(std::span<const Place> places) {
    PhraseList list{std::pmr::vector<Phrase>(memory_),
                    std::pmr::vector<Line>(memory_),
                    std::pmr::vector<std::uint32_t>(memory_),
                    {}};
    std::size_t lines = 0;
    std::size_t phrases = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      lines += i == 0 || !places[i].same_line(places[i - 1]) ? 1u : 0u;
      phrases += i == 0 || places[i].phrase != places[i - 1].phrase ? 1u : 0u;
    }
    // Room for all of them, so that none moves.
    list.phrases.reserve(phrases);
    list.lines.reserve(lines);
    list.leaves.reserve(places.size());
    for (std::size_t from = 0; from < places.size();) {
      std::size_t to = from + 1;
      while (to < places.size() && places[to].phrase == places[from].phrase) ++to;
      add_phrase(list, places.subspan(from, to - from));
      from = to;
    }
    return list;
  }

  void add_phrase(PhraseList& list, std::span<const Place> places) {
    Phrase phrase;
    const std::size_t first = list.lines.size();
    for (std::size_t from = 0; from < places.size();) {
      std::size_t to = from + 1;
      while (to < places.size() && places[to].same_line(places[from])) ++to;
      if (places[from].form == kSpeaker) {
        const std::uint32_t last = places[to - 1].leaf;
        phrase.role = speaker(document_.leaves[last], texts_[last].text);
      } else {
        const Field field = document_.leaves[places[from].leaf].field;
        Line& line = list.lines.emplace_back();
        line.form = places[from].form;
        line.words =
            field == Field::word || field == Field::decorated_word || field == Field::alternative_word;
        const std::size_t at = list.leaves.size();
        for (std::size_t p = from; p < to; ++p) list.leaves.push_back(places[p].leaf);
        line.leaves = {list.leaves.data() + at, list.leaves.size() - at};
      }
      from = to;
    }
    phrase.lines = {list.lines.data() + first, list.lines.size() - first};
    for (std::size_t l = 0; l < phrase.lines.size(); ++l) fix(list, phrase, l);
    if (!phrase.lines.empty()) list.phrases.push_back(phrase);
  }

  // In a transcript file `external` is the customer's side; elsewhere it is a third party.
  static Role speaker(const Leaf& leaf, std::string_view purpose) {
    return leaf.indices >= 2 && purpose == "external" ? Role::customer : role_of(purpose);
  }

  // Gives a line its text, and the first line with the same text.
  void fix(PhraseList& list, Phrase& phrase, std::size_t l) {
    Line& line = phrase.lines[l];
    line.same_as = static_cast<std::uint32_t>(l);
    const auto same = [&](auto says_the_same) {
      for (std::uint32_t k = 0; k < l; ++k) {
        const Line& other = phrase.lines[k];
        if (other.same_as != k || !says_the_same(other.text)) continue;
        line.same_as = k;
        line.text = other.text;
        return true;
      }
      return false;
    };
    if (!line.words) {
      line.text = texts_[line.leaves.front()].text;
    } else {
      if (same([&](std::string_view text) { return spells(line.leaves, text); })) return;
      std::string& joined = *list.joined.emplace_back(std::make_unique<std::string>());
      for (const std::uint32_t word : line.leaves) {
        if (!joined.empty()) joined += ' ';
        joined += texts_[word].text;
      }
      line.text = joined;
    }
    same([&](std::string_view text) { return text == line.text; });
  }

  [[nodiscard]] bool spells(std::span<const std::uint32_t> words, std::string_view text) const {
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
  std::span<const LeafText> texts_;
  std::pmr::memory_resource* memory_;
  std::pmr::vector<Place> places_;
  bool sorted_ = true;  // nearly always: it is the order in which they are written
};

// One dialogue of the given form; phrases that lack it take part with their first line.
Result<void> detect_form(PhraseList& list, std::uint32_t form, const Known& known, const Policy& policy) {
  std::vector<Utterance> utterances;
  std::vector<Line*> lines;  // those of the form
  utterances.reserve(list.phrases.size());
  lines.reserve(list.phrases.size());
  bool any = false, marked = false;
  const auto heard = [&](std::size_t u) -> const Line& {
    return lines[u] != nullptr ? *lines[u] : list.phrases[u].lines.front();
  };
  for (auto& phrase : list.phrases) {
    Line* chosen = nullptr;
    for (std::size_t l = 0; l < phrase.lines.size(); ++l) {
      Line& line = phrase.lines[l];
      if (line.same_as == l && (line.form == form || (form == kText && l == 0))) chosen = &line;
    }
    lines.push_back(chosen);
    const Line& said = heard(utterances.size());
    utterances.push_back({phrase.role, said.text});
    any = any || chosen != nullptr;
    marked = marked || !said.marks.empty();
  }
  if (!any) return {};
  std::vector<std::vector<Mark>> marks;
  for (std::size_t u = 0; marked && u < lines.size(); ++u) marks.push_back(heard(u).marks);
  OFFHOOK_CHECK_OK(search(utterances, known, policy, marks));
  for (std::size_t u = 0; u < marks.size(); ++u)
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

std::vector<PhraseList> dialogues_of(const Document& document, std::span<const LeafText> texts,
                                     std::pmr::memory_resource* memory) {
  return Grouper(document, texts, memory).run();
}

Result<void> detect(PhraseList& list, const Known& known, const Policy& policy) {
  std::uint32_t forms = 0;
  for (auto& phrase : list.phrases) {
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
      OFFHOOK_CHECK_OK(detect_form(list, form, known, policy));
    bool learned = false;
    for (auto& phrase : list.phrases)
      if (phrase.lines.size() > 1) learned = share(phrase, policy) || learned;
    if (!learned) break;
  }
  for (auto& phrase : list.phrases)
    for (std::size_t l = 0; l < phrase.lines.size(); ++l)
      if (Line& line = phrase.lines[l]; line.same_as != l) line.marks = phrase.lines[line.same_as].marks;
  return {};
}

}  // namespace offhook::redact
