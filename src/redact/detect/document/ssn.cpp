// US social security number: nine digits, area 001-899 but 666, group and serial not zero (SSA, randomised
// assignment since 2011). Asked for as one it goes even when nobody can have it, since speech recognition
// errs.
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_ssn(const Window& window) {
  const std::string_view d = window.chars;
  const std::string_view area = d.substr(0, 3);
  const bool assigned =
      area != "000" && area != "666" && d[0] != '9' && d.substr(3, 2) != "00" && d.substr(5) != "0000";
  const auto verdict = [&](double confidence, const char* reason) {
    return Verdict{Kind::ssn, {}, std::string(d), confidence, reason};
  };
  // "the last four of your social", and then all nine in one go.
  if (window.labelled(label::kSsn) && (!window.labelled(label::kPartial) || window.widest <= Gap::comma))
    return verdict(assigned ? 0.95 : 0.7, "nine digits asked for as a social security number");
  if (!assigned) return std::nullopt;
  // Another label speaks for another number; some say nothing about numbers.
  constexpr Labels kNeutral = label::kEmail | label::kName | label::kAddress | label::kUrl | label::kDob;
  if ((window.before != 0 && (window.before & kNeutral) == 0) || window.widest > Gap::filler)
    return std::nullopt;
  if (window.grouped({3, 2, 4}) && window.separated_by("-")) return verdict(0.85, "written as 3-2-4");
  if (window.grouped({3, 2, 4}) && window.separated_by(" ")) return verdict(0.6, "written as 3 2 4");
  if (window.spoken) return verdict(0.55, "nine digits dictated, no other label");
  return std::nullopt;
}

}  // namespace offhook::redact::detect
