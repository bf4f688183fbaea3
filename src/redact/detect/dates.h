// Dates as people write and say them: "April 11th, 1987", "the fifth of november nineteen sixty one".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "redact/detect/script.h"

namespace offhook::redact::detect {

struct Date {
  std::size_t first = 0;  // words [first, last)
  std::size_t last = 0;
  unsigned year = 0;  // 0: not said
  unsigned month = 0;
  unsigned day = 0;  // 0: not said

  // YYYY-MM-DD, --MM-DD without a year.
  [[nodiscard]] std::string canonical() const;
};

// The date with a month's name (or "of the twelfth") around word `at`, the month's; within [begin, end).
[[nodiscard]] std::optional<Date> read_date(const Script& script, std::size_t at, std::size_t begin,
                                            std::size_t end);

// The month that the word names, in English or another of the languages, 0: none.
[[nodiscard]] unsigned month_number(const Script& script, std::size_t at);

// The months of other languages than English.
[[nodiscard]] std::vector<std::string_view> foreign_months();

struct Year {
  unsigned value = 0;
  std::size_t last = 0;  // the word behind it
};
// A year in four digits or their words at word `at`.
[[nodiscard]] std::optional<Year> read_year(const Script& script, std::size_t at, std::size_t end);

// Two digits of a year of birth: 00-29 are this century's.
[[nodiscard]] constexpr unsigned full_year(unsigned year) {
  return year >= 100 ? year : year < 30 ? 2000 + year : 1900 + year;
}
[[nodiscard]] constexpr bool plausible_date(unsigned year, unsigned month, unsigned day) {
  return (year == 0 || (year >= 1880 && year <= 2099)) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

}  // namespace offhook::redact::detect
