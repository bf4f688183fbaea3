// Passport numbers. They have no check digit one could rely on, so each needs its label. One of the United
// States is nine digits, or a letter and eight; one in another form is a national id whose country the number
// does not tell.
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_passport(const Window& window) {
  const std::string_view text = window.chars;
  if (!window.labelled(label::kPassport) || window.labelled(label::kPartial) || !window.like_a_number() ||
      digits_in(text) < 5)
    return std::nullopt;
  const double length = 0.002 * static_cast<double>(text.size());  // of two readings the longer
  if (shaped(text, "000000000") || (shaped(text, "A00000000") && (text[0] == 'A' || text[0] == 'E')))
    return Verdict{Kind::passport, {}, std::string(text), 0.92, "asked for as a passport number"};
  if (text.size() <= 10)
    return Verdict{Kind::national_id,
                   {},
                   std::string(text),
                   0.86 + length,
                   "asked for as a passport, in another country's form"};
  return Verdict{Kind::passport, {}, std::string(text), 0.7 + length, "asked for as a passport number"};
}

}  // namespace offhook::redact::detect
