// Capitalised names in written text: a run of capitalised words of which a list knows a name, or that no
// dictionary knows at all.
#include <algorithm>
#include <string>

#include "redact/canonical.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/surroundings.h"
#include "redact/detect/names/words.h"

namespace offhook::redact::detect {
namespace {

constexpr std::size_t kMaxWords = 6;

bool weekday(std::string_view fold) {
  for (const std::string_view day :
       {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
    if (fold == day) return true;
  return false;
}
bool place_preposition(std::string_view fold) {
  for (const std::string_view word :
       {"in", "from", "at", "near", "to", "via", "around", "on", "of", "de", "en", "nach", "aus"})
    if (fold == word) return true;
  return false;
}

// "Los Angeles", "Fort Wayne": what stands behind these is a place.
bool place_opening(std::string_view fold) {
  for (const std::string_view word :
       {"los", "las", "san", "santa", "fort", "mount", "lake", "saint", "port", "new"})
    if (fold == word) return true;
  return false;
}

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {}

  void run() {
    for (const std::uint32_t u : script_.searched()) {
      begin_ = script_.begin_of(u);
      end_ = script_.end_of(u);
      if (!script_.has(u, word_class::kUpper) || !capitals()) continue;
      foreign_ = foreign_text(script_, begin_, end_);
      for (std::size_t i = begin_; i < end_;) {
        if (script_[i].line_before && title_case(i))
          i = line_end(i);
        else
          i = run_at(i);
      }
    }
  }

 private:
  [[nodiscard]] bool plain(std::size_t i) const {
    return i < end_ && script_[i].letters && !script_[i].digits;
  }

  [[nodiscard]] std::size_t line_end(std::size_t i) const {
    do ++i;
    while (i < end_ && !script_[i].line_before);
    return i;
  }
  // Headlines and product lists capitalise everything.
  [[nodiscard]] bool title_case(std::size_t first) const {
    std::size_t upper = 0, lower = 0;
    const std::size_t last = line_end(first);
    for (std::size_t i = first; i < last; ++i) {
      if (!plain(i) || function_word(script_.fold(i))) continue;
      (script_[i].upper ? upper : lower) += 1;
    }
    return upper > 6 && lower == 0;
  }

  // In a text all in capitals they tell nothing.
  [[nodiscard]] bool capitals() const {
    for (std::size_t i = begin_; i < end_; ++i)
      if (script_[i].upper && !script_[i].all_upper && script_.fold(i).size() > 1) return true;
    return false;
  }

  std::size_t run_at(std::size_t i) {
    if (!plain(i) || !script_[i].upper) return i + 1;
    std::size_t last = i + 1;
    std::size_t words = 1;
    while (words < kMaxWords && script_.possessive(last - 1) == 0) {
      std::size_t next = last;
      if (words == 1 && syllable(i)) next = last = i + 3;
      if (next + 1 < end_ && script_.sign(next, '-') && !script_[next].space_before &&
          !script_[next + 1].space_before)
        ++next;
      if (next < end_ && script_.sign(next, '.') && !script_[next].space_before &&
          script_.fold(last - 1).size() == 1)
        ++next;
      while (plain(next) && script_[next].of(word_class::kParticle) && !script_[next].upper &&
             !script_[next].line_before)
        ++next;
      if (!plain(next) || !script_[next].upper || script_[next].line_before) break;
      last = next + 1;
      ++words;
    }
    const std::size_t run_end = last;
    // Words that begin a sentence, and others that are none of a name, fall off in front.
    while (i < last && (off_front(i) || !script_[i].letters)) ++i;
    if (i == last) return run_end;
    judge(i, last);
    return run_end;
  }

  // "Hae-won Choi": a given name of two syllables, the second not capitalised.
  [[nodiscard]] bool syllable(std::size_t i) const {
    return i + 3 < end_ && script_.sign(i + 1, '-') && !script_[i + 1].space_before && plain(i + 2) &&
           !script_[i + 2].space_before && !script_[i + 2].upper && script_.fold(i).size() > 1 &&
           (!word_kinds(script_.fold(i)).word || !word_kinds(script_.fold(i + 2)).word) && plain(i + 3) &&
           script_[i + 3].upper && word_kinds(script_.stem(i + 3)).last;
  }

  // "Steven Park" in a line of its own, "Sarah Park's", "Sarah Park lives …": what ends the run is a last
  // name.
  [[nodiscard]] bool family_behind(std::size_t first, std::size_t last) const {
    const bool alone =
        (first == begin_ || script_[first].line_before) && (last == end_ || script_[last].line_before);
    return last - first >= 2 && word_kinds(script_.stem(last - 1)).last && !town(script_.stem(first)) &&
           (alone || does_something(last) || script_.possessive(last - 1) != 0);
  }

  // "El-Sayed"
  [[nodiscard]] bool hyphened(std::size_t i, std::size_t last) const {
    return i + 2 < last + 1 && script_.sign(i + 1, '-') && !script_[i + 1].space_before;
  }

  [[nodiscard]] bool off_front(std::size_t i) const {
    const std::string_view fold = script_.stem(i);
    const WordKinds kinds = word_kinds(fold);
    if (fold == "mr" || fold == "mrs" || fold == "ms" || fold == "miss" || fold == "dr" || fold == "miss" ||
        fold == "madam" || fold == "sir")
      return true;
    if (function_word(fold) && !(kinds.first && !sentence_start(script_, i, begin_))) return true;
    return kinds.word && !kinds.name();
  }

  void judge(std::size_t first, std::size_t last) {
    std::size_t given = 0, family = 0, unknown = 0, words = 0, proper = 0, count = 0, initials = 0;
    bool acronym = false, short_parts = true;
    for (std::size_t i = first; i < last; ++i) {
      if (!plain(i) || (script_[i].of(word_class::kParticle) && (!script_[i].upper || hyphened(i, last))) ||
          (i >= first + 2 && syllable(i - 2)))
        continue;
      const std::string_view fold = script_.stem(i);
      ++count;
      if (fold.size() == 1) {
        ++initials;
        continue;
      }
      const WordKinds kinds = word_kinds(fold);
      short_parts = short_parts && fold.size() < 3;
      if (count == 1 && (script_[i].is(kMonth) || us_state(fold) || country_word(fold) || weekday(fold)) &&
          last - first == 1)
        return;
      acronym = acronym || (script_[i].all_upper && fold.size() <= 5 && !kinds.name());
      if (kinds.word && !kinds.name())
        ++words;
      else if (kinds.first && !kinds.word)
        ++given;
      else if (kinds.name())
        ++family;
      else if (kinds.proper)
        ++proper;
      else
        ++unknown;
    }
    const std::string_view next = last < end_ ? script_.fold(last) : std::string_view();
    const std::string_view before = first > begin_ ? script_.fold(first - 1) : std::string_view();
    const Cue cue = cue_before(script_, first, begin_);
    const bool park = organisation(script_.stem(last - 1)) && !(given > 0 && family_behind(first, last));
    if (words > 0 || acronym || park || organisation(next) || count == initials) return;
    const bool addressed =
        before == "@" && given > 0 && (first == begin_ + 1 || script_[first - 1].space_before);
    if (first > begin_ && !script_[first].space_before && !addressed &&
        (before == "@" || before == "/" || before == "." || before == "#" || before == "_" ||
         script_[first - 1].digits))
      return;
    if (last < end_ && !script_[last].space_before &&
        (next == "@" || next == "/" || next == "_" || script_[last].digits))
      return;
    // "Dana CARD-[CARD-…]": glued to a token, a word says what that is.
    if (last + 1 < end_ && script_.sign(last, '-') && !script_[last].space_before &&
        script_.replaced(last + 1) && !script_[last + 1].space_before)
      return;
    // A house number, or what stands for one.
    if (first > begin_ && (script_[first - 1].digits || script_.replaced(first - 1)) &&
        !script_[first].line_before && cue == Cue::none)
      return;
    if (last < end_ && script_[last].digits && !script_[last].line_before) return;  // "Kiannonkatu 98"
    // "shouted at Gary"
    const bool at_person = before == "at" && first >= begin_ + 2 && human_verb(script_.fold(first - 2));
    const bool place =
        place_preposition(before) && !at_person && !(count >= 2 && (before == "to" || before == "of"));
    if (short_parts) return;
    // "Warehouse: Alma Norte"
    if (first > begin_ + 1 && before == ":" && names_a_thing(script_.fold(first - 2))) return;
    // "Zuhause L"
    if (cue == Cue::none && count == 2 && unknown == 1 && initials == 1 &&
        size_letter(script_.fold(last - 1)))
      return;
    if (holiday(script_.stem(last - 1)) || holiday(script_.stem(first)) ||
        (count >= 2 && weekday(script_.stem(last - 1))) || (next == "day" && script_[last].upper) ||
        (count == 1 && cue_word(script_.fold(first))))
      return;
    if (count == 1 && given == 0 && is_label(first)) return;
    if (count == 1 && cue == Cue::none && brand(script_.stem(first))) return;
    for (std::size_t i = first; i + 1 < last; ++i)
      if (brand(script_.stem(i), script_.stem(i + 1))) return;
    if (first >= begin_ + 2 && script_.sign(first - 1, '&') &&
        brand(script_.stem(first - 2), script_.stem(first)))
      return;
    if (last + 1 < end_ && script_.sign(last, '&') && brand(script_.stem(last - 1), script_.stem(last + 1)))
      return;
    if (first > begin_ && script_[first - 1].upper && place_opening(before)) return;
    if (count == 2 && cue == Cue::none && place_opening(script_.fold(first))) return;  // "San Diego"
    if (count == 1 && cue == Cue::none && town(script_.stem(first)) && among_towns(first, last)) return;
    if (count == 1 && cue == Cue::none && demonym(script_.stem(first))) return;
    // "South Africa", "New Zealand"
    if (count == 2 && cue == Cue::none && country_word(script_.stem(last - 1)) &&
        (compass(script_.stem(first)) || place_opening(script_.stem(first))))
      return;
    // "Alpha Bravo Charlie"
    if (count >= 2 && only_spelling(first, last)) return;
    // "from Paris", "the Boston office"
    if (count == 1 && cue == Cue::none && town(script_.stem(first)) &&
        (place_preposition(before) || before == "the" || before == "a" || before == "an"))
      return;
    // Where every noun has a capital, or every word is new, a first name must be there.
    if (foreign_ && cue == Cue::none && (given == 0 || count < 2)) return;
    const bool opens = sentence_start(script_, first, begin_);
    const bool ambiguous = count == 1 && word_kinds(script_.stem(first)).word;
    const bool in_list = count == 1 && !place && among_names(first, last);
    if (ambiguous && !in_list && !strong(cue) && cue != Cue::address) return;
    if (cue == Cue::none && part_of_town(first, last) && !(opens && closes(last)) && !does_something(last))
      return;
    double confidence = 0;
    const char* reason = "";
    if (in_list && (given + family > 0 || unknown == 1) && !foreign_) {
      confidence = 0.6;
      reason = "listed with a name";
    } else if (opens && unknown + initials + given + family == count && unknown > 0 && does_something(last) &&
               script_.stem(first).size() >= 3) {
      confidence = 0.56;
      reason = "does what people do";
    } else if (count >= 2 && given > 0 && proper == 0) {
      confidence = 0.85;
      reason = "a first name and what goes with it";
    } else if (count >= 2 && (given + family) > 0 && !place) {
      confidence = 0.7;
      reason = "capitalised words with a name among them";
    } else if (count >= 2 && unknown + initials == count && !place && !opens) {
      confidence = 0.6;
      reason = "capitalised words that no dictionary knows";
    } else if (count >= 2 && unknown + initials + family == count && opens) {
      confidence = 0.6;
      reason = "a line of capitalised words that no dictionary knows";
    } else if (count == 1 && given == 1) {
      confidence = place && before != "to" ? 0.52 : 0.75;
      reason = "a first name";
    } else if (count == 1 && family == 1 && !place) {
      confidence = opens && !closes(last) && script_.possessive(last - 1) == 0 ? 0.5 : 0.6;
      reason = "a last name";
    } else if (count == 1 && unknown == 1 && !place &&
               (!opens || (last < end_ && script_.sign(last, ',')) || script_.possessive(last - 1) != 0) &&
               script_.stem(first).size() >= 3 && !inner_capital(first)) {
      confidence = 0.52;
      reason = "a capitalised word that no dictionary knows";
    }
    if (strong(cue)) confidence = std::max(confidence, 0.85);
    if (confidence < kAccept) return;
    out_.push_back({Kind::person,
                    {},
                    canonical_name(context_, script_.text(first, last)
                                                 .substr(0, script_.text(first, last).size() -
                                                                script_.possessive(last - 1))),
                    confidence,
                    reason,
                    {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last),
                      script_.possessive(last - 1)}}});
  }

  [[nodiscard]] bool only_spelling(std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i)
      if (!script_[i].is(kSpelling)) return false;
    return true;
  }

  // "Usamov and Bowers", "Victor, Andrew, Brandon": beside it in a list stands a name that is no word and no
  // town.
  [[nodiscard]] bool among_names(std::size_t first, std::size_t last) const {
    if (town(script_.stem(first))) return false;
    const auto link = [&](std::size_t i) {
      return i < end_ && (script_.sign(i, ',') || script_.sign(i, '&') || script_.fold(i) == "and");
    };
    const auto is_name = [&](std::size_t i) {
      if (!plain(i) || !script_[i].upper || town(script_.stem(i)) || us_state(script_.stem(i)) ||
          weekday(script_.stem(i)) || holiday(script_.stem(i)) || script_[i].is(kMonth))
        return false;
      const WordKinds kinds = word_kinds(script_.stem(i));
      return kinds.name() && !kinds.word && script_.stem(i).size() > 2;
    };
    return (link(last) && is_name(last + 1)) ||
           (first >= begin_ + 2 && link(first - 1) && is_name(first - 2) &&
            !sentence_start(script_, first, begin_));
  }
  // "Denver, Boston and Charlotte"
  [[nodiscard]] bool among_towns(std::size_t first, std::size_t last) const {
    return (last + 1 < end_ && !script_[last].alnum() && town(script_.stem(last + 1))) ||
           (last + 1 < end_ && script_.fold(last) == "and" && town(script_.stem(last + 1))) ||
           (first >= begin_ + 2 && town(script_.stem(first - 2)) &&
            (script_.sign(first - 1, ',') || script_.fold(first - 1) == "and"));
  }
  // "… called about a bill", "… lives at": a verb of people behind the name.
  [[nodiscard]] bool does_something(std::size_t last) const {
    if (last >= end_ || script_[last].line_before) return false;
    return human_verb(script_.fold(last));
  }

  // "Sydney West", where it neither signs nor does what people do.
  [[nodiscard]] bool part_of_town(std::size_t first, std::size_t last) const {
    return last - first == 2 && town(script_.fold(first)) && compass(script_.fold(last - 1));
  }
  [[nodiscard]] bool closes(std::size_t last) const {
    return last >= end_ || script_[last].line_before || script_.sign(last, ',') || script_.sign(last, ':');
  }
  // "Prüfnummer", "Passport": says what stands near it.
  [[nodiscard]] bool is_label(std::size_t i) const {
    const auto& labels = context_.labels;
    const auto label = std::lower_bound(labels.begin(), labels.end(), i,
                                        [](const Label& l, std::size_t word) { return l.first < word; });
    return label != labels.end() && label->first == i;
  }
  // "CloudDesk", "AquaPure"
  [[nodiscard]] bool inner_capital(std::size_t i) const {
    const std::string_view text = script_.text(i);
    return std::any_of(text.begin() + 1, text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool foreign_ = false;
};

}  // namespace

void find_capitals(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect
