// Canonical values: one text for all spellings of the same value, from which its token is made (formats, keys
// and tokens). All functions are pure and total: what cannot be understood falls back as the table says.
//
// `text` must be valid UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "redact/kind.h"
#include "redact/policy.h"

namespace offhook::redact {

// NFKC_Casefold (ICU).
[[nodiscard]] std::string casefold(std::string_view text);
// NFKC_Casefold with runs of white space as one space and none at the ends.
[[nodiscard]] std::string casefold_words(std::string_view text);

// E.164, an extension as `;ext=12`; nothing for what libphonenumber cannot parse to a possible number.
[[nodiscard]] std::optional<std::string> parse_phone(std::string_view text, std::string_view default_region);
// E.164 of digits that begin with a country's code, if that country's numbers are so long.
[[nodiscard]] std::optional<std::string> international_phone(std::string_view digits);
// As parse_phone(), or the text's digits.
[[nodiscard]] std::string canonical_phone(std::string_view text, std::string_view default_region);
[[nodiscard]] std::string canonical_address(std::string_view text);
// A numeric or ISO date ("07/22/1984", "1961-11-05", "5.11.1961", "19611105") as YYYY-MM-DD; nothing for
// what is no date. `order` is MDY, DMY or YMD.
[[nodiscard]] std::optional<std::string> canonical_date(std::string_view text, std::string_view order);

// A policy whose lists of what is kept hold canonical values, as marks do.
[[nodiscard]] Policy with_canonical_lists(Policy policy);

// The canonical value of `text` as a whole, which is already known to be of `kind`.
[[nodiscard]] std::string canonical(Kind kind, std::string_view text, const Policy& policy);

}  // namespace offhook::redact
