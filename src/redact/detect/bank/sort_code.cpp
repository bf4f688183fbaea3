// UK sort code: six digits that a label calls so.
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_sort_code(const Window& window) {
  return Verdict{Kind::sort_code, {}, std::string(window.chars), 0.9, "asked for as a sort code"};
}

}  // namespace offhook::redact::detect
