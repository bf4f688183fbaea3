// Words: is this a name, an English word, or both? A frequency-ranked list of US first and last names, names
// of other countries and a word list, embedded (sources: generate.py, NOTICE). Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

namespace offhook::redact::detect {

struct WordKinds {
  bool first = false;   // a first name
  bool last = false;    // a last name
  bool word = false;    // an English word, also inflected
  bool proper = false;  // a proper noun that is no name of the lists: a place, a brand

  [[nodiscard]] bool name() const { return first || last; }
  [[nodiscard]] bool unknown() const { return !first && !last && !word && !proper; }
};

[[nodiscard]] WordKinds word_kinds(std::string_view folded);

// The little words of English that hold sentences together ("the", "how", "please", "calling"): never part of
// a name, whatever a list says.
// "will", "may": function words that people are called.
[[nodiscard]] constexpr bool name_and_function_word(std::string_view folded) {
  return folded == "will" || folded == "may";
}
[[nodiscard]] bool function_word(std::string_view folded);

[[nodiscard]] std::vector<std::string_view> function_words();

// The first names that are no English words.
[[nodiscard]] std::vector<std::string_view> given_names();

// What names of companies, places and buildings end in: "inc", "bank", "hall".
[[nodiscard]] bool organisation(std::string_view folded);

}  // namespace offhook::redact::detect
