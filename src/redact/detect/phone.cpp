// Phone numbers. The North American plan (NANP: area and exchange begin with 2-9) is judged by rule; other
// countries' by "+", trunk zero and length; libphonenumber only gives the canonical form of what is accepted.
#include <phonenumbers/phonenumberutil.h>

#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

using namespace label;

constexpr Labels kMine = kPhone;

bool nanp(std::string_view d) {
  return d.size() == 10 && d[0] >= '2' && d[3] >= '2' && !(d[1] == '1' && d[2] == '1') &&
         d.substr(4, 2) != "11";
}

bool nanp_region(const std::string& region) { return region == "US" || region == "CA"; }

// E.164, or the digits where that cannot be had.
std::string canonical(std::string_view digits, bool plus, const std::string& region) {
  if (!plus && nanp_region(region)) {
    if (digits.size() == 10) return "+1" + std::string(digits);
    if (digits.size() == 11 && digits[0] == '1') return "+" + std::string(digits);
  }
  using i18n::phonenumbers::PhoneNumberUtil;
  const auto* util = PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  if (!plus && digits.starts_with("00")) {
    plus = true;
    digits.remove_prefix(2);
  }
  const std::string text = (plus ? "+" : "") + std::string(digits);
  if (util->Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
      !util->IsPossibleNumber(number))
    return std::string(digits);
  std::string out;
  util->Format(number, PhoneNumberUtil::E164, &out);
  return out;
}

// Like 555-0132, 415-555-0132, 1-415-555-0132.
bool nanp_groups(const Window& window) {
  return (window.grouped({3, 3, 4}) || window.grouped({1, 3, 3, 4}) || window.grouped({3, 4})) &&
         window.separated_by(" -.()/");
}

struct Judged {
  double confidence;
  const char* reason;
};

Judged judge(const Window& window) {
  const std::string_view d = window.chars;
  const bool plus = window.pieces.front().plus;
  const bool labelled = window.labelled(kMine);
  if (window.labelled(kPartial) && d.size() < 7) return {0, ""};
  if (plus && d[0] != '0' && d.size() <= 15)
    return {window.widest <= Gap::turn ? 0.95 : 0.6, "international number"};
  if (d.size() < 7 || d.size() > 15) return {0, ""};
  if (window.against(kMine)) return {0, ""};
  const bool national = d.size() == 10 ? nanp(d) : d.size() == 11 && d[0] == '1' && nanp(d.substr(1));
  if (labelled) {
    if (national) return {0.95, "number asked for as a phone"};
    if (d.size() == 10 || d.size() == 11) return {0.85, "number asked for as a phone"};
    return {d.size() == 7 ? 0.8 : 0.75, "phone-length number asked for as a phone"};
  }
  const bool other = window.before != 0 && (window.before & (kAddress | kName | kEmail | kZip)) == 0;
  if (other && window.distance < 8) return {0, ""};
  if (window.widest > Gap::turn) return {0, ""};
  if (national) {
    if (window.spoken) return {0.75, "ten digits as a North American number"};
    if (nanp_groups(window)) return {0.85, "written as a North American number"};
    return {0.6, "digits of a North American number"};
  }
  if (d.starts_with("00") && d.size() >= 11 && window.widest <= Gap::filler)
    return {0.7, "international number with prefix 00"};
  if (d[0] == '0' && d[1] != '0' && (d.size() == 10 || d.size() == 11) && window.widest <= Gap::filler)
    return {0.65, "national number with trunk zero"};
  if (d.size() == 7 && d[0] >= '2' && nanp_groups(window) && window.separated_by("-"))
    return {0.55, "written as a local number"};
  if (d.size() == 7 && window.spoken && window.widest == Gap::comma && d[0] >= '2')
    return {0.55, "dictated as a local number"};
  return {0, ""};
}

}  // namespace

std::optional<Verdict> judge_phone(const Window& window) {
  const Judged judged = judge(window);
  if (judged.confidence < kAccept) return std::nullopt;
  return Verdict{Kind::phone,
                 {},
                 canonical(window.chars, window.pieces.front().plus, window.context.policy.default_region),
                 judged.confidence,
                 judged.reason};
}

}  // namespace offhook::redact::detect
