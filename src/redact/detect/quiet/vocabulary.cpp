#include "redact/detect/quiet/vocabulary.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/check.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/dates.h"
#include "redact/detect/labels.h"
#include "redact/detect/lexicon.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/surroundings.h"
#include "redact/detect/names/words.h"
#include "redact/detect/slots.h"

namespace offhook::redact::detect {
namespace {

using namespace trait;

// Labels of values that may be short, or not made of digits alone.
constexpr Labels kShortValues = label::kCvv | label::kExpiry | label::kPin | label::kOtp | label::kDob |
                                label::kAccount | label::kPassport | label::kLicence | label::kZip;

Traits mass_of(const Lexeme& lexeme) {
  if ((lexeme.meaning & (kThousand | kRepeat)) != 0) return 3;
  if ((lexeme.meaning & (kTeen | kTens | kHundred)) != 0) return 2;
  return (lexeme.meaning & kDigit) != 0 ? 1 : 0;
}

Traits traits_of(const Lexeme& lexeme) {
  constexpr std::uint32_t kPieces =
      kDigit | kTeen | kTens | kRepeat | kLetter | kSpelling | kHundred | kThousand;
  const bool article = lexeme.word == "a" || lexeme.word == "i";
  Traits traits = mass_of(lexeme) << kMassAt;
  if ((lexeme.meaning & (kLetter | kSpelling)) != 0) traits |= article ? kArticle : kSpelled;
  if ((lexeme.meaning & kPieces) != 0 && !article) traits |= kPiece;
  if ((lexeme.meaning & kFiller) != 0 && (lexeme.meaning & kPieces) == 0) traits |= kSkipped;
  if ((lexeme.meaning & (kFiller | kBackchannel | kLeadIn | kRepair | kSign)) != 0) traits |= kIdle;
  if ((lexeme.meaning & (kMonth | kOrdinal)) != 0) traits |= trait::kDate;
  if ((lexeme.meaning & detect::kDigit) != 0) traits |= kDigitWord;
  if (lexeme.word == "oh" || lexeme.word == "o" || (lexeme.meaning & (kHundred | kThousand | kRepeat)) != 0)
    traits |= kPerhaps;
  if ((lexeme.meaning & kMagnitude) != 0) traits |= kMagnitudeWord;
  return traits;
}

// The parts of a phrase that tell that it may stand here: its one word, or its last two.
struct Pair {
  std::string_view first;
  std::string_view second;  // empty: one word
};
Pair last_two(std::string_view words) {
  const auto space = words.rfind(' ');
  if (space == std::string_view::npos) return {words, {}};
  const auto rest = words.substr(0, space);
  const auto before = rest.rfind(' ');
  return {before == std::string_view::npos ? rest : rest.substr(before + 1), words.substr(space + 1)};
}

}  // namespace

std::uint64_t word_key(std::string_view folded) {
  std::uint64_t first = 0, rest = 0;
  std::memcpy(&first, folded.data(), std::min<std::size_t>(folded.size(), 8));
  if (folded.size() > 8) std::memcpy(&rest, folded.data() + 8, std::min<std::size_t>(folded.size() - 8, 8));
  return word_key(first, folded.size() > 8 ? rest : first);
}

const Vocabulary& Vocabulary::instance() {
  static const Vocabulary vocabulary;
  return vocabulary;
}

// Words that texts cannot have as one plain word (not ASCII, too long) are loud where they stand.
void Vocabulary::add(Words& words, std::string_view word, Traits traits) {
  if (!word.empty() && word.size() <= kLongestWord) words[word_key(word)] |= traits;
}

void Vocabulary::add(Words& words, std::string_view first, std::string_view second, Traits of_first,
                     Traits of_second) {
  add(words, first, of_first);
  add(words, second, of_second);
  pairs_.push_back(both(word_key(first), word_key(second)));
}

Vocabulary::Vocabulary() {
  constexpr std::size_t kRoom = 8192;  // about as many as there are
  Words words;
  words.reserve(kRoom);
  add_words(words);
  for (auto& [word, traits] : words) {
    if ((traits & (kMass | kForeignNumber | kSpelled | kPiece)) != 0) traits |= kPieceLike;
    if ((traits & kNotable) != 0) traits |= kNoted;
  }
  for (const std::string_view word : function_words())
    if (Traits& traits = words[word_key(word)]; !name_and_function_word(word) && (traits & kHuman) == 0)
      traits |= kNoName;
  std::sort(pairs_.begin(), pairs_.end());
  for (const std::uint64_t pair : pairs_) pair_filter_[pair >> 58] |= std::uint64_t{1} << (pair >> 52 & 63);
  // Two words of one group that fall together stay together: then another multiplier parts them.
  multiplier_ = 0x9e3779b97f4a7c15u;
  for (int tries = 0; !place(words); ++tries) {
    check(tries < 100, "the vocabulary fits into its table");
    multiplier_ += 0x5851f42d4c957f2eu;
  }
}

bool Vocabulary::place(const Words& words) {
  slots_.assign(std::size_t{1} << kSlotBits, {});
  std::vector<std::vector<std::uint64_t>> groups(shifts_.size());
  for (const auto& [key, traits] : words) groups[group_of(key * multiplier_)].push_back(key);
  std::vector<std::size_t> order(groups.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return groups[a].size() > groups[b].size(); });
  for (const std::size_t group : order) {
    std::vector<std::uint64_t>& keys = groups[group];
    const auto slot_of = [&](std::uint64_t key) -> Slot& {
      return slots_[offset_of(key * multiplier_, shifts_[group]) / sizeof(Slot)];
    };
    shifts_[group] = 0;
    for (std::size_t placed = 0, tries = 0; placed < keys.size(); ++tries) {
      if (tries == slots_.size()) return false;
      shifts_[group] = static_cast<std::uint32_t>(tries * sizeof(Slot));
      for (placed = 0; placed < keys.size() && slot_of(keys[placed]).key == 0; ++placed)
        slot_of(keys[placed]) = {keys[placed], words.at(keys[placed])};
      for (std::size_t i = 0; placed < keys.size() && i < placed; ++i) slot_of(keys[i]) = {};
    }
  }
  return true;
}

void Vocabulary::add_words(Words& words) {
  for (const Lexeme& lexeme : lexemes(Language::english)) add(words, lexeme.word, traits_of(lexeme));
  for (const Language language : {Language::spanish, Language::french, Language::portuguese, Language::german,
                                  Language::italian, Language::swedish, Language::hindi})
    for (const Lexeme& lexeme : lexemes(language))
      if ((lexeme.meaning & (kDigit | kTeen | kTens)) != 0 &&
          (look_up(lexeme.word).meaning & (kDigit | kTeen | kTens)) == 0)
        add(words, lexeme.word, kForeignNumber);

  for (const LabelPhrase& phrase : label_phrases()) {
    const auto [first, second] = last_two(phrase.words);
    const bool of_short_values = (phrase.mask & kShortValues) != 0;
    const bool secret = (phrase.mask & label::kSecret) != 0;
    const Traits more = (of_short_values ? kShort : Traits{0}) | (secret ? kSecretWord : Traits{0}) |
                        ((phrase.mask & kAnswered) != 0 ? kSlotLabel : Traits{0}) |
                        ((phrase.mask & kAnnounced) != 0 ? kToldLabel : Traits{0});
    // "password's": is.
    for (const std::string_view is : {"", "'s"}) {
      if (second.empty())
        add(words, std::string(first).append(is), kLabel | more | (secret ? kLoud : Traits{0}));
      else
        add(words, first, std::string(second).append(is), kLabelFirst,
            kLabelSecond | more << kOfPair | (secret ? kLoudSecond : Traits{0}));
    }
  }
  for (const CuePhrase& phrase : cue_phrases()) {
    const auto [first, second] = last_two(phrase.words);
    if (second.empty()) {
      add(words, first, kCue | (phrase.cue == Cue::title ? kLoud : Traits{0}));
    } else {
      add(words, first, second, kCueFirst, kCueSecond);
    }
    // "my husband is michael"
    add(words, second.empty() ? first : second, "is", kCueFirst, kCueSecond);
  }
  for (const std::string_view word : function_words()) add(words, word, kFunction);
  for (const std::string_view word : asking_words()) add(words, word, kAsking);
  for (const std::string_view word : street_words()) add(words, word, kStreet);
  for (const std::string_view word : foreign_months()) add(words, word, trait::kDate);
  for (const std::string_view word : given_names()) add(words, word, kGiven);

  for (const auto& list : {human_verbs(), words_of_presence()})
    for (const std::string_view word : list) add(words, word, kHuman);

  const auto each = [&](Traits traits, std::initializer_list<std::string_view> list) {
    for (const std::string_view word : list) add(words, word, traits);
  };
  each(kAt, {"at", "arroba", "arobase", "arrobase", "chiocciola", "snabel", "klammeraffe"});
  each(trait::kDot, {"dot", "punto", "ponto", "punkt"});
  each(kPoint, {"point", "period"});
  each(kStreet, {"cr", "rr"});
  each(kAsksName, {"chatting", "talking", "name", "names", "name's", "surname", "reservation's", "booking's",
                   "who's", "speaking", "who"});
  each(kAsksName | kLast, {"under", "are", "last", "first"});
  each(kAsksAddress, {"address"});
  each(kWhere, {"where"});
  for (const std::string_view word : address_verbs()) add(words, word, kSends);
  for (const std::string_view word : address_parts()) add(words, word, kPlacePart);
  each(kFollows, {"here", "with", "from", "calling"});
  each(kSpeaking, {"speaking"});
  each(kBox, {"box"});
  each(kPost, {"po", "o", "office"});
  each(kAs, {"as", "for", "like"});
  // A street corner, the ends of military addresses, and what keys of services begin with.
  each(kLoud, {"corner", "apo", "fpo", "dpo", "sk", "glpat", "xoxb", "xoxp", "hvs", "ya29", "www", "http",
               "https", "ftp", "sftp", "ws", "wss"});
}

}  // namespace offhook::redact::detect
