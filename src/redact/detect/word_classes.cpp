#include "redact/detect/word_classes.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <vector>

#include "base/check.h"
#include "json/name_key.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/dates.h"
#include "redact/detect/labels.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/surroundings.h"
#include "redact/detect/names/words.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect {
namespace {

using namespace word_class;

constexpr Lexeme kNone{};
constexpr std::size_t kSlots = 16384;
constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15u;  // 2^64 / golden ratio

using Key = json::NameKey;

std::uint64_t hash_of(const Key& key) {
  const std::uint64_t mixed = (key.head ^ (key.tail * 0xc2b2ae3d27d4eb4fu) ^ key.size) * kFactor;
  return mixed ^ (mixed >> 32);
}

class Table {
 public:
  Table() : slots_(kSlots) {
    for (const Lexeme& lexeme : lexemes(Language::english)) {
      check(lexeme.meaning <= std::numeric_limits<decltype(Word::meaning)>::max(),
            "a word has room for its meanings");
      slot_for(lexeme.word).entry.lexeme = &lexeme;
    }
    for (const Language language : {Language::spanish, Language::french, Language::portuguese,
                                    Language::german, Language::italian, Language::swedish, Language::hindi})
      for (const Lexeme& lexeme : lexemes(language)) add(lexeme.word, kForeignNumber);
    for (const std::string_view word : function_words()) add(word, kFunction);
    for (const std::string_view word : given_names()) add(word, kGivenName);
    for (const std::string_view word : particles()) add(word, kParticle);
    for (const CuePhrase& phrase : cue_phrases())
      add(phrase.words.substr(phrase.words.rfind(' ') + 1), kCueEnd);
    add("is", kCueEnd);
    for (const std::string_view word : foreign_words()) add(word, kForeignWord);
    for (const LabelPhrase& phrase : label_phrases())
      add(phrase.words.substr(0, phrase.words.find(' ')), kLabelStart);
    for (const std::string_view word : street_words())
      add(word, kStreetWord | (street_prefix(word) ? kStreetPrefix : 0));
    each(kStreetWord, {"highway", "hwy", "road", "rd", "route", "rte", "cr"});
    for (const std::string_view word : foreign_months()) add(word, kForeignMonth);

    each(kFollowsName, {"speaking", "here", "with", "from", "calling"});
    add("speaking", kSpeaking);
    each(kAsksName, {"name", "names", "name's", "surname", "speaking", "chatting", "talking", "are", "who",
                     "who's", "reservation's", "booking's", "under", "last", "first"});
    each(kBoxStart, {"po", "p", "post", "rural", "rr"});
    each(kMilitary, {"psc", "unit", "cmr", "usns", "uss", "usnv", "uscgc", "usnc"});
    add("corner", kCorner);
    each(kAddressWord, {"address", "where"});
    for (const std::string_view word : address_parts()) add(word, kPlacePart);
    each(kAt | kAtOnly, {"arroba", "arobase", "arrobase", "chiocciola", "snabel", "klammeraffe"});
    add("at", kAt);
    each(kDot, {"dot", "punto", "ponto", "punkt"});
    each(kPoint, {"point", "period"});
  }

  [[nodiscard]] WordEntry find(std::string_view word) const {
    const Key key = Key::of(word);
    const std::uint64_t hash = hash_of(key);
    if ((filter_[hash >> 54] >> (hash >> 48 & 63) & 1) != 0)
      for (std::size_t slot = hash & (kSlots - 1); !slots_[slot].word.empty();
           slot = (slot + 1) & (kSlots - 1))
        if (slots_[slot].is(word, key)) return slots_[slot].entry;
    return {0, &kNone};
  }

 private:
  struct Slot {
    std::string_view word;
    Key key;
    WordEntry entry;

    [[nodiscard]] bool is(std::string_view other, const Key& its) const {
      return json::same_name(key, word, its, other);
    }
  };

  void each(WordClasses classes, std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) add(word, classes);
  }
  void add(std::string_view word, WordClasses classes) {
    check(classes <= std::numeric_limits<decltype(Word::classes)>::max(), "a word has room for its classes");
    slot_for(word).entry.classes |= classes;
  }

  Slot& slot_for(std::string_view word) {
    check(!word.empty() && ++count_ < kSlots, "the table of words has room");
    const Key key = Key::of(word);
    const std::uint64_t hash = hash_of(key);
    filter_[hash >> 54] |= std::uint64_t{1} << (hash >> 48 & 63);
    std::size_t slot = hash & (kSlots - 1);
    while (!slots_[slot].word.empty() && !slots_[slot].is(word, key)) slot = (slot + 1) & (kSlots - 1);
    if (slots_[slot].word.empty()) slots_[slot] = {word, key, {0, &kNone}};
    return slots_[slot];
  }

  std::array<std::uint64_t, 1024> filter_{};  // one bit tells most other words, from few cache lines
  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace

WordEntry word_entry(std::string_view folded) {
  static const Table table;
  return table.find(folded);
}

}  // namespace offhook::redact::detect
