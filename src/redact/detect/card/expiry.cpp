// A card's expiry in digits: month and year, as a label asks. (Month names: dob.cpp, which reads dates.)
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_expiry(const Window& window) {
  const std::string_view d = window.chars;
  const unsigned month = d.size() % 2 == 0 ? digit(d[0]) * 10 + digit(d[1]) : digit(d[0]);
  if (month < 1 || month > 12) return std::nullopt;
  return Verdict{Kind::expiry, {}, "", 0.9, "asked for as a card's expiry"};
}

}  // namespace offhook::redact::detect
