#include "redact/detect/labels.h"

#include <algorithm>
#include <array>
#include <string>

#include "redact/detect/label_phrases.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

using namespace label;
using word_class::kLabelStart;

using Phrase = LabelPhrase;

constexpr std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }

constexpr auto kSorted = [] {
  auto phrases = kPhrases;
  std::sort(phrases.begin(), phrases.end(), [](const Phrase& a, const Phrase& b) {
    const auto x = first_word(a.words);
    const auto y = first_word(b.words);
    return x != y ? x < y : a.words.size() > b.words.size();  // the longest first
  });
  return phrases;
}();

// The second word of each, empty: there is none.
constexpr auto kSeconds = [] {
  std::array<std::string_view, kSorted.size()> seconds{};
  for (std::size_t i = 0; i < kSorted.size(); ++i) {
    const std::string_view words = kSorted[i].words;
    if (const auto space = words.find(' '); space != std::string_view::npos)
      seconds[i] = first_word(words.substr(space + 1));
  }
  return seconds;
}();

struct Start {
  std::string_view word;
  std::uint16_t begin = 0;
  std::uint16_t end = 0;
};
constexpr std::size_t kStarts = [] {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kSorted.size(); ++i)
    count += i == 0 || first_word(kSorted[i].words) != first_word(kSorted[i - 1].words);
  return count;
}();
constexpr auto kStartArray = [] {
  std::array<Start, kStarts> starts{};
  std::size_t n = 0;
  for (std::size_t i = 0; i < kSorted.size(); ++i) {
    if (i == 0 || first_word(kSorted[i].words) != first_word(kSorted[i - 1].words))
      starts[n++] = {first_word(kSorted[i].words), static_cast<std::uint16_t>(i), 0};
    starts[n - 1].end = static_cast<std::uint16_t>(i + 1);
  }
  return starts;
}();
constexpr WordTable<Start, kStarts, 1024> kTable(kStartArray);

// A hyphen or an underscore between a label's words is as good as a space: "e-mail", "api_key".
bool joins(const Script& script, std::size_t i) { return script.sign(i, '-') || script.sign(i, '_'); }

// Number of words the phrase takes at `i`, 0: does not stand there.
std::size_t match(const Script& script, std::size_t i, std::size_t end, std::string_view phrase) {
  const std::size_t start = i;
  while (true) {
    const auto space = phrase.find(' ');
    // "password's": is.
    if (i >= end || (script.fold(i) != phrase.substr(0, space) &&
                     (space != std::string_view::npos || script.stem(i) != phrase)))
      return 0;
    ++i;
    if (space == std::string_view::npos) return i - start;
    phrase.remove_prefix(space + 1);
    if (i < end && joins(script, i)) ++i;
  }
}

// The longest of the phrases that stands at `i`; null: none. Sets how many words it takes.
const Phrase* phrase_at(const Script& script, std::size_t i, const Start& start, std::size_t& taken) {
  const std::size_t end = script.end_of(script[i].utterance);
  const std::size_t next = i + 1 < end && joins(script, i + 1) ? i + 2 : i + 1;
  const std::string_view second = next < end ? script.fold(next) : std::string_view();
  for (std::size_t p = start.begin; p < start.end; ++p) {
    if (!second.starts_with(kSeconds[p])) continue;
    taken = match(script, i, end, kSorted[p].words);
    if (taken != 0) return &kSorted[p];
  }
  return nullptr;
}

// "that's your account number", "got the card number", "thanks for your date of birth": words right before a
// label that make it one of what was said before.
bool confirms(const Script& script, std::size_t label, std::size_t begin) {
  const auto one_of = [&](std::size_t i, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), script.fold(i)) != words.end();
  };
  if (label < begin + 2 || !one_of(label - 1, {"your", "the", "a", "my", "his", "her", "our", "their"}))
    return false;
  if (one_of(label - 2, {"that's", "thats", "that"})) return true;
  const std::size_t verb = label - 2;
  if (one_of(verb, {"got"})) return verb == begin || !one_of(verb - 1, {"you", "you've", "have"});
  if (verb == begin) return false;
  return (one_of(verb, {"was", "is"}) && one_of(verb - 1, {"that", "this"})) ||
         (one_of(verb, {"for"}) && one_of(verb - 1, {"thanks", "you"}));
}

// "that's my account number", "my date of birth": an utterance that is nothing but a label says which value
// its speaker gave before.
bool says_which(const Script& script, const Label& label) {
  const std::uint32_t utterance = script[label.first].utterance;
  bool own = false;
  for (std::size_t i = script.begin_of(utterance); i < script.end_of(utterance); ++i) {
    if (i >= label.first && i < label.last) continue;
    const std::string_view fold = script.fold(i);
    const bool owner = fold == "my" || fold == "the" || fold == "his" || fold == "her" || fold == "our";
    own = own || owner;
    if (script[i].alnum() && !owner && fold != "that" && fold != "thats" && fold != "was" &&
        !script[i].is(kFiller | kBackchannel | kLeadIn))
      return false;
  }
  return own;
}

// "d o b", "D.O.B.", "t f n", "A/C": a label said or written letter by letter. Sets how many words it takes.
const Phrase* initials(const Script& script, std::size_t i, std::size_t end, std::size_t& taken) {
  constexpr std::size_t kMax = 5;
  if (script[i].fold_size != 1 || i + 1 >= end || script[i + 1].fold_size != 1) return nullptr;
  if (i > 0 && script[i - 1].utterance == script[i].utterance && script[i - 1].letters &&
      script[i - 1].fold_size == 1)
    return nullptr;
  std::string joined;
  std::size_t last = i;
  for (std::size_t at = i; at < end && joined.size() <= 2 * kMax;) {
    if (!script[at].letters || script.fold(at).size() != 1) break;
    joined += script.fold(at);
    last = ++at;
    if (script.sign(at, '.'))
      last = ++at;
    else if (script.sign(at, '/') && at + 1 < end && script.fold(at + 1).size() == 1)
      joined += script.fold(at++);
  }
  if (joined.size() < 2) return nullptr;
  const Start* start = kTable.find(joined);
  if (start == nullptr) return nullptr;
  for (std::size_t p = start->begin; p < start->end; ++p)
    if (kSorted[p].words == joined) {
      taken = last - i;
      return &kSorted[p];
    }
  return nullptr;
}

// An at sign with words on both sides of it.
bool at_of_address(const Script& script, std::size_t i) {
  return script.sign(i, '@') && !script[i].space_before && i + 1 < script.size() && script[i + 1].letters &&
         !script[i + 1].space_before;
}

}  // namespace

std::span<const LabelPhrase> label_phrases() { return kSorted; }

std::vector<Label> find_labels(const Script& script) {
  std::vector<Label> labels;
  for (std::size_t i = 0; i < script.size();) {
    if (!script[i].letters) {
      ++i;
      continue;
    }
    const bool starts = script[i].of(kLabelStart);
    const bool possessive = !starts && script.possessive(i) != 0;  // "password's"
    if (!starts && !possessive && script[i].fold_size != 1) {
      ++i;
      continue;
    }
    std::size_t taken = 0;
    // Glued to a bracket, as where a tag stood behind a constant ("[CVV]</b>cvv"), a word was no word before.
    const bool glued =
        i > 0 && !script[i].space_before && (script.sign(i - 1, ']') || script.replaced(i - 1));
    if (!glued) {
      const Start* start = starts       ? kTable.find(script.fold(i))
                           : possessive ? kTable.find(script.stem(i))
                                        : nullptr;
      const Phrase* phrase = start != nullptr ? phrase_at(script, i, *start, taken) : nullptr;
      if (phrase == nullptr) phrase = initials(script, i, script.end_of(script[i].utterance), taken);
      if (phrase != nullptr)
        labels.push_back(
            {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + taken), phrase->mask});
    }
    // "acc@mail.com": a part of an address.
    if (taken != 0 && at_of_address(script, i + taken)) {
      labels.pop_back();
      i += taken;
      continue;
    }
    if (taken != 0) labels.back().confirms = confirms(script, i, script.begin_of(script[i].utterance));
    i += std::max<std::size_t>(taken, 1);
  }
  return labels;
}

Governing governing_before(const Script& script, const std::vector<Label>& labels, std::uint32_t first) {
  constexpr unsigned kReach = 12;            // words between a label and the value in its utterance
  constexpr std::uint32_t kSlotReach = 6;    // utterances a question stays open
  constexpr unsigned kOtherUtterance = 100;  // distance of a label in an earlier utterance
  Governing found;
  const std::uint32_t utterance = script[first].utterance;
  const auto next = std::lower_bound(labels.begin(), labels.end(), first,
                                     [](const Label& l, std::uint32_t word) { return l.last <= word; });
  found.next = static_cast<std::size_t>(next - labels.begin());
  if (next != labels.begin()) {
    auto label = std::prev(next);
    const std::uint32_t at = script[label->first].utterance;
    if (at == utterance) {
      found.distance = first - label->last;
      if (found.distance <= kReach) {
        found.before = label->mask;
        // "phone or fax number": labels of one phrase govern together.
        // A value between them ("CPF 529… e telefone") is the first one's.
        while (label != labels.begin() && label->first - std::prev(label)->last <= 2 &&
               script[std::prev(label)->first].utterance == utterance &&
               std::none_of(script.words().begin() + std::prev(label)->last,
                            script.words().begin() + label->first,
                            [](const Word& word) { return word.digits; }))
          found.before |= (--label)->mask;
      }
    } else if (utterance - at <= kSlotReach) {
      found.distance = kOtherUtterance + (utterance - at);
      for (; script[label->first].utterance == at; --label) {
        found.before |= label->mask;
        if (label == labels.begin()) break;
      }
    }
  }
  return found;
}

void govern_behind(const Script& script, const std::vector<Label>& labels, std::uint32_t first,
                   std::uint32_t last, Governing& found) {
  constexpr unsigned kAfterReach = 5;      // words behind a value
  constexpr std::uint32_t kLateReach = 2;  // utterances in which the other side may confirm it
  auto next = labels.begin() + static_cast<std::ptrdiff_t>(found.next);
  const std::uint32_t ends_in = script[last - 1].utterance;
  while (next != labels.end() && next->first < last) ++next;
  if (next != labels.end() && script[next->first].utterance == ends_in && next->first - last <= kAfterReach)
    found.after = next->mask;
  if (found.before == 0 && found.after == 0 && next != labels.end() &&
      script[next->first].utterance - ends_in <= kLateReach && script.end_of(ends_in) - last <= kAfterReach &&
      (script.role(next->first) != script.role(first) ? next->confirms : says_which(script, *next)))
    found.after = next->mask;
}

Governing governing(const Script& script, const std::vector<Label>& labels, std::uint32_t first,
                    std::uint32_t last) {
  Governing found = governing_before(script, labels, first);
  govern_behind(script, labels, first, last, found);
  return found;
}

}  // namespace offhook::redact::detect
