#include <algorithm>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/names/party.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/similar.h"
#include "redact/detect/names/surroundings.h"
#include "redact/detect/names/words.h"
#include "redact/detect/prepared.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMaxParts = 4;
constexpr std::size_t kShortQuestion = 8;  // words of "full name as it appears on the card"

class Finder {
 public:
  explicit Finder(const Context& context)
      : script_(context.script), parties_(context.prepared.names->parties) {}

  std::vector<Introduced> run() {
    for (const std::uint32_t u : script_.searched()) {
      begin_ = script_.begin_of(u);
      end_ = script_.end_of(u);
      if (begin_ == end_) continue;
      cased_ = cased(script_, begin_, end_);
      foreign_ = !cased_ && foreign_text(script_, begin_, end_);
      const bool followed = script_.has(u, word_class::kFollowsName);
      if (question_open(u) || (u > 0 && asks_who(u - 1, u) && only_a_name())) answer();
      for (std::size_t i = begin_; i < end_; ++i) {
        if (!script_[i].letters) continue;
        const Cue cue = cue_before(script_, i, begin_);
        const std::size_t last = cue == Cue::none ? i : name_at(i, cue);
        if (last > i) {
          add(i, last, strong(cue) ? 0.9 : 0.82, "introduced by name");
          i = last - 1;
        } else if (called_at(i)) {
          add(i, i + 1, 0.82, "called at a number");
        } else if (const std::size_t said = followed ? named_by_what_follows(i) : i; said > i) {
          add(i, said, 0.82, "says who is speaking");
          i = said - 1;
        }
      }
    }
    return std::move(found_);
  }

 private:
  void add(std::size_t first, std::size_t last, double confidence, const char* reason) {
    found_.push_back({first, last, confidence, reason});
  }

  [[nodiscard]] bool plain(std::size_t i) const { return script_[i].letters && !script_[i].digits; }

  // The end of the name at word i, i: there is none.
  [[nodiscard]] std::size_t name_at(std::size_t i, Cue cue) const {
    if (in_alphabet(i)) return i;
    if (const std::size_t heard = misheard(i); heard > i) return heard;
    if (!begins_name(i, cue)) return i;
    const std::size_t last = extent(i, cue);
    // "this is harper valley national bank"
    for (std::size_t k = last; k < end_ && k < last + 2 && script_[k].letters && !function_word_other(k); ++k)
      if (organisation(script_.fold(k))) return i;
    return last;
  }

  // "papa oscar sierra sierra": words of a spelling alphabet side by side, some of which are names, too.
  [[nodiscard]] bool in_alphabet(std::size_t i) const {
    constexpr std::size_t kLeast = 3;
    if (!script_[i].is(kSpelling)) return false;
    std::size_t first = i, last = i + 1;
    while (first > begin_ && script_[first - 1].is(kSpelling)) --first;
    while (last < end_ && script_[last].is(kSpelling)) ++last;
    return last - first >= kLeast;
  }

  [[nodiscard]] bool function_word_other(std::size_t i) const {
    return function_word(script_.fold(i)) && !organisation(script_.fold(i));
  }

  [[nodiscard]] bool begins_name(std::size_t i, Cue cue) const {
    if (!plain(i) || script_.stem(i).size() < 2 || script_[i].is(kDigit | kTeen | kTens | kOrdinal))
      return false;
    if (script_[i].is(kSign)) return false;  // "first name dot last name"
    if (is_any(i, {"ne", "nee", "nato", "nata", "nacido", "nacida", "nascido", "nascida", "geboren"}))
      return false;  // "je suis née le …"
    if (cue == Cue::introduce && script_[i].is(kSpelling)) return false;
    const std::string_view fold = script_.stem(i);
    const WordKinds kinds = word_kinds(fold);
    const bool sure = strong(cue);
    if (cased_) {
      if (!script_[i].upper) return false;
      if (script_[i].all_upper && fold.size() <= 4 && !kinds.name()) return false;
      if (cue == Cue::title) return true;
      if (function_word(fold) && !kinds.first) return false;
      if (kinds.name()) return !kinds.word || sure || next_is_name(i) || (kinds.first && spoken_to(i));
      if (cue == Cue::address && signs(i)) return !kinds.word;
      if (kinds.proper || kinds.word) return false;
      return cue != Cue::address || !sentence_start(script_, i, begin_);
    }
    if (kinds.first && kinds.word && (!function_word(fold) || name_and_function_word(fold)) &&
        said_as_name(i, cue))
      return true;
    if (function_word(fold)) return false;
    if (kinds.name() && spelled_next(i)) return true;
    if (cue == Cue::introduce && !kinds.word && spelled_out(i)) return true;
    if (kinds.first && spoken_to(i)) return true;
    if (foreign_ && !kinds.name()) return false;  // English knows none of its words
    if (kinds.name())
      return !kinds.word || (sure && (cue == Cue::title || kinds.first || next_is_name(i))) ||
             (cue == Cue::introduce && kinds.first && next_is_name(i));
    if (kinds.word) return false;
    // "my son lars", "it's kenji watanabe"
    if (kinds.proper) return sure || (cue == Cue::introduce && !town(fold) && next_is_name(i));
    return sure ||
           (cue == Cue::introduce && (works_in(i + 1) || opens_call(i) || whole_name(i) ||
                                      last_name_next(i) || (fold.size() >= 4 && spoken_to(i)))) ||
           (cue == Cue::address && greeted(i));
  }

  // "call priya at five five five …": a name of the lists or of no list, with a number behind it.
  [[nodiscard]] bool called_at(std::size_t i) const {
    constexpr std::size_t kLeast = 7;  // digits
    if (i == begin_ || i + 2 >= end_ || script_[i + 1].fold_size != 2 ||
        !is_any(i - 1, {"call", "text", "reach", "ring", "phone", "contact"}) ||
        !is_any(i + 1, {"at", "on"}) || !plain(i) || script_.fold(i).size() < 3 || script_[i].is(kSpelling))
      return false;
    const WordKinds kinds = word_kinds(script_.stem(i));
    if (kinds.word || kinds.proper || function_word(script_.stem(i))) return false;
    std::size_t digits = 0;
    for (std::size_t k = i + 2; k < end_ && digits < kLeast; ++k) {
      if (script_[k].digits)
        digits += script_.fold(k).size();
      else if (script_[k].is(kDigit | kTeen | kTens | kRepeat))
        ++digits;
      else if (script_[k].alnum() && !script_[k].is(kSign | kFiller | kHundred))
        break;
    }
    return digits >= kLeast;
  }

  // "support this is ikaika": the last word of what its speaker says first.
  [[nodiscard]] bool opens_call(std::size_t i) const {
    if (i + 1 != end_ || i < begin_ + 2 || script_.fold(i).size() < 4 || script_.fold(i - 2) != "this" ||
        script_.fold(i - 1) != "is")
      return false;
    return says_first(script_[i].utterance);
  }

  // "the doctor is amara nwosu": two words that no list knows, and nothing behind them.
  [[nodiscard]] bool whole_name(std::size_t i) const {
    const std::size_t next = i + 1;
    if (i == begin_ || next + 1 != end_ || !plain(next) || script_.fold(i).size() < 4 ||
        script_.fold(next).size() < 4 || !is_any(i - 1, {"is", "i'm", "with"}))
      return false;
    const WordKinds kinds = word_kinds(script_.stem(next));
    return !kinds.word && !kinds.proper && !organisation(script_.fold(next));
  }

  // "it's thandeka mthembu": a word that no list knows and a last name that is no word.
  [[nodiscard]] bool last_name_next(std::size_t i) const {
    const std::size_t next = i + 1;
    if (next >= end_ || !plain(next) || script_.fold(i).size() < 4) return false;
    const WordKinds kinds = word_kinds(script_.stem(next));
    return kinds.last && !kinds.word && !function_word(script_.stem(next));
  }

  // "Thanks,\nSolveig": a line of its own at the end.
  [[nodiscard]] bool signs(std::size_t i) const {
    return i > begin_ && script_[i].line_before && script_.sign(i - 1, ',') &&
           (i + 1 == end_ || (i + 2 == end_ && !script_[i + 1].alnum()));
  }

  // "my name is will", "this is mark from billing", "i'm grace, how can i help": a name that is also a word.
  [[nodiscard]] bool said_as_name(std::size_t i, Cue cue) const {
    const std::size_t next = i + 1;
    if (cue == Cue::name) {
      const std::size_t behind = next < end_ && !script_[next].alnum() ? next + 1 : next;
      return behind >= end_ || is_any(behind, {"and", "how", "from", "with", "i", "i'm", "what"});
    }
    if (cue != Cue::introduce || i == begin_ || next >= end_) return false;
    return is_any(i - 1, {"is", "i'm"}) &&
           is_any(next, {"from", "who", "calling", "speaking", "here", "how", "may", "can", "could"});
  }
  [[nodiscard]] bool is_any(std::size_t i, std::initializer_list<std::string_view> words) const {
    return i < end_ && std::find(words.begin(), words.end(), script_.fold(i)) != words.end();
  }
  // "tamsin in billing", "from the claims department", "with summit credit union"
  [[nodiscard]] bool works_in(std::size_t i) const {
    if (is_any(i, {"on"}) && is_any(i + 1, {"a"}) && is_any(i + 2, {"recorded"})) return true;
    if (!is_any(i, {"in", "from", "at", "over", "with"})) return false;
    for (std::size_t k = i + 1; k < end_ && k < i + 5; ++k)
      if (organisation(script_.fold(k)) || works_here(k)) return true;
    return false;
  }
  [[nodiscard]] bool works_here(std::size_t i) const {
    return is_any(
        i, {"billing", "sales", "support", "claims", "accounting", "accounts", "dispatch", "collections",
            "department", "service", "payroll", "reception", "returns", "shipping", "fraud", "scheduling"});
  }

  // "hi priya", "thx priya!": a word that no list knows, alone behind a greeting.
  [[nodiscard]] bool greeted(std::size_t i) const {
    if (script_.fold(i).size() < 4 || script_[i].is(kSpelling | kMonth)) return false;
    const bool comma = script_.sign(i - 1, ',') && i > begin_ + 1;
    const std::string_view cue = script_.fold(comma ? i - 2 : i - 1);
    for (const std::string_view greeting :
         {"hi", "hello", "hey", "dear", "thanks", "thx", "thank", "cheers", "regards", "sincerely"})
      if (cue == greeting) return i + 1 == end_ || !script_[i + 1].alnum();
    return false;
  }

  [[nodiscard]] bool next_is_name(std::size_t i) const {
    std::size_t next = i + 1;
    if (next < end_ && script_[next].letters && script_.fold(next).size() == 1 && next + 1 < end_) ++next;
    if (next < end_ && script_.sign(next, '.')) ++next;
    if (next >= end_ || !plain(next) || (cased_ && !script_[next].upper) ||
        script_[i].utterance != script_[next].utterance)
      return false;
    const WordKinds kinds = word_kinds(script_.stem(next));
    return (kinds.name() && (cased_ || !function_word(script_.stem(next)))) ||
           (kinds.unknown() && script_.stem(next).size() > 2);
  }

  // "i spoke to heather in billing": a first name that is also a word, with nothing of its own behind it.
  [[nodiscard]] bool spoken_to(std::size_t i) const {
    if (i < begin_ + 2 || (script_.fold(i - 1) != "to" && script_.fold(i - 1) != "with")) return false;
    const std::string_view verb = script_.fold(i - 2);
    if (verb != "spoke" && verb != "speak" && verb != "speaking" && verb != "talked" && verb != "talking" &&
        verb != "talk" && verb != "spoken")
      return false;
    if (i + 1 == end_ || !script_[i + 1].alnum()) return true;
    for (const std::string_view next :
         {"in", "from", "at", "on", "about", "yesterday", "today", "last", "again", "and", "who", "she", "he",
          "please", "earlier", "this", "but"})
      if (script_.fold(i + 1) == next) return true;
    return false;
  }

  // "smith s as in sam", "smith s m i t h": its first letter alone behind it.
  [[nodiscard]] bool spelled_next(std::size_t i) const {
    std::size_t next = i + 1;
    if (next < end_ && script_.sign(next, ',')) ++next;
    return next + 1 < end_ && script_.fold(next).size() == 1 &&
           script_.fold(next) == script_.fold(i).substr(0, 1);
  }

  // "yevgenia y e v g e n i a": its first two letters alone behind it.
  [[nodiscard]] bool spelled_out(std::size_t i) const {
    std::size_t next = i + 1;
    if (next < end_ && script_.sign(next, ',')) ++next;
    const std::string_view fold = script_.fold(i);
    return spelled_next(i) && fold.size() >= 3 &&
           script_.fold(next + 1) == fold.substr(fold[1] == '\'' ? 2 : 1, 1);  // "o'driscoll o d r"
  }

  // May word i go on with a name begun before it?
  [[nodiscard]] bool continues(std::size_t i) const {
    if (!plain(i) || script_[i].is(kDigit | kTeen | kTens | kSign)) return false;
    const std::string_view fold = script_.stem(i);
    const WordKinds kinds = word_kinds(fold);
    if (!cased_ && script_[i].is(kSign)) return false;  // "sarah dot connors at …"
    if (cased_) return script_[i].upper && (kinds.name() || !(kinds.word || function_word(fold)));
    if (function_word(fold) || fold.size() < 2) return false;
    if (kinds.name()) return true;
    // "under marguerite delacroix"
    return !kinds.word && (!kinds.proper || i + 1 == end_ || !script_[i + 1].alnum());
  }

  // "my name is Margit Field.": any word with a capital behind a first name that is introduced, before what
  // ends it.
  [[nodiscard]] bool ends_name(std::size_t first, std::size_t i, Cue cue) const {
    if (!cased_ || !(strong(cue) || cue == Cue::introduce) || !plain(i) || !script_[i].upper ||
        script_[i].all_upper || script_[i].is(kMonth) || function_word(script_.stem(i)) ||
        organisation(script_.stem(i)) || script_.stem(i).ends_with("day"))
      return false;
    const WordKinds kinds = word_kinds(script_.stem(first));
    return kinds.first && !kinds.word && (i + 1 == end_ || !script_[i + 1].upper);
  }

  [[nodiscard]] std::size_t extent(std::size_t i, Cue cue = Cue::none) const {
    std::size_t last = i + 1;
    for (std::size_t parts = 1; parts < kMaxParts && script_.possessive(last - 1) == 0; ++parts) {
      std::size_t next = last;
      if (next + 1 < end_ && script_.sign(next, '-') && !script_[next].space_before &&
          !script_[next + 1].space_before) {
        if (!plain(next + 1)) break;
        last = next + 2;
        continue;
      }
      // "John A. Leiva", "Pat van der Berg", "Anna de la Cruz"
      std::size_t links = 0;
      while (next < end_ && links < 3 && script_[next].letters &&
             (script_.fold(next).size() == 1 ? (cased_ && script_[next].upper) ||
                                                   (script_.fold(next) != "i" && script_.fold(next) != "a")
                                             : script_[next].of(word_class::kParticle))) {
        ++next;
        ++links;
        // "J.", "Al-Masri"
        if (next < end_ && (script_.sign(next, '.') || script_.sign(next, '-')) &&
            !script_[next].space_before)
          ++next;
      }
      if (next >= end_ || script_[next].line_before || !(continues(next) || ends_name(i, next, cue))) break;
      last = next + 1;
    }
    return last;
  }

  // One to four words that together sound like a party's name.
  [[nodiscard]] std::size_t misheard(std::size_t i) const {
    if (parties_.empty() || !plain(i)) return i;
    std::string joined;
    std::size_t best = i;
    for (std::size_t last = i;
         last < end_ && last - i < kMaxParts && plain(last) && !script_[last].is(kDigit); ++last) {
      if (last == i && function_word(script_.stem(last)) && !script_[last].upper) break;
      if (script_.stem(last).size() < 2) break;
      joined += script_.stem(last);
      if (joined.size() < 5 || function_word(script_.stem(last))) continue;
      for (const Party& party : parties_)
        for (const std::string& known : party.sounds) {
          const bool mention = joined == known && last == i;  // as it is written: a mention like any other
          if (!mention && sounds_like(joined, known)) best = last + 1;
        }
    }
    return best;
  }

  // "oh lou washing a de bayo", where the party is Oluwaseun Adebayo: all that is said to a question for the
  // name, in more words than a name has, with little ones among them.
  [[nodiscard]] bool whole_answer_sounds_known(std::size_t first) const {
    constexpr std::size_t kMaxHeard = 8;
    if (parties_.empty() || end_ - first > kMaxHeard) return false;
    std::string joined;
    for (std::size_t i = first; i < end_; ++i) {
      if (!plain(i) && script_[i].alnum()) return false;
      if (script_[i].letters) joined += script_.stem(i);
    }
    return std::any_of(parties_.begin(), parties_.end(), [&](const Party& party) {
      const std::string& known = party.letters;
      return known.size() >= 8 && joined != known && sounds_like(joined, known);
    });
  }

  // "Tobias speaking", "murugan here", "bradley with home warranty" at an utterance's begin.
  [[nodiscard]] std::size_t named_by_what_follows(std::size_t i) const {
    const bool opens = i == begin_ || script_.sign(i - 1, ',');
    if (!opens && i > begin_ + 3 && !script_.has(script_[i].utterance, word_class::kSpeaking)) return i;
    // "Beatrix here": of no list, but neither a word nor a place.
    const bool proper = plain(i) && opens && word_kinds(script_.stem(i)).proper && !town(script_.stem(i)) &&
                        script_[i].upper && !function_word(script_.stem(i)) &&
                        is_any(i + 1, {"here", "speaking"});
    // In front of all and without a capital only a name of the lists is one.
    const bool answers = !opens && is_any(i + 1, {"speaking"}) && i + 2 == end_ && plain(i) &&
                         word_kinds(script_.stem(i)).unknown() && !function_word(script_.fold(i)) &&
                         (organisation(script_.fold(i - 1)) || works_here(i - 1));
    if (answers) return i + 1;  // "claims department yusuf speaking"
    if (greets(i)) return is_any(i + 1, {"speaking"}) ? i + 1 : i + 2;
    if (!script_[i].upper && !word_kinds(script_.stem(i)).name()) return i;
    if (!proper && !begins_name(i, Cue::introduce)) return i;
    const std::size_t last = extent(i);
    if (last >= end_) return i;
    const std::string_view next = script_.fold(last);
    if (next == "speaking") return last;
    if (opens && script_[last].of(word_class::kFollowsName)) return last;
    return i;
  }

  // "caoimhe speaking" where an agent says nothing before, "yes hello olumide adebayo here": words that no
  // list knows, behind greetings only.
  [[nodiscard]] bool greets(std::size_t i) const {
    const auto strange = [&](std::size_t k) {
      return k < end_ && plain(k) && script_.fold(k).size() >= 4 && word_kinds(script_.stem(k)).unknown() &&
             !function_word(script_.fold(k));
    };
    if (!strange(i)) return false;
    for (std::size_t k = begin_; k < i; ++k)
      if (script_[k].alnum() && !script_[k].is(kFiller | kBackchannel | kLeadIn) &&
          !is_any(k, {"hi", "hello", "hey"}))
        return false;
    if (is_any(i + 1, {"speaking"}))
      return script_.role(i) == Role::agent && says_first(script_[i].utterance);
    const std::size_t before = i > begin_ + 1 && script_.sign(i - 1, ',') ? i - 2 : i - 1;
    return i > begin_ && is_any(before, {"hi", "hello", "hey"}) && strange(i + 1) &&
           is_any(i + 2, {"here", "speaking", "calling"});
  }
  // Is it the first that its speaker says?
  [[nodiscard]] bool says_first(std::uint32_t utterance) const {
    const auto dialogue = script_.dialogue();
    return std::none_of(dialogue.begin(), dialogue.begin() + utterance,
                        [&](const Utterance& u) { return u.role == dialogue[utterance].role; });
  }

  // Did the other side just ask for a name?
  [[nodiscard]] bool question_open(std::size_t u) const {
    const Role mine = script_.dialogue()[u].role;
    std::size_t turns = 0;
    for (std::size_t q = u; q-- > 0 && turns < 3; ++turns) {
      if (script_.begin_of(q) == script_.end_of(q)) continue;
      if (script_.dialogue()[q].role == mine) {
        if (!short_piece(q)) return false;
        continue;
      }
      if (asks_for_name(q)) return true;
      if (!backchannel(q)) return false;
    }
    return false;
  }
  [[nodiscard]] bool short_piece(std::size_t u) const { return script_.end_of(u) - script_.begin_of(u) <= 4; }
  [[nodiscard]] bool backchannel(std::size_t u) const {
    std::size_t words = 0;
    for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i) {
      if (!script_[i].alnum()) continue;
      if (!script_[i].is(kBackchannel | kFiller | kLeadIn | kRepair)) return false;  // "sorry?"
      ++words;
    }
    return words <= 4;
  }

  [[nodiscard]] bool asks_for_name(std::size_t u) const {
    if (!script_.has(u, word_class::kAsksName)) return false;
    bool name = false, asks = false, other = false;
    const std::size_t first = script_.begin_of(u);
    const std::size_t last = script_.end_of(u);
    for (std::size_t i = first; i < last; ++i) {
      const std::string_view fold = script_.fold(i);
      name = name || fold == "name" || fold == "names" || fold == "name's" || fold == "surname" ||
             ((fold == "speaking" || fold == "chatting" || fold == "talking") && i + 1 < last &&
              (script_.fold(i + 1) == "with" || script_.fold(i + 1) == "to")) ||
             (fold == "you" && i + 1 < last && script_.fold(i + 1) == "are" &&
              i + 2 >= last - (script_.sign(last - 1, '?') ? 1u : 0u)) ||
             (fold == "who's" && i + 1 < last &&
              (script_.fold(i + 1) == "this" || script_.fold(i + 1) == "calling")) ||
             (fold == "reservation's" || fold == "booking's") ||
             ((fold == "last" || fold == "first") && only_part(u, i)) ||
             (fold == "under" && i + 1 >= last - (script_.sign(last - 1, '?') ? 1u : 0u)) ||
             (fold == "is" && i > first && script_.fold(i - 1) == "who" && i + 1 < last &&
              script_.fold(i + 1) == "this");
      asks = asks || fold == "?" || fold == "what" || fold == "what's" || fold == "may" || fold == "can" ||
             fold == "could" || fold == "who" || fold == "who's" || fold == "your" || fold == "get" ||
             fold == "tell" || fold == "and" || fold == "just" || fold == "please" || last - first <= 3;
      other = other || fold == "company" || fold == "business" || fold == "product" || fold == "store" ||
              fold == "plan" || fold == "brand" || fold == "username" || fold == "user" || fold == "street" ||
              fold == "email" ||
              (fold == "is" && i > first && script_.fold(i - 1) == "name" && !is_any(i + 1, {"it", "that"}));
    }
    const bool short_order = script_.dialogue()[u].role == Role::agent && last - first <= kShortQuestion;
    return name && (asks || short_order) && !other;
  }

  // "and the last?": is that all that is asked?
  [[nodiscard]] bool only_part(std::size_t u, std::size_t word) const {
    const std::size_t end = script_.end_of(u);
    if (word + 1 != end && !(word + 2 == end && !script_[word + 1].alnum())) return false;
    for (std::size_t i = script_.begin_of(u); i < script_.end_of(u); ++i) {
      const std::string_view fold = script_.fold(i);
      if (i != word && script_[i].alnum() && fold != "and" && fold != "the" && fold != "your" &&
          !script_[i].is(kFiller | kBackchannel))
        return false;
    }
    return true;
  }

  // "who is the wire going to"
  [[nodiscard]] bool asks_who(std::size_t u, std::size_t answer) const {
    if (script_.dialogue()[u].role == script_.dialogue()[answer].role ||
        !script_.has(u, word_class::kAsksName))
      return false;
    const std::size_t last = script_.end_of(u);
    for (std::size_t i = script_.begin_of(u); i < last; ++i)
      if (script_.fold(i) == "who" || script_.fold(i) == "who's") return true;
    return false;
  }
  // Nothing but a name, no part of which is another word.
  [[nodiscard]] bool only_a_name() const {
    std::size_t parts = 0;
    bool known = false;
    for (std::size_t i = begin_; i < end_; ++i) {
      if (!script_[i].alnum() || script_[i].is(kFiller | kLeadIn | kBackchannel)) continue;
      const WordKinds kinds = word_kinds(script_.stem(i));
      if (!plain(i) || kinds.word || kinds.proper || function_word(script_.stem(i))) return false;
      known = known || kinds.first || (parts > 0 && kinds.name());
      ++parts;
    }
    return known && parts >= 1 && parts <= kMaxParts;
  }

  // "b l whitlock": the word behind initials that a last name follows, `first` where there are none.
  [[nodiscard]] std::size_t after_initials(std::size_t first) const {
    constexpr std::size_t kMaxInitials = 2;
    std::size_t last = first;
    while (last < end_ && plain(last) && script_.fold(last).size() == 1) ++last;
    const bool name = last + 1 == end_ && plain(last) && script_.stem(last).size() > 2 &&
                      !word_kinds(script_.stem(last)).word;
    return last - first <= kMaxInitials && name ? last : first;
  }
  // Does another value begin here: a date, a number? "teresa quintero may second nineteen eighty"
  [[nodiscard]] bool value(std::size_t i) const {
    return script_[i].digits || script_[i].is(kMonth | kDigit | kTeen | kTens);
  }

  // A short answer: what is left of it without fillers is the name.
  void answer() {
    for (std::size_t i = begin_; i < end_; ++i)
      if (in_alphabet(i)) return;
    std::size_t first = begin_;
    const auto idle = [&](std::size_t i) {
      if (!script_[i].alnum()) return true;
      const std::string_view fold = script_.fold(i);
      return script_[i].is(kFiller | kLeadIn | kBackchannel) || fold == "last" || fold == "first" ||
             fold == "name" || fold == "my" || fold == "hi" || fold == "hello" || fold == "this" ||
             (i + 1 < end_ && strong(cue_before(script_, i + 1, begin_)));
    };
    while (first < end_ && idle(first)) ++first;
    if (first < end_ && whole_answer_sounds_known(first)) {
      const bool oh =
          first > begin_ && script_.fold(first - 1) == "oh" && whole_answer_sounds_known(first - 1);
      return add(oh ? first - 1 : first, end_, 0.88, "sounds like a party's name");
    }
    if (first < end_)
      if (const std::size_t heard = misheard(first); heard > first)
        return add(first, heard, 0.88, "sounds like a party's name");
    // "yeah it's will": the answer is a word that is a name too.
    if (first + 1 == end_ && script_.fold(first).size() > 2 && word_kinds(script_.stem(first)).first)
      return add(first, end_, 0.85, "answers who is speaking");
    std::size_t last = after_initials(first);
    while (last < end_ && plain(last) && last - first <= kMaxParts + 1) {
      const std::string_view fold = script_.stem(last);
      const WordKinds kinds = word_kinds(fold);
      if (fold.size() == 1 && !(last + 1 < end_ && script_.sign(last + 1, '.'))) break;
      if (function_word(fold) && !particle(fold) && !(cased_ && script_[last].upper && kinds.name())) break;
      if (cased_ && !script_[last].upper && !particle(fold)) break;
      ++last;
      if (last < end_ && (script_.sign(last, '-')) && last + 1 < end_ && !script_[last].space_before) ++last;
      if (script_.possessive(last - 1) != 0) break;
    }
    if (last == first || last - first > kMaxParts + 1) return;
    // What follows must close the answer or be an aside.
    if (last < end_ && script_[last].alnum()) {
      const std::string_view next = script_.fold(last);
      const bool aside = next == "calling" || next == "from" || next == "yes" || next == "and" ||
                         next == "i" || next == "i'm" || next == "here" || next == "speaking" ||
                         next == "like" || next == "that's" || next == "spelled" ||
                         (word_kinds(script_.stem(first)).first && value(last));
      if (!aside) return;
    }
    if (last == first + 1) {
      const WordKinds kinds = word_kinds(script_.stem(first));
      if ((kinds.word && !kinds.name()) || script_.stem(first).size() < 2 ||
          script_[first].is(kDigit | kTeen | kTens | kMonth | kSpelling))
        return;
    }
    add(first, last, 0.85, "answers who is speaking");
  }

  const Script& script_;
  const std::vector<Party>& parties_;
  std::vector<Introduced> found_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool cased_ = false;
  bool foreign_ = false;
};

}  // namespace

std::vector<Introduced> find_introductions(const Context& context) { return Finder(context).run(); }

std::string canonical_name(const Context& context, std::string_view mention) {
  const std::string heard = letters_of(fold(mention));
  const std::vector<Party>& parties = context.prepared.names->parties;
  for (const Party& party : parties)
    if (sounds_like(heard, party.letters)) return party.canonical;
  for (const Party& party : parties)
    for (const std::string& part : party.parts)
      if (sounds_like(heard, part)) return party.canonical;
  return casefold_words(mention);
}

}  // namespace offhook::redact::detect
