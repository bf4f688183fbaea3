// The canonical form of a phone number's digits (formats, canonical values: E.164).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace offhook::redact::detect {

// E.164, or the digits where libphonenumber cannot make it of them; `plus`: the country's code stands in
// front. `region` is where numbers without one are dialled.
[[nodiscard]] std::string canonical_phone(std::string_view digits, bool plus, const std::string& region);

// The same where the North American plan tells it without libphonenumber, which takes 10 to 20 microseconds.
[[nodiscard]] std::optional<std::string> planned_number(std::string_view digits, bool plus,
                                                        const std::string& region);

// The same of "+", digits and ";ext=…" (Candidate::raw): only what is accepted needs the library.
[[nodiscard]] std::string canonical_raw_phone(std::string_view raw, const std::string& region);

// The same by libphonenumber alone: canonical_phone() is held to it.
[[nodiscard]] std::string library_phone(std::string_view digits, bool plus, const std::string& region);

// Are the digits, as dialled in the region, a number of its plan? By libphonenumber, which takes its time.
[[nodiscard]] bool national_phone(std::string_view digits, const std::string& region);

}  // namespace offhook::redact::detect
