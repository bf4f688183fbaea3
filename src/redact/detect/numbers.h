// Numbers: what a run of words says in digits, as people dictate them: "four", "double five", "sixty two",
// "nine hundred", "two thousand nine", "oh". Said one after the other they are strung together, not added up:
// "four fifteen" is 415.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "redact/detect/script.h"

namespace offhook::redact::detect {

struct Number {
  std::size_t last = 0;  // words [first, last)
  std::string digits;
  bool cardinal = false;  // more than digit by digit
};

// The number that begins at word `first`, within [first, end).
[[nodiscard]] std::optional<Number> read_number(const Script& script, std::size_t first, std::size_t end,
                                                Language language);

// The language whose number words the utterance has, when it has at least two that are not English.
[[nodiscard]] Language number_language(const Script& script, std::size_t first, std::size_t end);

}  // namespace offhook::redact::detect
