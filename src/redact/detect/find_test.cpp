// Whole dialogues through find(): what the kinds do together. Golden cases stand in golden/, a file a kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "redact/dialogue.h"

namespace offhook::redact {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Findings as "utterance:text=canonical".
std::vector<std::string> found(const std::vector<Utterance>& dialogue, const Known& known = {}) {
  const auto findings = redact::find(dialogue, known, Policy{});
  std::vector<std::string> out;
  if (!findings) return {findings.error().code};
  for (const Finding& finding : *findings)
    out.push_back(
        std::to_string(finding.utterance) + ":" +
        std::string(dialogue[finding.utterance].text.substr(finding.start, finding.end - finding.start)) +
        "=" + finding.canonical);
  return out;
}

TEST(Find, PhoneDictatedInPiecesIsOneValue) {
  EXPECT_THAT(found({{Role::agent, "what is your phone number"},
                     {Role::customer, "my phone number is eight eight zero"},
                     {Role::agent, "mm hmm"},
                     {Role::customer, "six three six"},
                     {Role::agent, "okay"},
                     {Role::customer, "zero four nine two"}}),
              ElementsAre("1:eight eight zero=+18806360492", "3:six three six=+18806360492",
                          "5:zero four nine two=+18806360492"));
}

TEST(Find, NamesOfThePartiesBehindASignThatBeginsTheDialogue) {
  const Known known{{{"Rosa Lindgren", Role::customer}}, {}};
  EXPECT_THAT(found({{Role::agent, "... so lindgren paid for it"}}, known),
              ElementsAre("0:lindgren=rosa lindgren"));
}

TEST(Find, PiecesOfOneValueShareAnEntity) {
  const std::vector<Utterance> dialogue{{Role::customer, "it's four one five"},
                                        {Role::customer, "five five five"},
                                        {Role::customer, "oh one three two call 212-555-0101"}};
  const auto findings = redact::find(dialogue, {}, Policy{});
  ASSERT_TRUE(findings);
  ASSERT_EQ(findings->size(), 4u);
  EXPECT_NE((*findings)[0].entity, 0u);
  EXPECT_EQ((*findings)[0].entity, (*findings)[2].entity);
  EXPECT_EQ((*findings)[3].entity, 0u);
}

// A number as it is dialled where the organisation is, and nothing that says so; elsewhere it is any number.
TEST(Find, NumbersOfTheRegionsOwnPlanNeedNoLabel) {
  const std::vector<Utterance> dialogue{{Role::customer, "the customer left 612 345 678 for you"}};
  Policy policy;
  policy.default_region = "ES";
  const auto in_spain = redact::find(dialogue, {}, policy);
  ASSERT_TRUE(in_spain);
  ASSERT_EQ(in_spain->size(), 1u);
  EXPECT_EQ((*in_spain)[0].kind, Kind::phone);
  EXPECT_EQ((*in_spain)[0].canonical, "+34612345678");
  EXPECT_THAT(found(dialogue), IsEmpty());
}

// Nine digits are a passport of more than one country.
TEST(Find, PassportsAreThoseOfTheRegionUnlessTheNationIsNamed) {
  const std::vector<Utterance> dialogue{{Role::customer, "my passport is 533401872"}};
  const auto kind_in = [&](const char* region) {
    Policy policy;
    policy.default_region = region;
    const auto findings = redact::find(dialogue, {}, policy);
    return findings && findings->size() == 1 ? name((*findings)[0].kind, (*findings)[0].country)
                                             : std::string();
  };
  EXPECT_EQ(kind_in("US"), "PASSPORT");
  EXPECT_EQ(kind_in("GB"), "NATIONAL_ID_GB");
  EXPECT_EQ(kind_in("DE"), "NATIONAL_ID");
}

TEST(Find, LinkThatThePolicyLeavesAloneKeepsNothingInIt) {
  const std::vector<Utterance> dialogue{
      {Role::customer, "see https://x.example.com/u?email=anna@example.org"}};
  Policy policy;
  policy.kinds[static_cast<std::size_t>(Kind::url)].enabled = false;
  const auto findings = redact::find(dialogue, {}, policy);
  ASSERT_TRUE(findings);
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_EQ(findings->front().kind, Kind::email);
}

TEST(Find, WrittenAndSpokenAreOneValue) {
  for (const std::string text :
       {"call 415-555-0132", "call four one five, double five five, zero one three two",
        "call (415) 555 0132", "call +1 415.555.0132", "call four fifteen five fifty five oh one thirty two"})
    EXPECT_THAT(found({{Role::customer, text}}), ElementsAre(testing::EndsWith("=+14155550132"))) << text;
}

TEST(Find, OneValueInTwoSpellingsIsOne) {
  for (const auto& [first, second] : std::vector<std::pair<std::string, std::string>>{
           {"mobile 07700 900123", "mobile oh double seven double oh nine hundred one two three"},
           {"mail Dana_Example@Mail.com", "dana underscore example at mail dot com"},
           {"mastercard 5555 5555 5555 4444",
            "mastercard fifty five fifty five fifty five fifty five fifty five fifty five forty four forty "
            "four"},
           {"iban GB82WEST12345698765432",
            "iban g b eight two w e s t one two three four five six nine eight "
            "seven six five four three two"},
           {"date of birth 1987-04-11", "born on april eleventh nineteen eighty seven"},
           {"this is Jos\u00e9 Mu\u00f1oz", "this is Jose\u0301 Mun\u0303oz"},
           {"mac 00:1A:2B:3C:4D:5E", "the mac address is zero zero one a two b three c four d five e"},
           {"ip 10.0.0.138", "ten dot zero dot zero dot one thirty eight"},
           {"sort code 20-45-53", "sort code two oh four five five three"}}) {
    const auto a = found({{Role::customer, first}});
    const auto b = found({{Role::customer, second}});
    ASSERT_EQ(a.size(), 1U) << first;
    ASSERT_EQ(b.size(), 1U) << second;
    EXPECT_EQ(a[0].substr(a[0].rfind('=')), b[0].substr(b[0].rfind('='))) << second;
  }
}

TEST(Find, RepairReplacesWhatWasSaidBefore) {
  EXPECT_THAT(
      found({{Role::customer, "eight one eight five five five no sorry five five six oh one nine three"}}),
      ElementsAre("0:eight one eight five five five no sorry five five six oh one nine three=+18185560193"));
}

TEST(Find, OrderNumbersStay) {
  EXPECT_THAT(found({{Role::customer, "my order number is seven seven four two one oh nine"}}), IsEmpty());
  EXPECT_THAT(found({{Role::customer, "case number 500-128-9934 is still open"}}), IsEmpty());
}

TEST(Find, NamesOfTheParties) {
  const Known known{{{"Patricia Brown", Role::customer}}, {}};
  EXPECT_THAT(
      found({{Role::agent, "is that Patricia's card, Ms BROWN"}, {Role::customer, "brown patricia yes"}},
            known),
      ElementsAre("0:Patricia=patricia brown", "0:BROWN=patricia brown", "1:brown patricia=patricia brown"));
}

TEST(Find, InvalidUtf8IsAnError) {
  EXPECT_THAT(found({{Role::customer, "call \xff 415-555-0132"}}), ElementsAre("redact.encoding"));
}

TEST(Find, FullWidthAndZeroWidthDigits) {
  EXPECT_THAT(found({{Role::customer, "call ４１５-５５５-０１３２"}}),
              ElementsAre(testing::EndsWith("=+14155550132")));
  EXPECT_THAT(found({{Role::customer, "call 415\u200b555\u200b0132"}}),
              ElementsAre(testing::EndsWith("=+14155550132")));
}

}  // namespace
}  // namespace offhook::redact
