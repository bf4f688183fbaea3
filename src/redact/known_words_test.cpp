#include "redact/known_words.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace offhook::redact {
namespace {

rc::Gen<std::string> label() {
  return rc::gen::element<std::string>("", "account tier", "script id", "note", "caller", "customer name",
                                       "wrap up note", "ssn", "phone", "order number", "address", "menu");
}

// What a value may be made of, names and numbers of the conversation among it, whole and in parts.
std::string text() {
  const auto piece = rc::gen::element<std::string>(
      "Gold", "billing", "refund sent", "rosa", "Rosa", "Lindgren", "lindgrens", "rosa's", "roza", "Ed",
      "eds", "O'Neil", "Neil", "oneil", "r o s a", "R", "555", "0132", "415-555-0132", "5550132",
      "4155550132", "four one five", "five", "oh one three two", "speaking with", "my name is", "dana",
      "dana@example.com", "Market", "12 Market Street", "order 8842017", "88-42-017", ",", ".", "Zoe",
      "Zo\u00eb", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "x0132", "and", "here");
  std::string joined = *piece;
  for (int more = *rc::gen::inRange(0, 3); more > 0; --more) joined += " " + *piece;
  return joined;
}

Known known() {
  Known made;
  for (const char* name : {"Rosa Lindgren", "Ed O'Neil", "Zo\u00eb Market", "Gold"})
    if (*rc::gen::arbitrary<bool>()) made.names.push_back({name, Role::customer});
  const std::vector<Known::Value> values = {{Kind::phone, "+1 415-555-0132", "+14155550132"},
                                            {Kind::email, "dana@example.com", "dana@example.com"},
                                            {Kind::address, "12 Market Street", "12 market street"},
                                            {Kind::bank_account, "8842017", "8842017"},
                                            {Kind::phone, "+1 415-555-0132 x0132", "+14155550132;ext=0132"}};
  for (const auto& value : values)
    if (*rc::gen::arbitrary<bool>()) made.values.push_back(value);
  return made;
}

std::size_t findings(const std::string& text, const Known& of_conversation) {
  const std::vector<Utterance> utterance{{Role::other, text}};
  const auto found = find(utterance, of_conversation, Policy{});
  RC_ASSERT(found.has_value());
  return found->size();
}

RC_GTEST_PROP(KnownWords, NoIsSure, ()) {
  const std::string name = *label();
  const std::string said = text();
  const Known of_conversation = known();
  const auto value = PlainValue::of(name, said);
  if (!value || KnownWords(of_conversation).may_stand_in(*value)) RC_SUCCEED("it may");
  const std::string labelled = name.empty() ? said : name + ": " + said;
  // What is found anyway may be one of the known, by a part of its name.
  if (findings(labelled, {}) == 0) RC_ASSERT(findings(labelled, of_conversation) == 0u);
}

TEST(KnownWords, SayNoOfUsualValues) {
  const KnownWords words(
      {{{"Rosa Lindgren", Role::customer}},
       {{Kind::phone, "+14155550132", "+14155550132"}, {Kind::email, "rl@example.com", {}}}});
  for (const std::string text : {"Gold", "billing", "true", "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
                                 "refund sent, customer content", "order 88-20417"}) {
    const auto value = PlainValue::of("account tier", text);
    ASSERT_TRUE(value) << text;
    EXPECT_FALSE(words.may_stand_in(*value)) << text;
  }
  for (const std::string text : {"rosa", "ask Lindgren", "5550132", "ask 555-01-32 now", "rl@example.com"}) {
    const auto value = PlainValue::of("", text);
    ASSERT_TRUE(value) << text;
    EXPECT_TRUE(words.may_stand_in(*value)) << text;
  }
  for (const std::string text :
       {"O'Neil", "R o s a", "four one five", "my name is gold", "<b>Gold</b>", "G\u00f6ld"})
    EXPECT_FALSE(PlainValue::of("", text)) << text;
}

}  // namespace
}  // namespace offhook::redact
