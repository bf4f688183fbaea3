// Days and years as Spanish, Portuguese, French, Italian, German, Dutch and Swedish say them: "mil
// novecientos ochenta", "neunzehnhundertsiebzig", "dritte". Only a date's month says that one stands here;
// the words are folded. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>

#include "redact/detect/dates.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect {

// The year that begins at word `at`, within [at, end).
[[nodiscard]] std::optional<Year> read_foreign_year(const Script& script, std::size_t at, std::size_t end);

struct Day {
  unsigned value = 0;
  std::size_t last = 0;  // the word behind it
};
// A day of the month, 1 to 31, that ends right before word `end`.
[[nodiscard]] std::optional<Day> read_foreign_day(const Script& script, std::size_t at, std::size_t end);

}  // namespace offhook::redact::detect
