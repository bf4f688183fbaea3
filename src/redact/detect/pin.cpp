// PINs and one-time codes: four digits or more that a label calls so. Guessed in seconds, they become a
// constant.
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_pin(const Window& window) {
  if (window.labelled(label::kPartial)) return std::nullopt;
  if (window.distance > 6 && window.distance < 100) return std::nullopt;
  // "the product's code is …"
  if ((window.before & label::kPin) == 0 && (window.before & label::kOther) != 0) return std::nullopt;
  const std::size_t digits = digits_in(window.chars);
  if (digits < 4 || (digits != window.chars.size() && window.spoken)) return std::nullopt;
  return Verdict{
      Kind::secret, {}, "", 0.9 + 0.001 * static_cast<double>(digits), "asked for as a PIN or one-time code"};
}

}  // namespace offhook::redact::detect
