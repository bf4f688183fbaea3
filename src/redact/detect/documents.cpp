// Passports and driving licences. Their numbers have no check digit one could rely on, so each needs its
// label. A passport of the United States is nine digits, or a letter and eight; one in another form is a
// national id whose country the number does not tell.
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

std::size_t digits_in(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += is_digit(c) ? 1u : 0u;
  return count;
}

// Letters alone, or with too few digits, are words.
bool like_a_number(const Window& window) {
  const std::size_t digits = digits_in(window.chars);
  return digits >= 4 && window.chars.size() - digits <= 5 && window.widest <= Gap::talk;
}

}  // namespace

std::optional<Verdict> judge_passport(const Window& window) {
  const std::string_view text = window.chars;
  if (!window.labelled(label::kPassport) || !like_a_number(window) || digits_in(text) < 5)
    return std::nullopt;
  if (window.labelled(label::kPartial)) return std::nullopt;
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

std::optional<Verdict> judge_licence(const Window& window) {
  if (!window.labelled(label::kLicence) || window.labelled(label::kPartial | label::kOther) ||
      !like_a_number(window))
    return std::nullopt;
  const double length = 0.002 * static_cast<double>(window.chars.size());
  return Verdict{
      Kind::driver_license, {}, std::string(window.chars), 0.84 + length, "asked for as a driving licence"};
}

}  // namespace offhook::redact::detect
