#include "redact/dialogues.h"

#include <algorithm>

#include "redact/known.h"

namespace offhook::redact {
namespace {

enum Form : std::uint32_t { kText = 0, kWords = 1, kDecorated = 2, kDecoratedWords = 3, kAlternatives = 4 };
// A phrase rarely has more than five alternatives.
constexpr std::uint32_t kMaxForms = 64;

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

  // A transcript's phrases are two arrays deep; turns and bare lines one; a lone text none.
  Phrase& phrase(const Leaf& leaf) {
    const std::int64_t flat = leaf.field == Field::script ? -2 : -1;
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

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

struct Token {
  std::size_t start;
  std::size_t end;
  std::string folded;
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    Token token{i, i, {}};
    for (; i < text.size() && is_word_byte(text[i]); ++i)
      token.folded += text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    token.end = i;
    tokens.push_back(std::move(token));
  }
  return tokens;
}

// For each token of `a` the token of `b` it is matched with in a longest common subsequence, or -1. Above the
// bound only equal beginnings and ends are matched.
std::vector<int> matches(const std::vector<Token>& a, const std::vector<Token>& b) {
  constexpr std::size_t kMaxCells = 1u << 18;
  std::vector<int> match(a.size(), -1);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head].folded == b[head].folded) {
    match[head] = static_cast<int>(head);
    ++head;
  }
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail].folded == b[b.size() - 1 - tail].folded) {
    ++tail;
    match[a.size() - tail] = static_cast<int>(b.size() - tail);
  }
  const std::size_t rows = a.size() - head - tail;
  const std::size_t columns = b.size() - head - tail;
  if (rows == 0 || columns == 0 || rows * columns > kMaxCells) return match;
  std::vector<std::uint32_t> longest((rows + 1) * (columns + 1));
  const auto at = [&](std::size_t r, std::size_t c) -> std::uint32_t& {
    return longest[r * (columns + 1) + c];
  };
  for (std::size_t r = rows; r-- > 0;)
    for (std::size_t c = columns; c-- > 0;)
      at(r, c) = a[head + r].folded == b[head + c].folded ? at(r + 1, c + 1) + 1
                                                          : std::max(at(r + 1, c), at(r, c + 1));
  for (std::size_t r = 0, c = 0; r < rows && c < columns;) {
    if (a[head + r].folded == b[head + c].folded)
      match[head + r++] = static_cast<int>(head + c++);
    else if (at(r + 1, c) >= at(r, c + 1))
      ++r;
    else
      ++c;
  }
  return match;
}

// Every letter and digit of the region lies in some mark.
bool covered(std::string_view text, const Mark& region, const std::vector<Mark>& marks) {
  for (std::size_t i = region.start; i < region.end; ++i) {
    if (!is_word_byte(text[i])) continue;
    if (std::none_of(marks.begin(), marks.end(), [&](const Mark& m) { return m.start <= i && i < m.end; }))
      return false;
  }
  return true;
}

// One dialogue of the given form; phrases that lack it take part with their first line.
Result<void> detect_form(PhraseList& phrases, std::uint32_t form, const Known& known, const Policy& policy) {
  std::vector<Utterance> utterances;
  std::vector<Line*> lines;
  bool any = false;
  for (auto& phrase : phrases) {
    Line* chosen = nullptr;
    for (std::size_t l = 0; l < phrase.lines.size(); ++l) {
      Line& line = phrase.lines[l];
      if (line.same_as == l && (line.form == form || (form == kText && l == 0))) chosen = &line;
    }
    any = any || chosen != nullptr;
    utterances.push_back({phrase.role, chosen != nullptr ? chosen->text : phrase.lines.front().text});
    lines.push_back(chosen);
  }
  if (!any) return {};
  OFFHOOK_TRY(auto findings, find(utterances, known, policy));
  for (auto& finding : findings) {
    Line* line = lines.at(finding.utterance);
    if (line == nullptr) continue;
    line->marks.push_back({finding.start, finding.end, finding.kind, std::move(finding.country),
                           std::move(finding.canonical), finding.confidence, finding.reason});
  }
  return {};
}

void share(Phrase& phrase) {
  auto& lines = phrase.lines;
  std::vector<std::vector<Mark>> gained(lines.size());
  for (std::size_t from = 0; from < lines.size(); ++from) {
    if (lines[from].same_as != from) continue;
    for (const Mark& mark : lines[from].marks) {
      for (std::size_t to = 0; to < lines.size(); ++to) {
        if (to == from || lines[to].same_as != to) continue;
        Mark there = project(lines[from].text, mark, lines[to].text);
        if (there.start < there.end && !covered(lines[to].text, there, lines[to].marks))
          gained[to].push_back(std::move(there));
      }
    }
  }
  for (std::size_t l = 0; l < lines.size(); ++l)
    for (auto& mark : gained[l]) lines[l].marks.push_back(std::move(mark));
}

}  // namespace

std::vector<PhraseList> dialogues_of(const Document& document, const std::vector<LeafText>& texts) {
  return Grouper(document, texts).run();
}

Mark project(std::string_view from, const Mark& mark, std::string_view to) {
  const auto a = tokens_of(from);
  const auto b = tokens_of(to);
  const auto match = matches(a, b);
  // The tokens of `to` between the nearest matched neighbours on both sides.
  std::size_t first = 0;
  std::size_t last = b.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (match[i] < 0) continue;
    if (a[i].end <= mark.start) first = static_cast<std::size_t>(match[i]) + 1;
    if (a[i].start >= mark.end) {
      last = static_cast<std::size_t>(match[i]);
      break;
    }
  }
  Mark there = mark;
  if (first >= last) {
    there.start = there.end = 0;
    return there;
  }
  there.start = b[first].start;
  there.end = b[last - 1].end;
  return there;
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
  for (std::uint32_t form = 0; form < forms; ++form)
    OFFHOOK_CHECK_OK(detect_form(phrases, form, known, policy));
  for (auto& phrase : phrases) {
    if (phrase.lines.size() > 1) share(phrase);
    for (std::size_t l = 0; l < phrase.lines.size(); ++l) {
      Line& line = phrase.lines[l];
      if (line.same_as == l)
        settle(line.text, policy, line.marks);
      else
        line.marks = phrase.lines[line.same_as].marks;
    }
  }
  return {};
}

}  // namespace offhook::redact
