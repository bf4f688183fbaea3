// Labels: words that say what the value near them is ("phone", "date of birth", "order number").
//
// A label opens a slot: what follows it, in the same utterance or in the other side's answer, is taken for
// that kind of value. Labels of things that are no personal data (order, case, model) close slots and speak
// against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "redact/detect/script.h"

namespace offhook::redact::detect {

using Labels = std::uint64_t;

namespace label {
enum : Labels {
  kPhone = 1ull << 0,
  kEmail = 1ull << 1,
  kSsn = 1ull << 2,
  kCard = 1ull << 3,
  kExpiry = 1ull << 4,
  kCvv = 1ull << 5,
  kDob = 1ull << 6,
  kAddress = 1ull << 7,
  kZip = 1ull << 8,
  kName = 1ull << 9,
  kRouting = 1ull << 10,
  kAccount = 1ull << 11,
  kSortCode = 1ull << 12,
  kIban = 1ull << 13,
  kPassport = 1ull << 14,
  kLicence = 1ull << 15,
  kSecret = 1ull << 16,
  kOtp = 1ull << 17,
  kPin = 1ull << 18,
  kIp = 1ull << 19,
  kMac = 1ull << 20,
  kUrl = 1ull << 21,
  kCrypto = 1ull << 22,
  kNationalId = 1ull << 23,  // any country's, "id card", "tax number"
  kNino = 1ull << 24,
  kNhs = 1ull << 25,
  kSin = 1ull << 26,
  kTfn = 1ull << 27,
  kAuMedicare = 1ull << 28,
  kDeTax = 1ull << 29,
  kNir = 1ull << 30,
  kDni = 1ull << 31,
  kCodiceFiscale = 1ull << 32,
  kAadhaar = 1ull << 33,
  kPan = 1ull << 34,
  kCpf = 1ull << 35,
  kBsn = 1ull << 36,
  kPesel = 1ull << 37,
  kPersonnummer = 1ull << 38,
  kNric = 1ull << 39,
  kMbi = 1ull << 40,
  kItin = 1ull << 41,
  kPartial = 1ull << 42,  // "last four digits": a part, not the value
  kOther = 1ull << 43,    // order, case, policy, model: not personal data
  kDate = 1ull << 44,     // another date: appointment, incident, delivery
  kTime = 1ull << 45,
  kMoney = 1ull << 46,
  kTckn = 1ull << 47,
  kZaId = 1ull << 48,
  kFnr = 1ull << 49,
  kThaiId = 1ull << 50,
  kCnic = 1ull << 51,
  kHkid = 1ull << 52,
  kLankaNic = 1ull << 53,
  kHetu = 1ull << 54,
};
}  // namespace label

// The words of a label, folded, with single spaces.
struct LabelPhrase {
  std::string_view words;
  Labels mask = 0;
};
[[nodiscard]] std::span<const LabelPhrase> label_phrases();

struct Label {
  std::uint32_t first = 0;  // words [first, last)
  std::uint32_t last = 0;
  Labels mask = 0;
  bool confirms = false;  // "that's your …", "thanks for the …": says what was said before it
};

// In order of position; of overlapping phrases the longest.
[[nodiscard]] std::vector<Label> find_labels(const Script& script);

// The labels that speak about the words [first, last).
struct Governing {
  Labels before = 0;      // the nearest label before it, with those of the same phrase or question
  unsigned distance = 0;  // words between; 100 and more: it stands in an earlier utterance
  Labels after = 0;       // right behind it: "… is my birthday", or the other side's "thanks for your …"
  std::size_t next = 0;   // the first label that ends behind the value's first word

  [[nodiscard]] bool has(Labels mask) const {
    return (before & mask) != 0 || (before == 0 && (after & mask) != 0);
  }
};
[[nodiscard]] Governing governing(const Script& script, const std::vector<Label>& labels, std::uint32_t first,
                                  std::uint32_t last);
// The same in two steps, for several values that begin at one word.
[[nodiscard]] Governing governing_before(const Script& script, const std::vector<Label>& labels,
                                         std::uint32_t first);
void govern_behind(const Script& script, const std::vector<Label>& labels, std::uint32_t first,
                   std::uint32_t last, Governing& found);

}  // namespace offhook::redact::detect
