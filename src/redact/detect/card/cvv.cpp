// Card verification code: three or four digits that a label calls so. PCI DSS 3.3.1 forbids keeping it in any
// form, so it becomes a constant.
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

// "it expires oh six twenty nine and the code is two two nine": a code, where the utterance has just told a
// card's expiry.
bool code_of_card(const Window& window) {
  if (!window.labelled(label::kOtp)) return false;
  const Script& script = window.context.script;
  const std::uint32_t first = window.pieces.front().first;
  for (const Label& label : window.context.labels)
    if (label.last <= first && script[label.first].utterance == script[first].utterance &&
        (label.mask & label::kExpiry) != 0)
      return true;
  return false;
}

}  // namespace

std::optional<Verdict> judge_cvv(const Window& window) {
  if (!(window.labelled(label::kCvv) || code_of_card(window)) ||
      window.labelled(label::kPartial | label::kOther))
    return std::nullopt;
  return Verdict{Kind::cvv, {}, "", 0.93, "asked for as a security code"};
}

}  // namespace offhook::redact::detect
