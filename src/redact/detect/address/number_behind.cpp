// The house number behind the street: "Lindenallee 112", "Rua do Arenque 1634", "ul. Słowicza 10".
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {
namespace {

constexpr std::size_t kMaxName = 6;  // words of a street's name

bool foreign(const Sentence& s, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i)
    if (s.script[i].letters && word_kinds(s.fold(i)).unknown() && s.fold(i).size() > 4) return true;
  return false;
}

// "Rákóczi út", "Vegova ulica", "Slovenska cesta": the kind behind the name, in a word of its own.
bool kind_behind(std::string_view word) {
  for (const std::string_view kind : {"utca", "ut", "u", "utja", "ter", "korut", "krt", "katu", "tie", "vej",
                                      "ulica", "cesta", "trg", "perivoj", "setaliste", "iela", "gatve"})
    if (word == kind) return true;
  return false;
}

// "Rua das Flores", "Via degli Orti", "rue des Lilas"
bool little(std::string_view word) {
  for (const std::string_view one :
       {"e", "y", "do", "das", "dei", "degli", "delle", "dell", "des", "las", "los"})
    if (word == one) return true;
  return false;
}

bool hyphen(const Sentence& s, std::size_t i) {
  return s.script.sign(i, '-') && !s.script[i].space_before && i + 1 < s.end && s.script[i + 1].letters &&
         !s.script[i + 1].space_before;
}

// "Clara-Zetkin-Ring": the last word of a name in hyphens.
bool german_kind(std::string_view word) {
  for (const std::string_view kind :
       {"strasse", "weg", "ring", "platz", "gasse", "allee", "damm", "ufer", "str", "steig", "hof", "park"})
    if (word == kind) return true;
  return false;
}

}  // namespace

// "Lindenallee 112", "Rua do Arenque 1634", "ul. Słowicza 10", "Rákóczi út 66."
std::size_t number_behind(const Sentence& s, std::size_t i) {
  if (i > s.begin && !s.script[i].space_before && s.script[i - 1].alnum()) return i;
  bool kind = street_prefix(s.fold(i)) && s.fold(i) != "via";
  // "R. das Flores 210"
  kind = kind || (s.fold(i) == "r" && s.script.sign(i + 1, '.') && i + 2 < s.end &&
                  (particle(s.fold(i + 2)) || little(s.fold(i + 2))));
  bool via = s.fold(i) == "via" && s.script[i].upper;
  const bool am = (s.fold(i) == "am" || s.fold(i) == "an" || s.fold(i) == "im" || s.fold(i) == "zum") &&
                  s.script[i].upper;
  std::size_t at = i;
  std::size_t words = 0;
  while (
      at < s.end && words < kMaxName &&
      (s.script[at].letters || ((s.script.sign(at, '.') || hyphen(s, at)) && !s.script[at].space_before)) &&
      !s.script[at].digits) {
    if (s.script[at].letters) {
      const bool joined = at > i && hyphen(s, at - 1);
      if (at > i && s.script[at].line_before) return i;
      if (!s.script[at].upper && !s.script[at].of(word_class::kParticle) && !street_prefix(s.fold(at)) &&
          street_suffix(s.fold(at)) == Street::none && !kind_behind(s.fold(at)) && !little(s.fold(at)))
        return i;
      kind = kind || street_compound(s.fold(at)) || (joined && german_kind(s.fold(at))) ||
             (words > 0 && kind_behind(s.fold(at)));
      ++words;
    }
    ++at;
  }
  // "Rua José Anjos, 614", "Vicolo Trentini, 42"
  if (words > 1 && s.comma(at) && at + 1 < s.end && s.script[at + 1].digits && s.fold(at + 1).size() <= 4 &&
      (street_prefix(s.fold(i)) || via) && street_suffix(s.fold(i)) == Street::none)
    ++at;
  // "route 66" is no address, "route de Lyon 66" is one.
  if (words == 1 && street_suffix(s.fold(i)) != Street::none && !s.address_cue(i)) return i;
  if (at >= s.end || !s.script[at].digits || s.fold(at).size() > 5 || words == 0) return i;
  if (!(kind || via || (am && words >= 2)) && !(s.address_cue(i) && words <= 4 && foreign(s, i, at)))
    return i;
  std::size_t last = at + 1;
  // "Heckerstraße 8-6"
  if (s.script.sign(last, '-') && last + 1 < s.end && !s.script[last].space_before &&
      !s.script[last + 1].space_before && s.script[last + 1].digits && s.fold(last + 1).size() <= 3)
    last += 2;
  // "Mannerheimintie 14 A 7"
  if (last < s.end && s.script[last].upper && s.fold(last).size() == 1 &&
      (last + 1 == s.end || !s.script[last + 1].letters)) {
    ++last;
    if (last < s.end && s.script[last].digits && s.fold(last).size() <= 3) ++last;
  }
  // "Via Garibaldi 22/A", "Hauptplatz 3/2/14"
  while (s.fold(last) == "/" && last + 1 < s.end && !s.script[last].space_before &&
         !s.script[last + 1].space_before && s.script[last + 1].alnum() && s.fold(last + 1).size() <= 3)
    last += 2;
  if (s.fold(last) == "." && last < s.end && !s.script[last].space_before && last + 1 < s.end &&
      s.script[last + 1].space_before && (s.script[last + 1].upper || s.script[last + 1].line_before))
    ++last;
  return last;
}

}  // namespace offhook::redact::detect::address
