// US routing number (ABA): nine digits, weights 3 7 1 modulo 10. Looks like any other number, so it needs its
// label; asked for, it goes even when the check digit fails.
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_routing(const Window& window) {
  const bool valid = weighted(window.chars, {3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
  return Verdict{
      Kind::bank_routing,
      {},
      std::string(window.chars),
      valid ? 0.95 : 0.8,
      valid ? "asked for as a routing number, check digit agrees" : "asked for as a routing number"};
}

}  // namespace offhook::redact::detect
