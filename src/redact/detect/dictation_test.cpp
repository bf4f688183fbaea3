// One value, however it is written or dictated: any number of the checked kinds, in any written grouping,
// digit by digit, doubled, paired or as tens, in one breath or over turns, is found whole and has one
// canonical form.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "redact/detect/checksums.h"
#include "redact/dialogue.h"

namespace offhook::redact {
namespace {

constexpr std::array<std::string_view, 10> kDigits = {"zero", "one", "two",   "three", "four",
                                                      "five", "six", "seven", "eight", "nine"};
constexpr std::array<std::string_view, 10> kTeens = {"ten",      "eleven",  "twelve",  "thirteen",
                                                     "fourteen", "fifteen", "sixteen", "seventeen",
                                                     "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens = {"",      "",      "twenty",  "thirty", "forty",
                                                    "fifty", "sixty", "seventy", "eighty", "ninety"};

// Draws how something is said.
class Speaker {
 public:
  explicit Speaker(unsigned seed) : random_(seed) {}

  bool chance(unsigned percent) { return random_() % 100 < percent; }
  std::size_t below(std::size_t n) { return random_() % n; }

  std::string digits(std::size_t count) {
    std::string out;
    while (out.size() < count) out += static_cast<char>('0' + below(10));
    return out;
  }

  // Digits in words.
  std::string said(std::string_view digits) {
    std::string out;
    for (std::size_t i = 0; i < digits.size();) {
      const unsigned a = digits[i] - '0';
      const unsigned b = i + 1 < digits.size() ? digits[i + 1] - '0' : 10;
      if (b == a && chance(30)) {
        (out += "double ") += kDigits[a];
        i += 2;
      } else if (pairs_ && a == 1 && b < 10) {
        out += kTeens[b];
        i += 2;
      } else if (pairs_ && a > 1 && b < 10 && (b != 0 || i + 2 == digits.size())) {  // "eighty, five" is 85
        out += kTens[a];
        if (b != 0) (out += " ") += kDigits[b];
        i += 2;
      } else {
        out += a == 0 && digits.size() > 1 && chance(50) ? "oh" : kDigits[a];  // alone it is a sigh
        ++i;
      }
      out += " ";
    }
    out.pop_back();
    return out;
  }

  // The answer to a question, over turns: three to six digits each, with back-channel between.
  std::vector<std::string> turns(std::string_view digits) {
    constexpr std::array<std::string_view, 5> kHeard = {"okay", "mm hmm", "uh huh", "go on", "yes"};
    std::vector<std::string> lines;
    while (!digits.empty()) {
      const std::size_t take = digits.size() < 7 ? digits.size() : 3 + below(4);
      if (!lines.empty()) lines.emplace_back(kHeard[below(kHeard.size())]);
      lines.push_back(said(digits.substr(0, take)));
      digits.remove_prefix(take);
    }
    return lines;
  }

  // Whole pairs leave no digit over, which would be read with the next pair.
  void speak_in_pairs() { pairs_ = true; }

 private:
  std::minstd_rand random_;
  bool pairs_ = false;
};

std::string with_luhn(std::string digits) {
  for (char c = '0'; c <= '9'; ++c)
    if (detect::luhn(digits + c)) return digits + c;
  return digits;
}

struct Case {
  Kind kind;
  std::string_view question;
  std::vector<std::size_t> groups;  // as it is written
  char sign;
};

std::string written(std::string_view digits, const Case& value) {
  std::string out;
  for (const std::size_t size : value.groups) {
    if (!out.empty()) out += value.sign;
    out += digits.substr(0, size);
    digits.remove_prefix(size);
  }
  return out;
}

// All of the answers' bytes are found, and all as this.
void expect_whole(const std::vector<Utterance>& dialogue, Kind kind, const std::string& canonical) {
  const auto findings = redact::find(dialogue, {}, Policy{});
  RC_ASSERT(findings.has_value());
  for (const Utterance& line : dialogue) RC_LOG() << line.text << "\n";
  std::size_t covered = 0, said = 0;
  for (const Finding& finding : *findings) {
    RC_ASSERT(finding.kind == kind);
    RC_ASSERT(finding.canonical == canonical);
    covered += finding.end - finding.start;
  }
  for (std::size_t u = 1; u < dialogue.size(); u += 2) said += dialogue[u].text.size();
  RC_ASSERT(covered == said);
}

std::string value_of(const Case& value, Speaker& speaker) {
  switch (value.kind) {
    case Kind::card:
      return with_luhn("4" + speaker.digits(14));
    case Kind::ssn: {
      std::string digits = speaker.digits(9);
      digits[0] = static_cast<char>('1' + speaker.below(5));
      digits[3] = '7';
      digits[5] = '8';
      return digits;
    }
    default: {  // a North American number
      std::string digits = speaker.digits(10);
      digits[0] = digits[3] = '2';
      digits[1] = digits[4] = '3';
      return digits;
    }
  }
}

void holds_for(const Case& value, unsigned seed) {
  Speaker speaker(seed);
  const std::string digits = value_of(value, speaker);
  const std::string canonical = value.kind == Kind::phone ? "+1" + digits : digits;
  expect_whole({{Role::agent, value.question}, {Role::customer, written(digits, value)}}, value.kind,
               canonical);
  if (digits.size() % 2 == 0 && speaker.chance(30)) speaker.speak_in_pairs();
  const std::string breath = speaker.said(digits);
  expect_whole({{Role::agent, value.question}, {Role::customer, breath}}, value.kind, canonical);
  Speaker slow(seed + 1);
  const std::vector<std::string> lines = slow.turns(digits);
  std::vector<Utterance> dialogue{{Role::agent, value.question}};
  for (const std::string& line : lines)
    dialogue.push_back({dialogue.size() % 2 == 1 ? Role::customer : Role::agent, line});
  expect_whole(dialogue, value.kind, canonical);
}

RC_GTEST_PROP(Dictation, CardNumbersAreOneValue, (unsigned seed)) {
  holds_for({Kind::card, "can i have the card number", {4, 4, 4, 4}, seed % 2 == 0 ? ' ' : '-'}, seed);
}

RC_GTEST_PROP(Dictation, SocialSecurityNumbersAreOneValue, (unsigned seed)) {
  holds_for({Kind::ssn, "what is your social security number", {3, 2, 4}, '-'}, seed);
}

RC_GTEST_PROP(Dictation, PhoneNumbersAreOneValue, (unsigned seed)) {
  holds_for({Kind::phone, "what is your phone number", {3, 3, 4}, seed % 2 == 0 ? '-' : '.'}, seed);
}

}  // namespace
}  // namespace offhook::redact
