#include "redact/detect/foreign_dates.h"

#include <array>
#include <string>
#include <string_view>

#include "redact/detect/numbers.h"

namespace offhook::redact::detect {
namespace {

// How a century begins; what follows in the same word or behind it is added.
struct Century {
  std::string_view words;
  Language language{};
  unsigned value = 0;
};
constexpr std::array kCenturies = std::to_array<Century>({
    {"mil novecientos", Language::spanish, 1900},
    {"dos mil", Language::spanish, 2000},
    {"mil novecentos", Language::portuguese, 1900},
    {"dois mil", Language::portuguese, 2000},
    {"mille neuf cent", Language::french, 1900},
    {"dix neuf cent", Language::french, 1900},
    {"deux mille", Language::french, 2000},
    {"mille novecento", Language::italian, 1900},
    {"millenovecento", Language::italian, 1900},
    {"millenovecent", Language::italian, 1900},  // "millenovecentottanta"
    {"duemila", Language::italian, 2000},
    {"neunzehnhundert", Language::german, 1900},
    {"zweitausend", Language::german, 2000},
    {"nittonhundra", Language::swedish, 1900},
    {"tjugohundra", Language::swedish, 2000},
    {"tvatusen", Language::swedish, 2000},
});

constexpr std::array kLanguages = {Language::spanish, Language::portuguese, Language::french,
                                   Language::italian, Language::german,     Language::swedish};

// A number below a hundred in one word, 0: none. "siebzig", "einundachtzig", "ottantacinque", "sjuttiotva".
unsigned one_word(std::string_view word, Language language) {
  const auto plain = [&](std::string_view part, std::uint32_t meaning) {
    const Lexeme* found = look_up(part, language);
    return found != nullptr && (found->meaning & meaning) != 0 ? found->number : 0u;
  };
  if (const unsigned value = plain(word, kDigit | kTeen | kTens); value != 0) return value;
  if (language == Language::german) {
    const auto link = word.find("und");
    if (link == std::string_view::npos) return 0;
    const unsigned unit = word.substr(0, link) == "ein" ? 1 : plain(word.substr(0, link), kDigit);
    const unsigned tens = plain(word.substr(link + 3), kTens);
    return unit != 0 && tens != 0 ? tens + unit : 0;
  }
  for (std::size_t cut = 4; cut + 2 < word.size(); ++cut) {
    unsigned tens = plain(word.substr(0, cut), kTens);
    // "settantuno", "settantotto": the tens lose their vowel.
    if (tens == 0 && language == Language::italian)
      tens = plain(std::string(word.substr(0, cut)) + "a", kTens);
    if (tens != 0)
      if (const unsigned unit = plain(word.substr(cut), kDigit); unit != 0) return tens + unit;
  }
  return 0;
}

// The words of `phrase` at word `at`, the last of them maybe only the beginning of one: what is left of that.
// Moves `at` behind them.
std::optional<std::string_view> begins(const Script& script, std::size_t& at, std::size_t end,
                                       std::string_view phrase) {
  std::size_t i = at;
  while (true) {
    const auto space = phrase.find(' ');
    const std::string_view word = phrase.substr(0, space);
    if (i < end && script.sign(i, '-')) ++i;  // "dix-neuf cent"
    if (i >= end || !script.fold(i).starts_with(word)) return std::nullopt;
    const std::string_view rest = script.fold(i).substr(word.size());
    ++i;
    if (space == std::string_view::npos) {
      at = i;
      return rest;
    }
    if (!rest.empty()) return std::nullopt;
    phrase.remove_prefix(space + 1);
  }
}

}  // namespace

std::optional<Year> read_foreign_year(const Script& script, std::size_t at, std::size_t end) {
  for (const Century& century : kCenturies) {
    std::size_t next = at;
    const auto rest = begins(script, next, end, century.words);
    if (!rest) continue;
    if (!rest->empty() && *rest != "s") {  // "cents"
      if (const unsigned value = one_word(*rest, century.language); value != 0)
        return Year{century.value + value, next};
      continue;
    }
    std::size_t behind = next;
    if (behind < end)
      if (const Lexeme* link = look_up(script.fold(behind), century.language);
          link != nullptr && (link->meaning & kFiller) != 0)
        ++behind;
    if (behind < end) {
      if (const auto number = read_number(script, behind, end, century.language);
          number && number->digits.size() <= 2)
        return Year{century.value + static_cast<unsigned>(std::stoul(number->digits)), number->last};
      if (const unsigned value = one_word(script.fold(behind), century.language); value != 0)
        return Year{century.value + value, behind + 1};
    }
    return Year{century.value, next};
  }
  return std::nullopt;
}

std::optional<Day> read_foreign_day(const Script& script, std::size_t at, std::size_t end) {
  if (at >= end || !script[at].letters) return std::nullopt;
  const std::string_view word = script.fold(at);
  for (const std::string_view first :
       {"primero", "primeiro", "premier", "primo", "erste", "ersten", "erster"})
    if (word == first) return Day{1, at + 1};
  for (const Language language : kLanguages) {
    if (const auto number = read_number(script, at, end, language);
        number && number->last == end && number->digits.size() <= 2)
      if (const unsigned value = static_cast<unsigned>(std::stoul(number->digits)); value >= 1 && value <= 31)
        return Day{value, number->last};
    if (const unsigned value = one_word(word, language); value >= 1 && value <= 31) return Day{value, at + 1};
  }
  // German ordinals: "dritte", "siebten", "einundzwanzigster".
  for (const std::string_view ending : {"ster", "sten", "ste", "ter", "ten", "te"}) {
    if (!word.ends_with(ending)) continue;
    std::string_view stem = word.substr(0, word.size() - ending.size());
    if (stem == "drit") stem = "drei";
    if (stem == "sieb") stem = "sieben";
    if (stem == "ach") stem = "acht";
    if (const unsigned value = one_word(stem, Language::german); value >= 1 && value <= 31)
      return Day{value, at + 1};
  }
  return std::nullopt;
}

}  // namespace offhook::redact::detect
