#include <algorithm>
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
    {"lady called", Cue::name},
    {"agent called", Cue::name},
    {"rep called", Cue::name},
    {"colleague called", Cue::name},
    {"driver called", Cue::name},
    {"technician called", Cue::name},
    {"friend called", Cue::name},
    {"boy called", Cue::name},
    {"badge said", Cue::name},
    {"badge says", Cue::name},
    {"man called", Cue::name},
    {"woman called", Cue::name},
    {"girl called", Cue::name},
    {"guy called", Cue::name},
    {"chap called", Cue::name},
    {"gentleman called", Cue::name},
    {"person called", Cue::name},
    {"someone called", Cue::name},
    {"somebody called", Cue::name},
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
    {"through to", Cue::introduce},
    {"you're through to", Cue::name},
    {"you are through to", Cue::name},
    {"you're speaking with", Cue::name},
    {"you're speaking to", Cue::name},
    {"you are speaking with", Cue::name},
    {"you are speaking to", Cue::name},
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
    {"husband", Cue::relation},
    {"wife", Cue::relation},
    {"son", Cue::relation},
    {"daughter", Cue::relation},
    {"mother", Cue::relation},
    {"father", Cue::relation},
    {"mom", Cue::relation},
    {"mum", Cue::relation},
    {"dad", Cue::relation},
    {"brother", Cue::relation},
    {"sister", Cue::relation},
    {"neighbor", Cue::relation},
    {"neighbour", Cue::relation},
    {"partner", Cue::relation},
    {"landlord", Cue::relation},
    {"boss", Cue::introduce},
    {"my boss", Cue::relation},
    {"his boss", Cue::relation},
    {"her boss", Cue::relation},
    {"our boss", Cue::relation},
    {"colleague", Cue::introduce},
    {"my colleague", Cue::relation},
    {"his colleague", Cue::relation},
    {"her colleague", Cue::relation},
    {"our colleague", Cue::relation},
    {"friend", Cue::introduce},
    {"my friend", Cue::relation},
    {"his friend", Cue::relation},
    {"her friend", Cue::relation},
    {"our friend", Cue::relation},
    {"uncle", Cue::relation},
    {"aunt", Cue::relation},
    {"grandmother", Cue::relation},
    {"grandfather", Cue::relation},
    {"cousin", Cue::relation},
    {"kid", Cue::introduce},
    {"my kid", Cue::relation},
    {"his kid", Cue::relation},
    {"her kid", Cue::relation},
    {"our kid", Cue::relation},
    {"child", Cue::introduce},
    {"my child", Cue::relation},
    {"his child", Cue::relation},
    {"her child", Cue::relation},
    {"our child", Cue::relation},
    {"fiance", Cue::relation},
    {"fiancee", Cue::relation},
    {"roommate", Cue::introduce},
    {"my roommate", Cue::relation},
    {"his roommate", Cue::relation},
    {"her roommate", Cue::relation},
    {"our roommate", Cue::relation},
    {"tenant", Cue::introduce},
    {"my tenant", Cue::relation},
    {"his tenant", Cue::relation},
    {"her tenant", Cue::relation},
    {"our tenant", Cue::relation},
    {"technician", Cue::introduce},
    {"my technician", Cue::relation},
    {"his technician", Cue::relation},
    {"her technician", Cue::relation},
    {"our technician", Cue::relation},
    {"manager", Cue::introduce},
    {"my manager", Cue::relation},
    {"his manager", Cue::relation},
    {"her manager", Cue::relation},
    {"our manager", Cue::relation},
    {"supervisor", Cue::introduce},
    {"my supervisor", Cue::relation},
    {"his supervisor", Cue::relation},
    {"her supervisor", Cue::relation},
    {"our supervisor", Cue::relation},
    {"nurse", Cue::relation},
    {"lawyer", Cue::introduce},
    {"my lawyer", Cue::relation},
    {"his lawyer", Cue::relation},
    {"her lawyer", Cue::relation},
    {"our lawyer", Cue::relation},
    {"doctor", Cue::relation},
    {"partner's name", Cue::name},
    {"in law", Cue::relation},
    {"mama", Cue::relation},
    {"papa", Cue::relation},
    {"mommy", Cue::relation},
    {"daddy", Cue::relation},
    {"grandma", Cue::relation},
    {"grandpa", Cue::relation},
    {"nephew", Cue::relation},
    {"niece", Cue::relation},
    {"grandson", Cue::relation},
    {"granddaughter", Cue::relation},
    {"stepson", Cue::relation},
    {"stepdaughter", Cue::relation},
    {"stepmother", Cue::relation},
    {"stepfather", Cue::relation},
    {"stepmom", Cue::relation},
    {"stepdad", Cue::relation},
    {"girlfriend", Cue::relation},
    {"boyfriend", Cue::relation},
    {"housemate", Cue::relation},
    {"flatmate", Cue::relation},
    {"spouse", Cue::relation},
    {"godson", Cue::relation},
    {"goddaughter", Cue::relation},
    {"my assistant", Cue::relation},
    {"my secretary", Cue::relation},
    {"my attorney", Cue::relation},
    {"my solicitor", Cue::relation},
    {"my accountant", Cue::relation},
    {"my caregiver", Cue::relation},
    {"my carer", Cue::relation},
    {"my teacher", Cue::relation},
    {"my buddy", Cue::relation},
    {"my mate", Cue::relation},
    {"my coworker", Cue::relation},
    {"cardholder is", Cue::name},
    {"account holder is", Cue::name},
    {"policyholder", Cue::relation},
    {"policyholder is", Cue::name},
    {"policy holder is", Cue::name},
    {"beneficiary is", Cue::name},
    {"account is under", Cue::name},
    {"account's under", Cue::name},
    {"policy is under", Cue::name},
    {"reservation is under", Cue::name},
    {"booking is under", Cue::name},
    {"it's under", Cue::name},
    {"account belongs to", Cue::name},
    {"registered to", Cue::name},
    {"made out to", Cue::name},
    {"mi marido", Cue::relation},
    {"mi esposo", Cue::relation},
    {"mi esposa", Cue::relation},
    {"mon mari", Cue::relation},
    {"ma femme", Cue::relation},
    {"mein mann", Cue::relation},
    {"sergeant", Cue::relation},
    {"officer", Cue::relation},
    {"captain", Cue::relation},
    {"lieutenant", Cue::relation},
    {"colonel", Cue::relation},
    {"detective", Cue::relation},
    {"inspector", Cue::relation},
    {"constable", Cue::relation},
    {"reverend", Cue::relation},
    {"pastor", Cue::relation},
    {"rabbi", Cue::relation},
    {"su marido", Cue::relation},
    {"su esposo", Cue::relation},
    {"su esposa", Cue::relation},
    {"mi hijo", Cue::relation},
    {"mi hija", Cue::relation},
    {"mi madre", Cue::relation},
    {"mi padre", Cue::relation},
    {"mi hermano", Cue::relation},
    {"mi hermana", Cue::relation},
    {"mon fils", Cue::relation},
    {"ma fille", Cue::relation},
    {"mein sohn", Cue::relation},
    {"meine tochter", Cue::relation},
    {"meu marido", Cue::relation},
    {"minha esposa", Cue::relation},
    {"meu filho", Cue::relation},
    {"minha filha", Cue::relation},
    {"mio marito", Cue::relation},
    {"mia moglie", Cue::relation},
    {"mijn man", Cue::relation},
    {"mijn vrouw", Cue::relation},
    {"meine frau", Cue::relation},
    {"maiden name is", Cue::name},
    {"goes by", Cue::name},
    {"pronounced", Cue::introduce},
    {"married to", Cue::name},
    {"attention", Cue::introduce},
    {"attn", Cue::introduce},
    {"behalf of", Cue::introduce},
    {"care of", Cue::introduce},
    {"meet with", Cue::introduce},
    {"met with", Cue::introduce},
    {"chatting with", Cue::introduce},
    {"chat with", Cue::introduce},
    {"talking with", Cue::introduce},
    {"talked with", Cue::introduce},
    {"appointment with", Cue::introduce},
    {"looking for", Cue::introduce},
    {"message for", Cue::introduce},
    {"un tal", Cue::name},
    {"je suis", Cue::introduce},
    {"me llamo", Cue::name},
    {"m'appelle", Cue::name},
    {"soy", Cue::introduce},
    {"name ist", Cue::name},
    {"heisse", Cue::name},
    {"ich bin", Cue::introduce},
    {"nom est", Cue::name},
    {"mi nombre es", Cue::name},
    {"se llama", Cue::name},
    {"mi chiamo", Cue::name},
    {"il mio nome e", Cue::name},
    {"meu nome e", Cue::name},
    {"me chamo", Cue::name},
    {"ik heet", Cue::name},
    {"naam is", Cue::name},
    {"jag heter", Cue::name},
    {"namn ar", Cue::name},
    {"hi", Cue::address},
    {"hello", Cue::address},
    {"hey", Cue::address},
    {"hiya", Cue::address},
    {"howdy", Cue::address},
    {"greetings", Cue::address},
    {"salam", Cue::address},
    {"salaam", Cue::address},
    {"namaste", Cue::address},
    {"aloha", Cue::address},
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
    {"cheers", Cue::address},
    {"cordialement", Cue::address},
    {"grussen", Cue::address},
    {"grusse", Cue::address},
    {"saludos", Cue::address},
    {"atentamente", Cue::address},
    {"atenciosamente", Cue::address},
    {"saluti", Cue::address},
    {"groet", Cue::address},
    {"groeten", Cue::address},
    {"halsningar", Cue::address},
    {"ciao", Cue::address},
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
constexpr WordTable<Last, kCount, 1024> kTable(kLasts);

constexpr std::string_view without_last(std::string_view words) {
  return words.substr(0, words.size() - std::min(words.size(), last_word(words).size() + 1));
}
// What stands before the last word of each phrase, and the last word of that.
struct Front {
  std::string_view words;
  std::string_view last;
};
constexpr auto kFronts = [] {
  std::array<Front, kSorted.size()> fronts{};
  for (std::size_t i = 0; i < kSorted.size(); ++i) {
    fronts[i].words = without_last(kSorted[i].words);
    fronts[i].last = last_word(fronts[i].words);
  }
  return fronts;
}();

// The word before word i, `begin`: there is none. "mother-in-law" has three.
std::size_t word_before(const Script& script, std::size_t i, std::size_t begin) {
  if (i == begin) return begin;
  return i > begin + 1 && script.sign(i - 1, '-') ? i - 2 : i - 1;
}

// The phrase that ends in word i, the longest; null: none does. `last` is the word's.
const Phrase* phrase_at(const Script& script, std::size_t i, std::size_t begin, const Last& last) {
  const std::size_t before = word_before(script, i, begin);
  const std::string_view said = i == begin ? std::string_view() : script.fold(before);
  for (std::size_t p = last.begin; p < last.end; ++p) {
    std::string_view words = kFronts[p].words;
    if (kFronts[p].last != said) {
      if (words.empty()) return &kSorted[p];
      continue;
    }
    std::size_t at = before;
    for (words = without_last(words); !words.empty() && at > begin; words = without_last(words)) {
      at = word_before(script, at, begin);
      if (script.fold(at) != last_word(words)) break;
    }
    if (words.empty()) return &kSorted[p];
  }
  return nullptr;
}

// "What's your last name? Lindgren": is what stands at word i, to the end of its line, like a name?
bool all_of_line(const Script& script, std::size_t i) {
  constexpr std::size_t kMaxParts = 3;
  const std::size_t end = script.end_of(script[i].utterance);
  std::size_t last = i;
  while (last < end && last - i < kMaxParts && script[last].upper && (last == i || !script[last].line_before))
    ++last;
  return last > i && (last == end || script[last].line_before || (last + 1 == end && !script[last].alnum()));
}

}  // namespace

std::span<const CuePhrase> cue_phrases() { return kSorted; }

bool cue_word(std::string_view folded) {
  const Last* last = kTable.find(folded);
  if (last == nullptr) return false;
  for (std::size_t p = last->begin; p < last->end; ++p)
    if (kSorted[p].words == folded) return true;
  return false;
}

Cue cue_that_ends_before(const Script& script, std::size_t i, std::size_t begin) {
  std::size_t at = i;
  bool comma = false, colon = false;
  // "Thank you, Tammy", "Mr. Long", "Name: …", "Regards,\n…"
  while (at > begin && !script[at - 1].alnum()) {
    const std::string_view c = script.fold(at - 1);
    if (c == "," || c == "!" || c == ".")
      comma = comma || c != ".";
    else if (c == ":" || c == "\"" || c == "'" || c == "“" || (c == "?" && all_of_line(script, i)))
      colon = colon || c == ":" || c == "?";
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
        owner != nullptr && kSorted[owner->end - 1u].cue == Cue::relation)
      return Cue::introduce;
  const Last* last = kTable.find(script.fold(at - 1));
  if (last == nullptr) return Cue::none;
  const Phrase* phrase = phrase_at(script, at - 1, begin, *last);
  if (phrase == nullptr || (comma && phrase->cue != Cue::address) || (colon && phrase->cue != Cue::name))
    return Cue::none;
  return phrase->cue;
}

bool cased(const Script& script, std::size_t begin, std::size_t end) {
  if (begin == end || !script.has(script[begin].utterance, word_class::kUpper)) return false;
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

std::span<const std::string_view> particles() {
  static constexpr std::array kParticles = std::to_array<std::string_view>(
      {"de",    "van", "von", "der", "den", "del", "della", "di",  "da",  "dos", "bin",
       "binti", "al",  "el",  "la",  "le",  "ten", "ter",   "ibn", "abu", "du",  "st"});
  return kParticles;
}

bool particle(std::string_view folded) {
  return std::find(particles().begin(), particles().end(), folded) != particles().end();
}

}  // namespace offhook::redact::detect
