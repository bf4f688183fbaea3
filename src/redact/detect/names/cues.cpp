#include <array>

#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/word_table.h"

namespace offhook::redact::detect {
namespace {

using Phrase = CuePhrase;

// The longest that fits counts. Looked up by last word.
constexpr std::array kPhrases = std::to_array<Phrase>({
    {"mr", Cue::title},
    {"mrs", Cue::title},
    {"ms", Cue::title},
    {"miss", Cue::title},
    {"mister", Cue::title},
    {"missus", Cue::title},
    {"madam", Cue::title},
    {"mx", Cue::title},
    {"dr", Cue::title},
    {"prof", Cue::title},
    {"professor", Cue::title},
    {"herr", Cue::title},
    {"frau", Cue::title},
    {"senor", Cue::title},
    {"senora", Cue::title},
    {"monsieur", Cue::title},
    {"madame", Cue::title},
    {"my name is", Cue::name},
    {"my name's", Cue::name},
    {"name is", Cue::name},
    {"name was", Cue::name},
    {"name's", Cue::name},
    {"names", Cue::name},
    {"my name is also", Cue::name},
    {"name is also", Cue::name},
    {"english name is", Cue::name},
    {"name it's", Cue::name},
    {"name", Cue::name},
    {"last name", Cue::name},
    {"first name", Cue::name},
    {"surname", Cue::name},
    {"call me", Cue::name},
    {"calls me", Cue::name},
    {"called me", Cue::name},
    {"people call me", Cue::name},
    {"named", Cue::name},
    {"cardholder", Cue::name},
    {"account holder", Cue::name},
    {"name of", Cue::introduce},
    {"this is", Cue::introduce},
    {"this is also", Cue::introduce},
    {"i'm", Cue::introduce},
    {"i am", Cue::introduce},
    {"im", Cue::introduce},
    {"it's", Cue::introduce},
    {"its", Cue::introduce},
    {"it is", Cue::introduce},
    {"is this", Cue::introduce},
    {"is that", Cue::introduce},
    {"are you", Cue::introduce},
    {"you are", Cue::introduce},
    {"speaking with", Cue::introduce},
    {"speaking to", Cue::introduce},
    {"speak with", Cue::introduce},
    {"speak to", Cue::introduce},
    {"spoke with", Cue::introduce},
    {"spoke to", Cue::introduce},
    {"talked to", Cue::introduce},
    {"talk to", Cue::introduce},
    {"talking to", Cue::introduce},
    {"ask for", Cue::introduce},
    {"asked for", Cue::introduce},
    {"under", Cue::introduce},
    {"that's", Cue::introduce},
    {"here is", Cue::introduce},
    {"nobody calls me", Cue::name},
    {"husband", Cue::name},
    {"wife", Cue::name},
    {"son", Cue::name},
    {"daughter", Cue::name},
    {"mother", Cue::name},
    {"father", Cue::name},
    {"mom", Cue::name},
    {"mum", Cue::name},
    {"dad", Cue::name},
    {"brother", Cue::name},
    {"sister", Cue::name},
    {"neighbor", Cue::name},
    {"neighbour", Cue::name},
    {"partner", Cue::name},
    {"landlord", Cue::name},
    {"boss", Cue::introduce},
    {"colleague", Cue::introduce},
    {"friend", Cue::introduce},
    {"uncle", Cue::name},
    {"aunt", Cue::name},
    {"grandmother", Cue::name},
    {"grandfather", Cue::name},
    {"cousin", Cue::name},
    {"kid", Cue::introduce},
    {"child", Cue::introduce},
    {"fiance", Cue::name},
    {"fiancee", Cue::name},
    {"roommate", Cue::introduce},
    {"tenant", Cue::introduce},
    {"technician", Cue::introduce},
    {"manager", Cue::introduce},
    {"supervisor", Cue::introduce},
    {"nurse", Cue::introduce},
    {"lawyer", Cue::introduce},
    {"doctor", Cue::introduce},
    {"partner's name", Cue::name},
    {"un tal", Cue::name},
    {"je suis", Cue::introduce},
    {"me llamo", Cue::name},
    {"m'appelle", Cue::name},
    {"soy", Cue::introduce},
    {"hi", Cue::address},
    {"hello", Cue::address},
    {"hey", Cue::address},
    {"dear", Cue::address},
    {"thank you", Cue::address},
    {"thanks", Cue::address},
    {"tnx", Cue::address},
    {"thx", Cue::address},
    {"sorry", Cue::address},
    {"okay", Cue::address},
    {"ok", Cue::address},
    {"alright", Cue::address},
    {"yes", Cue::address},
    {"yeah", Cue::address},
    {"sure", Cue::address},
    {"morning", Cue::address},
    {"afternoon", Cue::address},
    {"evening", Cue::address},
    {"good day", Cue::address},
    {"bye", Cue::address},
    {"goodbye", Cue::address},
    {"welcome", Cue::address},
    {"regards", Cue::address},
    {"sincerely", Cue::address},
    {"meet you", Cue::address},
    {"worries", Cue::address},
    {"perfect", Cue::address},
    {"great", Cue::address},
    {"pele", Cue::address},
    {"hola", Cue::address},
    {"bonjour", Cue::address},
    {"hallo", Cue::address},
    {"no no", Cue::address},
    {"understand", Cue::address},
});

struct Last {
  std::string_view word;
  std::uint16_t begin = 0;
  std::uint16_t end = 0;
};
constexpr std::string_view last_word(std::string_view words) {
  const auto space = words.rfind(' ');
  return space == std::string_view::npos ? words : words.substr(space + 1);
}
constexpr auto kSorted = [] {
  auto phrases = kPhrases;
  // An insertion sort: std::sort moves string_views through strings' ordering only.
  for (std::size_t i = 1; i < phrases.size(); ++i)
    for (std::size_t k = i; k > 0; --k) {
      const auto a = last_word(phrases[k - 1].words);
      const auto b = last_word(phrases[k].words);
      if (a < b || (a == b && phrases[k - 1].words.size() >= phrases[k].words.size())) break;
      const Phrase other = phrases[k];
      phrases[k] = phrases[k - 1];
      phrases[k - 1] = other;
    }
  return phrases;
}();
constexpr std::size_t kCount = [] {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kSorted.size(); ++i)
    count += i == 0 || last_word(kSorted[i].words) != last_word(kSorted[i - 1].words);
  return count;
}();
constexpr auto kLasts = [] {
  std::array<Last, kCount> lasts{};
  std::size_t n = 0;
  for (std::size_t i = 0; i < kSorted.size(); ++i) {
    if (i == 0 || last_word(kSorted[i].words) != last_word(kSorted[i - 1].words))
      lasts[n++] = {last_word(kSorted[i].words), static_cast<std::uint16_t>(i), 0};
    lasts[n - 1].end = static_cast<std::uint16_t>(i + 1);
  }
  return lasts;
}();
constexpr WordTable<Last, kCount, 512> kTable(kLasts);

// Does `words` end right before word i?
bool ends_before(const Script& script, std::size_t i, std::size_t begin, std::string_view words) {
  while (true) {
    if (i == begin) return false;
    --i;
    const std::string_view last = last_word(words);
    if (script.fold(i) != last) return false;
    if (last.size() == words.size()) return true;
    words.remove_suffix(last.size() + 1);
  }
}

}  // namespace

std::span<const CuePhrase> cue_phrases() { return kSorted; }

Cue cue_before(const Script& script, std::size_t i, std::size_t begin) {
  std::size_t at = i;
  bool comma = false, colon = false;
  // "Thank you, Tammy", "Mr. Long", "Name: …", "Regards,\n…"
  while (at > begin && !script[at - 1].alnum()) {
    const std::string_view c = script.fold(at - 1);
    if (c == "," || c == "!" || c == ".")
      comma = comma || c != ".";
    else if (c == ":" || c == "\"" || c == "'" || c == "“")
      colon = colon || c == ":";
    else
      return Cue::none;
    const bool stop = c == ".";
    --at;
    if (stop) {
      // Only titles are abbreviated.
      const Last* last = at > begin ? kTable.find(script.fold(at - 1)) : nullptr;
      return last != nullptr && kSorted[last->begin].cue == Cue::title && !comma && !colon ? Cue::title
                                                                                           : Cue::none;
    }
  }
  if (at == begin) return Cue::none;
  // "my husband is michael"
  if (script.fold(at - 1) == "is" && at >= begin + 2)
    if (const Last* owner = kTable.find(script.fold(at - 2));
        owner != nullptr && kSorted[owner->end - 1u].cue == Cue::name && owner->word != "name")
      return Cue::introduce;
  const Last* last = kTable.find(script.fold(at - 1));
  if (last == nullptr) return Cue::none;
  for (std::size_t p = last->begin; p < last->end; ++p) {
    if (!ends_before(script, at, begin, kSorted[p].words)) continue;
    const Cue cue = kSorted[p].cue;
    if (comma && cue != Cue::address) return Cue::none;
    if (colon && cue != Cue::name) return Cue::none;
    return cue;
  }
  return Cue::none;
}

bool cased(const Script& script, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const Word& word = script[i];
    if (word.letters && !word.digits && word.upper && !word.all_upper && word.fold_size > 1 &&
        !script.fold(i).starts_with("i'") && !sentence_start(script, i, begin))
      return true;
  }
  return false;
}

bool sentence_start(const Script& script, std::size_t i, std::size_t begin) {
  if (i == begin || script[i].line_before) return true;
  for (std::size_t k = i; k > begin; --k) {
    if (script[k - 1].alnum()) return false;
    const std::string_view c = script.fold(k - 1);
    if (c == "." || c == "?" || c == "!" || c == "…" || c == ":" || c == "*" || c == ">") {
      // "Mr. Long": an abbreviation ends no sentence.
      return !(c == "." && k >= begin + 2 && kTable.find(script.fold(k - 2)) != nullptr &&
               kSorted[kTable.find(script.fold(k - 2))->begin].cue == Cue::title);
    }
  }
  return true;
}

bool particle(std::string_view folded) {
  for (const std::string_view p :
       {"de",    "van", "von", "der", "den", "del", "della", "di",  "da",  "dos", "bin",
        "binti", "al",  "el",  "la",  "le",  "ten", "ter",   "ibn", "abu", "du",  "st"})
    if (folded == p) return true;
  return false;
}

}  // namespace offhook::redact::detect
