// Bank numbers: US routing number (ABA check 3-7-1), account number and UK sort code. They look like any
// other number, so each needs its label.
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_routing(const Window& window) {
  if (!window.labelled(label::kRouting)) return std::nullopt;
  const bool valid = weighted(window.chars, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
  return Verdict{
      Kind::bank_routing,
      {},
      std::string(window.chars),
      valid ? 0.95 : 0.8,
      valid ? "asked for as a routing number, check digit agrees" : "asked for as a routing number"};
}

std::optional<Verdict> judge_account(const Window& window) {
  if (!window.labelled(label::kAccount) || window.labelled(label::kPartial | label::kMoney | label::kOther))
    return std::nullopt;
  if (window.distance > 6 && window.distance < 100) return std::nullopt;
  const double length = window.chars.size() >= 8 ? 0.02 : 0;  // of two readings the longer
  return Verdict{
      Kind::bank_account, {}, std::string(window.chars), 0.84 + length, "asked for as an account number"};
}

std::optional<Verdict> judge_sort_code(const Window& window) {
  if (!window.labelled(label::kSortCode)) return std::nullopt;
  return Verdict{Kind::sort_code, {}, std::string(window.chars), 0.9, "asked for as a sort code"};
}

}  // namespace offhook::redact::detect
