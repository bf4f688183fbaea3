// Where a text has no capitals, as speech recognition and hasty writers leave it, a name without an
// introduction is a first name of the frequency list that is no English word, with a last name behind it or
// with something that people do: "add dana mitchell to it", "rhys called", "is wendell there".
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/surroundings.h"
#include "redact/detect/names/words.h"

namespace offhook::redact::detect {
namespace {

class Finder {
 public:
  Finder(const Context& context, std::vector<Candidate>& out)
      : context_(context), script_(context.script), out_(out) {}

  void run() {
    for (const std::uint32_t u : script_.searched()) {
      begin_ = script_.begin_of(u);
      end_ = script_.end_of(u);
      if (!script_.has(u, word_class::kGivenName)) continue;
      bool checked = false;
      for (std::size_t i = begin_; i + 1 < end_; ++i) {
        if (!given(i)) continue;
        const std::size_t last = family(i + 1) || named_with(i) ? i + 2 : acts(i) ? i + 1 : i;
        if (last == i) continue;
        if (!checked && (cased(script_, begin_, end_) || foreign_text(script_, begin_, end_))) break;
        checked = true;
        if (place(i, last) || brand(script_.fold(i), script_.stem(i + 1))) continue;
        propose(i, last, last > i + 1 ? "a first name and a last name" : "does what people do");
        i = last - 1;
      }
    }
  }

 private:
  [[nodiscard]] bool plain(std::size_t i) const {
    return script_[i].letters && !script_[i].digits && !script_[i].upper &&
           !script_[i].is(kDigit | kMonth | kSpelling | kSign);
  }
  [[nodiscard]] bool given(std::size_t i) const {
    const std::string_view fold = script_.fold(i);
    return script_[i].of(word_class::kGivenName) && !script_[i].of(word_class::kFunction) && plain(i) &&
           fold.size() >= 3 && !town(fold) && !us_state(fold) && !particle(fold);
  }
  [[nodiscard]] bool family(std::size_t i) const {
    if (!plain(i) || !script_[i].space_before || script_[i].line_before || script_.stem(i).size() < 3)
      return false;
    const std::string_view fold = script_.stem(i);
    // "mai zweitausendzwanzig": a year of German
    if (fold.size() >= 10 && (fold.find("tausend") != fold.npos || fold.find("hundert") != fold.npos))
      return false;
    const WordKinds kinds = word_kinds(fold);
    return !kinds.word && !kinds.proper && !function_word(fold) && !organisation(fold) &&
           (kinds.last || (kinds.unknown() && !us_state(fold)));
  }
  // "follow up with yusuf wood in may": the last name is a word, too, and ends what is said of whom.
  [[nodiscard]] bool named_with(std::size_t i) const {
    if (i == begin_ || !plain(i + 1) || !script_[i + 1].space_before || script_[i + 1].line_before)
      return false;
    const std::string_view before = script_.fold(i - 1);
    if (before != "with" && before != "add" && before != "by") return false;
    const WordKinds kinds = word_kinds(script_.stem(i + 1));
    if (!kinds.last || function_word(script_.stem(i + 1)) || organisation(script_.stem(i + 1))) return false;
    return i + 2 == end_ || !script_[i + 2].alnum() || script_[i + 2].of(word_class::kFunction);
  }

  // "12 martin luther king blvd", "the george washington bridge", "joe's at gmail dot com"
  [[nodiscard]] bool place(std::size_t first, std::size_t last) const {
    if (first > begin_ &&
        (script_[first - 1].digits || script_[first - 1].is(kDigit | kTeen | kTens | kSign)))
      return true;
    for (std::size_t i = last; i < end_ && i < last + 2 && script_[i].letters; ++i)
      if (organisation(script_.fold(i)) || street_suffix(script_.fold(i)) != Street::none ||
          script_[i].is(kSign))
        return true;
    return last < end_ && !script_[last].space_before &&
           (script_.sign(last, '@') || script_.sign(last, '_') ||
            (script_.sign(last, '.') && last + 1 < end_ && !script_[last + 1].space_before));
  }

  // "rhys called", "is wendell available"
  [[nodiscard]] bool acts(std::size_t i) const {
    if (!script_[i + 1].space_before || script_.fold(i) == "alexa") return false;
    return human_verb(script_.fold(i + 1)) ||
           (present(script_.fold(i + 1)) && i > begin_ && script_.fold(i - 1) == "is");
  }

  void propose(std::size_t first, std::size_t last, const char* reason) {
    const std::uint32_t cut = script_.possessive(last - 1);
    const std::string_view text = script_.text(first, last);
    out_.push_back({Kind::person,
                    {},
                    canonical_name(context_, text.substr(0, text.size() - cut)),
                    0.62,
                    reason,
                    {{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last), cut}}});
  }

  const Context& context_;
  const Script& script_;
  std::vector<Candidate>& out_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace

void find_lower_pairs(const Context& context, std::vector<Candidate>& out) { Finder(context, out).run(); }

}  // namespace offhook::redact::detect
