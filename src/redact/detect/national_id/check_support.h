// What tests of national ids share: published examples, and the property that of all check characters a
// number could have exactly one (a few schemes: at most one) fits.
#pragma once

#include <random>
#include <span>
#include <string>
#include <string_view>

#include "redact/detect/national_id/id.h"

namespace offhook::redact::detect::national_id {

// The row of a country's table with this name; a missing one is a test's mistake.
inline Fit fit(std::span<const Id> ids, std::string_view name, std::string_view text) {
  for (const Id& id : ids)
    if (id.name == name && text.size() >= id.min && text.size() <= id.max) return id.fit(text);
  return Fit::no;
}

// '0' becomes a digit, 'A' a letter, by chance from `seed`; the rest stays.
inline std::string filled(std::string_view shape, unsigned seed) {
  std::minstd_rand random(seed);
  std::string text(shape);
  for (char& c : text) {
    if (c == '0') c = static_cast<char>('0' + random() % 10);
    if (c == 'A') c = static_cast<char>('A' + random() % 26);
  }
  return text;
}

// How many of the `alphabet`'s characters at `at` make the check agree.
inline unsigned checks(std::span<const Id> ids, std::string_view name, std::string text, std::size_t at,
                       std::string_view alphabet = "0123456789") {
  unsigned count = 0;
  for (const char c : alphabet) {
    text[at] = c;
    count += fit(ids, name, text) == Fit::check ? 1u : 0u;
  }
  return count;
}

}  // namespace offhook::redact::detect::national_id
