// Card verification code: three or four digits that a label calls so. PCI DSS 3.3.1 forbids keeping it in any
// form, so it becomes a constant.
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_cvv(const Window& window) {
  if (window.labelled(label::kPartial | label::kOther)) return std::nullopt;
  return Verdict{Kind::cvv, {}, "", 0.93, "asked for as a security code"};
}

}  // namespace offhook::redact::detect
