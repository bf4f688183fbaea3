// IBAN (ISO 13616): country, two check digits, the country's length and structure (SWIFT IBAN registry), and
// 97 into the whole.
#include <array>

#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

struct Country {
  std::string_view code;
  std::string_view
      shape;  // behind the check digits: (letter: class)(number: how many); n digits, a letters, c both
};

constexpr std::array kCountries = std::to_array<Country>({
    {"AD", "n8c12"},   {"AE", "n19"},      {"AL", "n8c16"},    {"AT", "n16"},     {"AZ", "a4c20"},
    {"BA", "n16"},     {"BE", "n12"},      {"BG", "a4n6c8"},   {"BH", "a4c14"},   {"BI", "n23"},
    {"BR", "n23a1c1"}, {"BY", "c4n4c16"},  {"CH", "n5c12"},    {"CR", "n18"},     {"CY", "n8c16"},
    {"CZ", "n20"},     {"DE", "n18"},      {"DJ", "n23"},      {"DK", "n14"},     {"DO", "c4n20"},
    {"DZ", "n22"},     {"EE", "n16"},      {"EG", "n25"},      {"ES", "n20"},     {"FI", "n14"},
    {"FK", "a2n12"},   {"FO", "n14"},      {"FR", "n10c11n2"}, {"GB", "a4n14"},   {"GE", "a2n16"},
    {"GI", "a4c15"},   {"GL", "n14"},      {"GR", "n7c16"},    {"GT", "c24"},     {"HN", "a4n20"},
    {"HR", "n17"},     {"HU", "n24"},      {"IE", "a4n14"},    {"IL", "n19"},     {"IQ", "a4n15"},
    {"IR", "n22"},     {"IS", "n22"},      {"IT", "a1n10c12"}, {"JO", "a4n4c18"}, {"KW", "a4c22"},
    {"KZ", "n3c13"},   {"LB", "n4c20"},    {"LC", "a4c24"},    {"LI", "n5c12"},   {"LT", "n16"},
    {"LU", "n3c13"},   {"LV", "a4c13"},    {"LY", "n21"},      {"MA", "n24"},     {"MC", "n10c11n2"},
    {"MD", "c20"},     {"ME", "n18"},      {"MK", "n3c10n2"},  {"MN", "n16"},     {"MR", "n23"},
    {"MT", "a4n5c18"}, {"MU", "a4n19a3"},  {"MZ", "n21"},      {"NI", "a4n20"},   {"NL", "a4n10"},
    {"NO", "n11"},     {"OM", "n3c16"},    {"PK", "a4c16"},    {"PL", "n24"},     {"PS", "a4c21"},
    {"PT", "n21"},     {"QA", "a4c21"},    {"RO", "a4c16"},    {"RS", "n18"},     {"RU", "n14c15"},
    {"SA", "n2c18"},   {"SC", "a4n20a3"},  {"SD", "n14"},      {"SE", "n20"},     {"SI", "n15"},
    {"SK", "n20"},     {"SM", "a1n10c12"}, {"SO", "n19"},      {"ST", "n21"},     {"SV", "a4n20"},
    {"TL", "n19"},     {"TN", "n20"},      {"TR", "n6c16"},    {"UA", "n6c19"},   {"VA", "n18"},
    {"VG", "a4n16"},   {"XK", "n16"},      {"YE", "a4n4c18"},
});

bool structured(std::string_view text, std::string_view shape) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < shape.size();) {
    const char kind = shape[i++];
    std::size_t count = 0;
    while (i < shape.size() && is_digit(shape[i])) count = count * 10 + digit(shape[i++]);
    for (; count > 0; --count, ++at) {
      if (at >= text.size()) return false;
      const bool fits = kind == 'n'   ? is_digit(text[at])
                        : kind == 'a' ? is_upper(text[at])
                                      : is_digit(text[at]) || is_upper(text[at]);
      if (!fits) return false;
    }
  }
  return at == text.size();
}

// With letters where the country has some: a spoken "o" beside digits is taken for a zero.
std::string with_letters(std::string_view text) {
  std::string letters(text);
  for (const Country& country : kCountries) {
    if (!text.starts_with(country.code)) continue;
    std::size_t at = 4;
    for (std::size_t i = 0; i < country.shape.size();) {
      const char kind = country.shape[i++];
      std::size_t count = 0;
      while (i < country.shape.size() && is_digit(country.shape[i]))
        count = count * 10 + digit(country.shape[i++]);
      for (; count > 0 && at < letters.size(); --count, ++at)
        if (kind == 'a' && letters[at] == '0') letters[at] = 'O';
    }
  }
  return letters;
}

}  // namespace

bool valid_iban(std::string_view text) {
  if (text.size() < 15 || text.size() > 34) return false;
  for (const Country& country : kCountries)
    if (text.starts_with(country.code))
      return is_digit(text[2]) && is_digit(text[3]) && structured(text.substr(4), country.shape) &&
             mod97(text.substr(0, 4), mod97(text.substr(4))) == 1;
  return false;
}

std::optional<Verdict> judge_iban(const Window& window) {
  const std::string spoken = window.spoken ? with_letters(window.chars) : std::string();
  const std::string_view text = window.spoken ? std::string_view(spoken) : window.chars;
  if (!is_upper(text[0]) || !is_upper(text[1]) || !is_digit(text[2]) || !is_digit(text[3]))
    return std::nullopt;
  // Written with a space inside the country code it is something else; spelled out, the letters stand alone.
  if (window.pieces[0].size == 1 && window.pieces[1].size != 1) return std::nullopt;
  const auto verdict = [&](double confidence, const char* reason) {
    return Verdict{Kind::iban, {}, std::string(text), confidence, reason};
  };
  if (valid_iban(text)) {
    const Script& script = window.context.script;
    const std::size_t next = window.pieces.back().last;
    if (next < script.size() && script.sign(next, '@') && !script[next].space_before) return std::nullopt;
    return verdict(window.widest <= Gap::turn ? 0.97 : 0.8, "country, structure and check digits of an IBAN");
  }
  if (window.labelled(label::kIban) && window.widest <= Gap::turn)
    for (const Country& country : kCountries)
      if (text.starts_with(country.code) && structured(text.substr(4), country.shape))
        return verdict(0.75, "asked for as an IBAN, check digits fail");
  return std::nullopt;
}

}  // namespace offhook::redact::detect
