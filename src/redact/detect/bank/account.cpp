// Account number: digits that a label calls so. Amounts and orders about an account are none.
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_account(const Window& window) {
  if (window.labelled(label::kPartial | label::kMoney | label::kOther)) return std::nullopt;
  if (window.distance > 6 && window.distance < 100) return std::nullopt;
  const double length = window.chars.size() >= 8 ? 0.02 : 0;  // of two readings the longer
  return Verdict{
      Kind::bank_account, {}, std::string(window.chars), 0.84 + length, "asked for as an account number"};
}

}  // namespace offhook::redact::detect
