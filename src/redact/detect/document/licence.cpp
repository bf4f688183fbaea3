// Driving licences: every US state has a form of its own and none a public check digit, so the label decides.
// (The British one has a form that tells itself: national_id/gb.cpp.)
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_licence(const Window& window) {
  if (window.labelled(label::kPartial | label::kOther) || !window.like_a_number()) return std::nullopt;
  const double length = 0.002 * static_cast<double>(window.chars.size());
  return Verdict{
      Kind::driver_license, {}, std::string(window.chars), 0.84 + length, "asked for as a driving licence"};
}

}  // namespace offhook::redact::detect
