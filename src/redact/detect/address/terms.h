// Terms of addresses: kinds of street before and behind their name, units, states, countries. Folded words.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace offhook::redact::detect {

enum class Street {
  none,
  sure,   // "street", "avenue", "blvd": seldom anything else
  maybe,  // "way", "place", "run": also everyday words
};

[[nodiscard]] Street street_suffix(std::string_view folded);
// "Estates", "Meadows", "Rise": kinds of street that are mostly other words (USPS Publication 28, appendix
// C1, and a few of Great Britain).
[[nodiscard]] bool seldom_street(std::string_view folded);
// "Rua", "Via", "ul", "Calle": stands before the name.
[[nodiscard]] bool street_prefix(std::string_view folded);
// "Lindenallee", "Kiannonkatu", "Ringvej": the kind is part of the word.
[[nodiscard]] bool street_compound(std::string_view folded);
// All words that are a kind of street, before or behind its name.
[[nodiscard]] std::vector<std::string_view> street_words();
// "town", "unit": parts of an address that are asked for by themselves; and what is asked of the whole of it:
// "where do you live".
[[nodiscard]] std::span<const std::string_view> address_parts();
[[nodiscard]] std::span<const std::string_view> address_verbs();
[[nodiscard]] bool unit_word(std::string_view folded);  // "apt", "suite", "floor"
// "old mill road": words of streets that say little elsewhere.
[[nodiscard]] bool street_adjective(std::string_view folded);
[[nodiscard]] bool direction(std::string_view folded);  // "n", "southwest"
[[nodiscard]] bool us_state(std::string_view folded);   // "il", "wisconsin"; of "new york" each word
[[nodiscard]] bool country_word(std::string_view folded);

}  // namespace offhook::redact::detect
