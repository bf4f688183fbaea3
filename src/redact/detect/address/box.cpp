// Post office boxes and military post.
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {

// "PO Box 104", "P.O. Box 242", "post office box twelve"
std::size_t box(const Sentence& s, std::size_t i) {
  std::size_t at = i;
  if (s.fold(at) == "po")
    ++at;
  else if (s.fold(at) == "p" && (s.fold(at + 1) == "o" || (s.fold(at + 1) == "." && s.fold(at + 2) == "o")))
    at += s.fold(at + 1) == "o" ? 2 : 3;
  else if (s.fold(at) == "post" && s.fold(at + 1) == "office")
    at += 2;
  else
    return i;
  if (s.fold(at) == ".") ++at;
  if (s.fold(at) != "box" || at + 1 >= s.end) return i;
  ++at;
  if (s.script.sign(at, '#')) ++at;
  if (at >= s.end) return i;
  if (s.script[at].digits || (s.fold(at).size() == 1 && s.script[at].upper)) return at + 1;
  constexpr std::size_t kMaxDigits = 6;
  std::size_t last = i, digits = 0;
  while (at < s.end && digits < kMaxDigits) {
    const auto number = read_number(s.script, at, s.end, Language::english);
    if (!number) break;
    digits += number->digits.size();
    last = at = number->last;
  }
  return last;
}

// "PSC 6477, Box 2981 APO AE 83700", "Unit 5146 Box 1772 DPO AE 91410", "USNS Møller FPO AA 85844"
std::size_t military(const Sentence& s, std::size_t i) {
  for (std::size_t at = i + 1; at < s.end && at - i < 10; ++at)
    if ((s.fold(at) == "apo" || s.fold(at) == "fpo" || s.fold(at) == "dpo") && s.fold(at + 1).size() == 2)
      return at + 2 < s.end && s.script[at + 2].digits ? at + 3 : at + 2;
  return i;
}

}  // namespace offhook::redact::detect::address
