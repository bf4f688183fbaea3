// Postal codes by themselves, where they are asked for or said to be one: five digits or ZIP+4 (USPS), and
// the forms of the United Kingdom and Canada, also spelled ("c b one two a d").
#include <algorithm>
#include <array>

#include "redact/canonical.h"
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_postal_code(const Window& window) {
  constexpr std::array<std::string_view, 7> kLettered = {"A00AA",  "A000AA",  "AA00AA", "AA000AA",
                                                         "A0A0AA", "AA0A0AA", "A0A0A0"};
  if (window.labelled(label::kPartial | label::kOther) || window.widest > Gap::turn) return std::nullopt;
  const std::string_view text = window.chars;
  const bool lettered = std::any_of(kLettered.begin(), kLettered.end(),
                                    [&](std::string_view shape) { return shaped(text, shape); });
  const bool digits = all_digits(text) && (text.size() == 5 || text.size() == 9);
  if (!lettered && !digits) return std::nullopt;
  return Verdict{Kind::address, {}, canonical_address(std::string(text)), 0.82, "asked for as a postal code"};
}

}  // namespace offhook::redact::detect
