// Payment card number: 12 to 19 digits, issuer range (ISO/IEC 7812) and Luhn. Asked for as a card it goes
// even when Luhn fails, since speech recognition errs and a card number must not stay.
#include <cstddef>

#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

// Major issuers and their lengths.
bool issuer(std::string_view d) {
  const std::size_t n = d.size();
  const int two = (d[0] - '0') * 10 + (d[1] - '0');
  const int four = two * 100 + (d[2] - '0') * 10 + (d[3] - '0');
  if (d[0] == '4') return n == 13 || n == 16 || n == 19;
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return n == 16;
  if (two == 34 || two == 37) return n == 15;
  if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) return n >= 14 && n <= 19;
  if (four >= 3528 && four <= 3589) return n >= 16;
  if (four == 2131 || four == 1800) return n == 15;
  if (four == 6011 || two == 65 || (four >= 6440 && four <= 6499)) return n >= 16;
  if (two == 62 || two == 60 || two == 81) return n >= 16;
  if (two == 50 || two == 56 || two == 57 || two == 58 || two == 63 || two == 67) return n >= 12;
  return false;
}

// "… 9903 11/28 331": two digits and a slash before two or four are a date's behind the card, where other
// groups have no slash between them.
bool runs_into_date(const Window& window) {
  bool date = false, plain = false;
  for (std::size_t k = 1; k < window.pieces.size(); ++k) {
    const Piece& group = window.pieces[k];
    const bool slash = group.gap == Gap::sep && group.sign == '/';
    plain = plain || !slash;
    date = date || (slash && window.pieces[k - 1].size <= 2 && (group.size == 2 || group.size == 4));
  }
  return date && plain;
}

}  // namespace

std::optional<Verdict> judge_card(const Window& window) {
  const std::string_view d = window.chars;
  const auto verdict = [&](double confidence, const char* reason) {
    return Verdict{Kind::card, {}, std::string(d), confidence, reason};
  };
  const bool valid = luhn(d) && d.size() >= 13;
  const bool labelled = window.labelled(label::kCard);
  if ((valid || labelled) && runs_into_date(window)) return std::nullopt;
  if (valid && issuer(d)) {
    if (labelled) return verdict(0.99, "card number: issuer and check digit agree");
    if (window.widest <= Gap::turn) return verdict(0.9, "issuer and check digit of a card number");
    return verdict(0.7, "issuer and check digit of a card number, said in parts");
  }
  if (labelled && d.size() == 12 && luhn(d) && issuer(d))
    return verdict(0.85, "short card number: issuer and check digit agree");
  // "the last four", and then all of it: so many digits are no part.
  const bool part = window.labelled(label::kPartial) && d.size() < 15;
  if (labelled && d.size() >= 13 && !part)
    return verdict(valid ? 0.9 : 0.8, "card-length number asked for as a card");
  if (window.against(label::kCard)) return std::nullopt;
  if (valid && window.widest <= Gap::sep && window.before == 0)
    return verdict(0.6, "check digit of a card number");
  if (window.grouped({4, 4, 4, 4}) && window.separated_by(" -") && issuer(d) && window.before == 0)
    return verdict(0.6, "written as a card number");
  return std::nullopt;
}

}  // namespace offhook::redact::detect
