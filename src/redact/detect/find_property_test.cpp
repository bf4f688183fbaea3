// Properties of find(): for any dialogue, spans are in order, never overlap, never split a code point; the
// same dialogue gives the same findings; long texts take bounded time; and RE2 agrees on what is plainly
// regular.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <re2/re2.h>
#include <time.h>

#include <string>
#include <vector>

#include "redact/dialogue.h"

namespace offhook::redact {
namespace {

// Text made of what detectors react to, and of bytes of several scripts.
rc::Gen<std::string> any_text() {
  static const std::vector<std::string> kBits = {"four",
                                                 "one five",
                                                 "oh",
                                                 "double",
                                                 "415",
                                                 "-",
                                                 "555",
                                                 "0132",
                                                 " ",
                                                 ", ",
                                                 "@",
                                                 ".com",
                                                 "dot",
                                                 "at",
                                                 "my name is",
                                                 "Anna",
                                                 "O'Neil's",
                                                 "Müller",
                                                 "１２３",
                                                 "१२",
                                                 "card",
                                                 "phone",
                                                 "ssn",
                                                 "order",
                                                 "4111 1111 1111 1111",
                                                 "+44",
                                                 "(",
                                                 ")",
                                                 "é",
                                                 "\u200b",
                                                 "street",
                                                 "12 Main",
                                                 "no sorry",
                                                 "iban GB82 WEST",
                                                 "😀",
                                                 "请",
                                                 "'s",
                                                 "born",
                                                 "april first nineteen",
                                                 "\n",
                                                 "http://",
                                                 "w w w",
                                                 "password is",
                                                 "::1",
                                                 "192.168.0.1",
                                                 "mr",
                                                 "as in",
                                                 "b",
                                                 "is",
                                                 "?"};
  return rc::gen::map(
      rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kBits.size())),
      [](const std::vector<std::size_t>& picks) {
        std::string text;
        for (const std::size_t pick : picks) text += kBits[pick] + (pick % 3 == 0 ? "" : " ");
        return text;
      });
}

bool starts_code_point(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

RC_GTEST_PROP(FindProperty, SpansAreInOrderAndWhole, ()) {
  const auto texts = *rc::gen::container<std::vector<std::string>>(any_text());
  std::vector<Utterance> dialogue;
  for (std::size_t i = 0; i < texts.size(); ++i) dialogue.push_back({static_cast<Role>(i % 3), texts[i]});
  const Known known{{{"Anna O'Neil", Role::customer}}, {{Kind::phone, "+14155550132", "+14155550132"}}};
  const auto findings = redact::find(dialogue, known, Policy{});
  RC_ASSERT(findings.has_value());
  for (std::size_t i = 0; i < findings->size(); ++i) {
    const Finding& finding = (*findings)[i];
    RC_ASSERT(finding.utterance < dialogue.size());
    const std::string_view text = dialogue[finding.utterance].text;
    RC_ASSERT(finding.start < finding.end);
    RC_ASSERT(finding.end <= text.size());
    RC_ASSERT(starts_code_point(text, finding.start));
    RC_ASSERT(starts_code_point(text, finding.end));
    if (i > 0) {
      const Finding& before = (*findings)[i - 1];
      RC_ASSERT(before.utterance < finding.utterance ||
                (before.utterance == finding.utterance && before.end <= finding.start));
    }
  }
  const auto again = redact::find(dialogue, known, Policy{});
  RC_ASSERT(again->size() == findings->size());
  for (std::size_t i = 0; i < findings->size(); ++i) {
    RC_ASSERT((*again)[i].start == (*findings)[i].start);
    RC_ASSERT((*again)[i].canonical == (*findings)[i].canonical);
  }
}

RC_GTEST_PROP(FindProperty, AnyBytesGiveFindingsOrAnError, ()) {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  const std::vector<Utterance> dialogue{{Role::other, bytes}};
  const auto findings = redact::find(dialogue, {}, Policy{});
  if (!findings) RC_ASSERT(findings.error().cls == ErrorClass::corrupt);
}

// What RE2 takes for an address, a card or an SSN in its plain written form is found, and as that kind.
RC_GTEST_PROP(FindProperty, AgreesWithRe2OnPlainForms, ()) {
  static const re2::RE2 kEmail(R"(\b[a-z0-9](?:[a-z0-9._]*[a-z0-9])?@[a-z][a-z0-9]*\.(?:com|org|net)\b)");
  static const re2::RE2 kSsn(
      R"(\b(?:00[1-9]|0[1-9]\d|[1-578]\d\d|6[0-57-9]\d|66[0-57-9])-(?:0[1-9]|[1-9]\d)-(?:000[1-9]|00[1-9]\d|0[1-9]\d\d|[1-9]\d{3})\b)");
  static const re2::RE2 kMac(R"(\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b)");
  const auto local =
      *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcdefgh12"))));
  const auto number = *rc::gen::inRange(0, 1'000'000'000);
  std::string digits = std::to_string(number);
  digits.insert(0, 9 - digits.size(), '0');
  const std::string text = "so " + local + "@mail.com then " + digits.substr(0, 3) + "-" +
                           digits.substr(3, 2) + "-" + digits.substr(5) +
                           " via 00:1a:2b:3c:4d:" + digits.substr(0, 2) + " end";
  const std::vector<Utterance> dialogue{{Role::other, text}};
  const auto findings = redact::find(dialogue, {}, Policy{});
  RC_ASSERT(findings.has_value());
  const auto agrees = [&](const re2::RE2& pattern, Kind kind) {
    re2::StringPiece rest(text);
    re2::StringPiece match;
    std::size_t expected = 0;
    while (re2::RE2::FindAndConsume(&rest, "(" + pattern.pattern() + ")", &match)) {
      const auto start = static_cast<std::size_t>(match.data() - text.data());
      bool covered = false;
      for (const Finding& f : *findings)
        covered = covered || (f.kind == kind && f.start == start && f.end == start + match.size());
      RC_ASSERT(covered);
      ++expected;
    }
    std::size_t actual = 0;
    for (const Finding& f : *findings) actual += f.kind == kind ? 1u : 0u;
    RC_ASSERT(actual == expected);
  };
  agrees(kEmail, Kind::email);
  agrees(kSsn, Kind::ssn);
  agrees(kMac, Kind::mac);
}

// Of this thread, whatever else the machine does.
double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// Work grows with the text, not with its square: four times the text may take no more than twelve times as
// much of a processor.
TEST(FindLimits, WorkGrowsWithTheText) {
  for (const std::string unit : {"one two three four five six seven eight nine oh ", "1 2 3 4 5 6 7 8 9 0 ",
                                 "John Smith and Mary Jones ", "a.b.c.d-e_f", "dana@example.com, ",
                                 "12 main oak elm hill view road ", "a b c d e f g ", "phone number ",
                                 "w w w dot a slash ", "4111 1111 1111 1111 ", "my name is anna and "}) {
    const auto seconds = [&](std::size_t bytes) {
      std::string text;
      while (text.size() < bytes) text += unit;
      const std::vector<Utterance> dialogue{{Role::other, text}};
      const double start = processor_seconds();
      const auto findings = redact::find(dialogue, {}, Policy{});
      EXPECT_TRUE(findings);
      return processor_seconds() - start;
    };
    const double small = seconds(1u << 14);
    const double large = seconds(1u << 16);
    EXPECT_LT(large, 12 * small + 0.25) << unit;
  }
}

}  // namespace
}  // namespace offhook::redact
