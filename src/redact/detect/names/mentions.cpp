// Mentions of names that are known, from the metadata or an introduction: whole, in parts, in either order,
// with or without marks, hyphen and possessive s. A part that is also a word counts only where a name would
// stand.
#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <vector>

#include "redact/detect/names/people.h"
#include "redact/detect/names/similar.h"
#include "redact/detect/names/words.h"
#include "redact/detect/prepared.h"
#include "redact/known_words.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMinPart = 3;  // shorter parts ("Al", "Cho"'s "Xu") only with another part or a cue

using Part = NameParts::Part;

// After these a word is that word, not a name: "the mark", "any chance", "to chase".
bool before_a_noun(std::string_view fold) {
  for (const std::string_view word :
       {"the",   "a",     "an",    "any",    "every",   "each",    "this",   "that",    "these",   "those",
        "my",    "your",  "his",   "her",    "our",     "their",   "its",    "some",    "no",      "which",
        "what",  "all",   "both",  "two",    "three",   "of",      "in",     "from",    "at",      "on",
        "with",  "to",    "not",   "very",   "too",     "be",      "is",     "are",     "was",     "were",
        "how",   "so",    "as",    "for",    "good",    "off",     "more",   "many",    "covered", "back",
        "extra", "black", "since", "closed", "missing", "there's", "it's",   "i'll",    "you'll",  "we",
        "we'll", "will",  "don't", "gonna",  "can",     "missed",  "root",   "private", "green",   "next",
        "last",  "bus",   "by",    "per",    "an",      "off",     "little", "through", "into",    "than"})
    if (fold == word) return true;
  return false;
}

bool starts_clause(std::string_view fold) {
  for (const std::string_view word :
       {"i",    "i'm",     "i'll",  "you",    "how",   "what",  "is",    "are",   "the",
        "when", "do",      "can",   "could",  "who",   "we",    "it's",  "yes",   "your",
        "that", "there's", "let",   "please", "did",   "have",  "would", "sorry", "and",
        "but",  "they",    "thank", "thanks", "which", "where", "why"})
    if (fold == word) return true;
  return false;
}

class Finder {
 public:
  Finder(const Context& context, const NameParts& parts, bool introduced, std::vector<Candidate>& out)
      : context_(context), script_(context.script), parts_(parts), introduced_(introduced), out_(out) {}

  void run() {
    if (parts_.empty()) return;
    for (const std::uint32_t u : script_.searched()) {
      begin_ = script_.begin_of(u);
      end_ = script_.end_of(u);
      std::size_t i = begin_;
      while (i < end_ && !may_be_part(i)) ++i;
      if (i == end_) continue;
      cased_ = cased(script_, begin_, end_);
      while (i < end_) i = std::max(may_be_part(i) ? mention(i) : i, i + 1);
    }
  }

 private:
  [[nodiscard]] bool may_be_part(std::size_t i) const {
    return script_[i].letters && parts_.may_be(script_.fold(i));
  }

  [[nodiscard]] const Part* part_at(std::size_t i) const {
    if (i >= end_ || !may_be_part(i)) return nullptr;
    const std::string_view fold = script_.stem(i);
    const Part* found = parts_.find(fold);
    // "Volkonskys": a possessive without its apostrophe, of a name that is no word.
    if (found == nullptr && fold.size() > 4 && fold.back() == 's') {
      found = parts_.find(fold.substr(0, fold.size() - 1));
      if (found != nullptr && found->word) return nullptr;
    }
    return found;
  }

  // A run of parts of one name, from word i; returns the word behind it.
  std::size_t mention(std::size_t from) {
    std::size_t i = from;
    const Part* part = part_at(i);
    if (part == nullptr) return from;
    std::size_t last = i + 1;
    std::size_t parts = 1, longest = script_.stem(i).size();
    std::span<const std::size_t> names = part->names;  // that have all parts so far
    std::vector<std::size_t> left;
    while (last < end_ && script_.possessive(last - 1) == 0) {
      std::size_t next = last;
      if (next + 1 < end_ &&
          (script_.sign(next, '-') || (script_.sign(next, '.') && script_.stem(next - 1).size() == 1) ||
           (script_.sign(next, ',') && parts == 1 && script_[next + 1].upper &&
            !part_repeats(i, next + 1)))) {
        const bool comma = script_.sign(next, ',');
        ++next;
        if (comma && part_at(next) != nullptr && cue_before(script_, i, begin_) == Cue::address) break;
      }
      const Part* more = part_at(next);
      if (more == nullptr || part_repeats(i, next) || (!script_[next].upper && modal_verb(next, next + 1)))
        break;
      std::vector<std::size_t> both;
      std::set_intersection(names.begin(), names.end(), more->names.begin(), more->names.end(),
                            std::back_inserter(both));
      if (both.empty()) break;
      left = std::move(both);
      names = left;
      longest = std::max(longest, script_.stem(next).size());
      last = next + 1;
      ++parts;
    }
    // "grant hollis", of a last name alone: the first name in front belongs to it.
    if (introduced_ && parts == 1 && i > begin_ && script_[i - 1].letters &&
        (cased_ ? script_[i - 1].upper : i - 1 == begin_) && word_kinds(script_.fold(i - 1)).first &&
        !function_word(script_.fold(i - 1))) {
      --i;
      ++parts;
    }
    // "duke tran" for Duc Tran, "siobhan kettle ring" for Kettering.
    if (!introduced_ && parts == 1) {
      if (i > begin_ && sounds_like_part(names, i, i - 1)) {
        --i;
        ++parts;
      } else if (last < end_ && script_.possessive(last - 1) == 0 && sounds_like_part(names, i, last)) {
        ++last;
        ++parts;
      }
    }
    if (parts > 1 && only_words(i, last)) return from;
    const double confidence = parts > 1 ? kSurestKnown : judge_single(i, last, *part, longest);
    if (parts > 1 && longest < 2) return from;
    if (confidence < kAccept) return from;
    out_.push_back(
        {Kind::person,
         {},
         introduced_
             ? canonical_name(context_, script_.text(i, last).substr(
                                            0, script_.text(i, last).size() - script_.possessive(last - 1)))
             : context_.prepared.names->parties[names.front()].canonical,
         confidence,
         introduced_ ? "name introduced in the conversation" : "name of a party of the conversation",
         {{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(last), script_.possessive(last - 1)}}});
    return last;
  }

  // "the autumn leaves", "my rich field": words all of them, and of a sentence.
  [[nodiscard]] bool only_words(std::size_t first, std::size_t last) const {
    if (first == begin_ || script_[first].upper) return false;
    const std::string_view before = script_.fold(first - 1);
    if (before != "the" && before != "a" && before != "an" && before != "these" && before != "those" &&
        before != "all")
      return false;
    for (std::size_t i = first; i < last; ++i)
      if (const Part* part = part_at(i); script_[i].letters && (part == nullptr || !part->word)) return false;
    return true;
  }

  // Does the word at `at` sound like another part of one of the names than the one at `heard`?
  [[nodiscard]] bool sounds_like_part(std::span<const std::size_t> names, std::size_t heard,
                                      std::size_t at) const {
    const std::string_view word = script_.stem(at);
    if (!script_[at].letters || script_[at].digits || word.size() < 3 || function_word(word) ||
        (cased_ && !script_[at].upper) || cue_word(word))
      return false;
    for (const std::size_t name : names)
      for (const std::string& part : context_.prepared.names->parties[name].parts) {
        const NameParts::Part* known = parts_.find(part);
        if (part.size() >= 3 && part != script_.stem(heard) && known != nullptr && !known->word &&
            sounds_like(word, part))
          return true;
      }
    return false;
  }

  // "sunday sunday okafor": the second begins a new mention.
  [[nodiscard]] bool part_repeats(std::size_t first, std::size_t at) const {
    for (std::size_t i = first; i < at; ++i)
      if (script_.stem(i) == script_.stem(at)) return true;
    return false;
  }

  [[nodiscard]] double judge_single(std::size_t i, std::size_t last, const Part& part,
                                    std::size_t size) const {
    const Cue cue = cue_before(script_, i, begin_);
    if (strong(cue)) return 0.95;
    if (part.word || size < kMinPart) return word_name(i, last, cue) ? 0.85 : 0;
    if (company(i, last) && cue == Cue::none) return 0;
    return 0.9;
  }

  // A company's, a product's or a place's name that has this word in it: "Charlotte Uptown branch", "the
  // Charlotte airport".
  [[nodiscard]] bool company(std::size_t i, std::size_t last) const {
    const bool next_capital = cased_ && last < end_ && script_[last].letters && script_[last].upper &&
                              !script_[last].line_before && script_.fold(last) != "i" &&
                              part_at(last) == nullptr;
    const bool article =
        i > begin_ && script_[i].space_before &&
        (script_.fold(i - 1) == "the" || script_.fold(i - 1) == "a" || script_.fold(i - 1) == "at");
    if (next_capital && word_kinds(script_.fold(last)).word && script_.possessive(last - 1) == 0) return true;
    const bool capital_before = cased_ && i > begin_ && script_[i - 1].letters && script_[i - 1].upper &&
                                !sentence_start(script_, i - 1, begin_) &&
                                word_kinds(script_.fold(i - 1)).word &&
                                cue_before(script_, i, begin_) == Cue::none;
    if (capital_before) return true;
    return article && last < end_ && script_[last].letters && script_.possessive(last - 1) == 0;
  }

  // Does a name stand here, and not the word that is spelled the same?
  [[nodiscard]] bool word_name(std::size_t i, std::size_t last, Cue cue) const {
    const bool alone = i == begin_ && last == end_;
    if (i > begin_ && !farewell(i - 1) &&
        (script_[i - 1].digits || script_[i - 1].is(kDigit | kTeen | kTens | kThousand | kHundred)))
      return false;
    if (script_.possessive(last - 1) != 0 && i > begin_ && !before_a_noun(script_.fold(i - 1))) return true;
    if (modal_verb(i, last)) return false;
    const bool closed = last == end_ || (!script_[last].alnum() && !script_.sign(last, '-'));
    const std::string_view before = i > begin_ ? script_.fold(i - 1) : std::string_view();
    const std::string_view next = last < end_ ? script_.fold(last) : std::string_view();
    if (cased_) {
      if (!script_[i].upper) return false;
      // Part of a longer title: "Green Tariff", "Two Rivers Kayak".
      if (last < end_ && script_[last].letters && script_[last].upper && !script_[last].line_before)
        return false;
      if (i > begin_ && script_[i - 1].letters && script_[i - 1].upper &&
          !sentence_start(script_, i - 1, begin_) && cue == Cue::none)
        return false;
      if (cue == Cue::address || cue == Cue::introduce) return true;
      if (sentence_start(script_, i, begin_)) {
        // "Holly x", "Dean.": a sentence of its own.
        return closed || (last + 1 == end_ && next.size() == 1);
      }
      return !before_a_noun(before) || before == "for" || before == "with" || before == "from" ||
             before == "by";
    }
    if (alone || (i == begin_ && closed)) return true;
    if (before == "just" && next == "is") return true;  // "just sunny is fine"
    if (cue == Cue::introduce)
      return before != "it's" || closed || next == "and" || next.size() == 1 || part_at(last) != nullptr;
    if (cue == Cue::address)
      return closed || starts_clause(next) || before == "hi" || before == "hey" || before == "hello" ||
             before == "dear" || greeting(i - 1);
    if (i == begin_) return starts_clause(next) && !before_a_noun(before);
    return closed && last == end_ &&
           (script_[i - 1].is(kOrdinal) || before == "please" || before == "today" || before == "now" ||
            before == "you" || before == "holding" || before == "waiting" || before == "calling" ||
            before == "patience" || farewell(i - 1));
  }
  // "have a good one hope", "a great day grace": the good time that is wished, at word i.
  [[nodiscard]] bool farewell(std::size_t i) const {
    const auto one_of = [&](std::size_t at, std::initializer_list<std::string_view> words) {
      return std::find(words.begin(), words.end(), script_.fold(at)) != words.end();
    };
    return i > begin_ && one_of(i, {"one", "day", "night", "evening", "weekend", "week", "time", "rest"}) &&
           one_of(i - 1, {"good", "great", "nice", "lovely", "wonderful", "fantastic"});
  }
  // "morning rose", "good evening grace": the part of the day that a greeting is, at word i.
  [[nodiscard]] bool greeting(std::size_t i) const {
    const std::string_view fold = script_.fold(i);
    return (fold == "morning" || fold == "afternoon" || fold == "evening") &&
           (i == begin_ || script_.fold(i - 1) == "good");
  }
  // "will you hold", "may i ask": a verb with its subject.
  [[nodiscard]] bool modal_verb(std::size_t i, std::size_t last) const {
    if (last != i + 1 || last >= end_ || (script_.fold(i) != "will" && script_.fold(i) != "may"))
      return false;
    for (const std::string_view subject :
         {"you", "i", "he", "she", "it", "we", "they", "that", "this", "there"})
      if (script_.fold(last) == subject) return true;
    return false;
  }

  const Context& context_;
  const Script& script_;
  const NameParts& parts_;
  bool introduced_;
  std::vector<Candidate>& out_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool cased_ = false;
};

}  // namespace

void find_mentions(const Context& context, std::vector<Candidate>& out) {
  Finder(context, context.prepared.names->parts, false, out).run();
}

void find_mentions(const Context& context, const std::vector<Known::Name>& introduced,
                   std::vector<Candidate>& out) {
  Finder(context, NameParts(introduced), true, out).run();
}

}  // namespace offhook::redact::detect
