// Post office boxes, boxes along rural routes, and military post.
#include "redact/detect/address/parts.h"
#include "redact/detect/address/terms.h"
#include "redact/detect/names/people.h"
#include "redact/detect/names/words.h"
#include "redact/detect/numbers.h"

namespace offhook::redact::detect::address {

namespace {

// "RR 2 Box 45", "rural route two box forty five": the word "box", i: none.
std::size_t rural(const Sentence& s, std::size_t i) {
  std::size_t at = i + 1;
  if (s.fold(i) == "rural" && s.fold(at) == "route")
    ++at;
  else if (s.fold(i) != "rr")
    return i;
  if (at >= s.end) return i;
  if (const auto number = read_number(s.script, at, s.end, Language::english))
    at = number->last;
  else if (s.script[at].digits)
    ++at;
  return s.fold(at) == "box" ? at : i;
}

// "PO", "P.O.", "post office": the word behind, i: none.
std::size_t post_office(const Sentence& s, std::size_t i) {
  if (s.fold(i) == "po") return i + 1;
  if (s.fold(i) == "post" && s.fold(i + 1) == "office") return i + 2;
  if (s.fold(i) == "p" && s.fold(i + 1) == "o") return i + 2;
  if (s.fold(i) == "p" && s.fold(i + 1) == "." && s.fold(i + 2) == "o") return i + 3;
  return i;
}

}  // namespace

// "PO Box 104", "P.O. Box 242", "post office box twelve"
std::size_t box(const Sentence& s, std::size_t i) {
  std::size_t at = rural(s, i);
  if (at == i) at = post_office(s, i);
  if (at == i) return i;
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
