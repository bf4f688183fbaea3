// What capitals around a possible name tell: is the text in a language that capitalises otherwise, is the run
// a brand, a holiday, a place that is also a name? Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "redact/detect/script.h"

namespace offhook::redact::detect {

// Is the utterance in another language than English? Its little words tell. There the word lists of English
// do not know the words, and German capitalises every noun.
[[nodiscard]] bool foreign_text(const Script& script, std::size_t begin, std::size_t end);
// The little words that tell.
[[nodiscard]] std::vector<std::string_view> foreign_words();

// Two neighbouring words that are a company's name though they look like a person's: "Wells Fargo".
[[nodiscard]] bool brand(std::string_view first, std::string_view second);
[[nodiscard]] bool brand(std::string_view folded);  // "skoda": by itself it is no person

// Christmas, Easter: also last names.
[[nodiscard]] bool demonym(std::string_view folded);  // "irish", which people are called too
[[nodiscard]] bool holiday(std::string_view folded);

// A large town that is also a name: Charlotte, Boston. A preposition or an article before it makes it the
// town.
[[nodiscard]] bool town(std::string_view folded);

// Behind one it is a part of the town: "Sydney West".
[[nodiscard]] bool compass(std::string_view folded);

// Plan, warehouse: what stands behind one and a colon is its name.
[[nodiscard]] bool names_a_thing(std::string_view folded);

// S, M, L, X: behind a word that is nobody's name, a size of what it names.
[[nodiscard]] bool size_letter(std::string_view folded);

// What people do, right behind a name: "called", "said", "lives"; and what is asked about them: "is … there".
[[nodiscard]] bool human_verb(std::string_view folded);
[[nodiscard]] bool present(std::string_view folded);
[[nodiscard]] std::span<const std::string_view> human_verbs();
[[nodiscard]] std::span<const std::string_view> words_of_presence();

}  // namespace offhook::redact::detect
