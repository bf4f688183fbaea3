#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "json/value.h"
#include "redact/engine.h"

namespace offhook::redact {
namespace {

const Engine& engine() {
  static const Engine shared = std::move(
      *Engine::open(Policy::standard(), std::move(*TokenKey::parse("0123456789abcdef0123456789abcdef"))));
  return shared;
}

// Pieces that calls and messages are made of, awkward ones among them.
rc::Gen<std::string> piece() {
  return rc::gen::element<std::string>(
      "hello", "my number is", "four one five", "five five five", "oh one three two", "415-555-0132",
      "+44 20 7946 0018", "dana at example dot com", "dana@example.com", "my name is", "dana example", "Dana",
      "example's", "what is your card number", "4111 1111 1111 1111", "two one nine nine nine", "219-09-9999",
      "order 88-20417", "at", "dot", "double", "no", "seven", "PHONE-098df40f88ae4394",
      "CARD-4111111111111111", "[card number]", "[CVV]", "é", "e\xCC\x81", "\xF0\x9F\x98\x80",
      "４１５５５５０１３２", "zero\xE2\x80\x8Bwidth", "<b>555</b>", "%40", "&amp;", "{\"a\":1}", "\"", "\\",
      "-", "(", ",", "\n", "1", "GB82WEST12345698765432", "expires", "twelve twenty five", "cvv", "123",
      "date of birth", "april eleventh nineteen eighty seven", "192.0.2.7");
}

rc::Gen<std::string> text() {
  return rc::gen::map(rc::gen::container<std::vector<std::pair<std::string, std::string>>>(
                          rc::gen::pair(piece(), rc::gen::element<std::string>(" ", " ", " ", "", ". "))),
                      [](const auto& pieces) {
                        std::string joined;
                        for (const auto& [word, gap] : pieces) joined += word + gap;
                        return joined;
                      });
}

// Few and short ones: what matters is which pieces meet.
rc::Gen<std::vector<std::string>> texts_of_a_call() {
  return rc::gen::scale(0.12, rc::gen::container<std::vector<std::string>>(text()));
}

std::string phrase(const std::string& said, const std::string& decorated, bool customer) {
  return R"({"participantPurpose":")" + std::string(customer ? "external" : "internal") + R"(","text":)" +
         json::quote(said) + R"(,"decoratedText":)" + json::quote(decorated) + "}";
}

// As a recogniser decorates it, at times differently.
std::string written(std::string said) {
  if (!said.empty() && said[0] >= 'a' && said[0] <= 'z') said[0] = static_cast<char>(said[0] - 'a' + 'A');
  if (const auto at = said.find("four one five"); at != std::string::npos) said.replace(at, 13, "415");
  return said + ".";
}

// A conversation with a party, attributes and a transcript, its members in the order of `order`.
std::string record(const std::vector<std::string>& texts, unsigned order) {
  std::string phrases;
  for (std::size_t i = 0; i < texts.size(); ++i)
    phrases += (i > 0 ? "," : "") + phrase(texts[i], written(texts[i]), i % 2 == 1);
  std::vector<std::string> party = {R"("purpose":"customer")", R"("participantName":"Dana Example")",
                                    R"("sessions":[{"ani":"tel:+14155550132","remote":"Dana Example"}])",
                                    R"("attributes":{"note":)" + json::quote(texts.empty() ? "" : texts[0]) +
                                        R"(,"customerEmail":"dana@example.com"})"};
  std::vector<std::string> root = {R"("conversationId":"c-1")",
                                   R"("transcripts":[{"phrases":[)" + phrases + "]}]",
                                   R"("unknown":)" + json::quote(texts.empty() ? "" : texts.back())};
  const auto rotate = [&](std::vector<std::string>& members) {
    std::rotate(members.begin(), members.begin() + order % members.size(), members.end());
    std::string joined = "{";
    for (const auto& member : members) joined += (joined.size() > 1 ? "," : "") + member;
    return joined + "}";
  };
  root.push_back(R"("participants":[)" + rotate(party) + "]");
  return rotate(root);
}

using Places = std::multiset<std::tuple<std::string, std::size_t, std::size_t, std::string>>;
Places places(const RedactedDocument& document) {
  Places found;
  for (const auto& span : document.spans) found.emplace(span.path, span.start, span.end, span.token);
  return found;
}

// The strings of a document by their path.
void collect(const json::Value& value, const std::string& path, std::map<std::string, std::string>& out) {
  if (value.string() != nullptr) out[path] = *value.string();
  if (value.array() != nullptr)
    for (std::size_t i = 0; i < value.array()->size(); ++i)
      collect((*value.array())[i], path + "/" + std::to_string(i), out);
  if (value.object() != nullptr)
    for (const auto& [name, member] : *value.object()) collect(member, path + "/" + name, out);
}

RedactedDocument redacted(std::string_view bytes) {
  auto out = engine().redact({bytes, {}, true}).conversation;
  if (!out) RC_FAIL(out.error().message);
  return std::move(*out);
}

RC_GTEST_PROP(EngineProperty, RedactingTwiceChangesNothing, ()) {
  const auto texts = *texts_of_a_call();
  const auto once = redacted(record(texts, 0));
  RC_ASSERT(redacted(once.bytes).bytes == once.bytes);
}

// A conversation of two parties, with the same few values under the same few labels.
std::string small_record() {
  const auto name = [] { return rc::gen::element<std::string>("Rosa Gold", "Dana Example", "Tier Moreno"); };
  const auto value = [] {
    return rc::gen::element<std::string>("Gold", "Rosa", "tier one", "ask Dana", "5550132", "415-555-0199",
                                         "note", "Moreno case", "dana@example.com",
                                         "3f2504e0-4f89-11d3-9a0c-0305e82c3301");
  };
  std::string participants;
  for (const char* purpose : {"customer", "acd"})
    participants += std::string(participants.empty() ? "" : ",") + R"({"purpose":")" + purpose +
                    R"(","participantName":)" + json::quote(*name()) +
                    R"(,"sessions":[{"ani":"tel:+1415555)" + *rc::gen::element<std::string>("0132", "0199") +
                    R"("}],"attributes":{"tier":)" + json::quote(*value()) + R"(,"Customer Name":)" +
                    json::quote(*value()) + R"(,"case":)" + json::quote(*value()) + "}}";
  return R"({"participants":[)" + participants + R"(],"tier":)" + json::quote(*value()) + R"(,"case":)" +
         json::quote(*value()) + "}";
}

RC_GTEST_PROP(EngineProperty, WhatWasRedactedBeforeDecidesNothing, ()) {
  for (int i = 0; i < 8; ++i) redacted(small_record());
  const std::string record = small_record();
  const auto fresh =
      *Engine::open(Policy::standard(), std::move(*TokenKey::parse("0123456789abcdef0123456789abcdef")));
  const auto expected = *fresh.redact({record, {}, true}).conversation;
  const auto actual = redacted(record);
  RC_ASSERT(actual.bytes == expected.bytes);
  RC_ASSERT(places(actual) == places(expected));
}

RC_GTEST_PROP(EngineProperty, BytesOutsideSpansStay, ()) {
  const auto texts = *texts_of_a_call();
  const std::string before = record(texts, 0);
  const auto out = redacted(before);
  std::map<std::string, std::string> raw;
  std::map<std::string, std::string> after;
  collect(*json::parse(before), "", raw);
  const auto parsed = json::parse(out.bytes);
  RC_ASSERT(parsed.has_value());
  collect(*parsed, "", after);
  std::map<std::string, std::vector<Span>> spans;
  for (const auto& span : out.spans) spans[span.path].push_back(span);
  for (const auto& [path, value] : raw) {
    std::string expected;
    std::size_t from = 0;
    for (const auto& span : spans[path]) {
      RC_ASSERT(span.start >= from);  // sorted, no overlap
      RC_ASSERT(span.end > span.start && span.end <= value.size());
      RC_ASSERT((value[span.start] & 0xc0) != 0x80);  // whole code points
      RC_ASSERT(span.end == value.size() || (value[span.end] & 0xc0) != 0x80);
      expected += value.substr(from, span.start - from) + span.token;
      from = span.end;
    }
    RC_ASSERT(expected + value.substr(from) == after[path]);
  }
}

RC_GTEST_PROP(EngineProperty, TheOrderOfMembersChangesNothing, (unsigned order)) {
  const auto texts = *texts_of_a_call();
  RC_ASSERT(places(redacted(record(texts, 0))) == places(redacted(record(texts, order))));
}

RC_GTEST_PROP(EngineProperty, AnyBytesAreRedactedOrRefused, ()) {
  auto bytes = record(*texts_of_a_call(), 0);
  const auto changes = *rc::gen::inRange(1, 8);
  for (int i = 0; i < changes; ++i)
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  const auto out = engine().redact({bytes, {}, false}).conversation;
  if (!out) RC_ASSERT(out.error().cls == ErrorClass::corrupt);
}

RC_GTEST_PROP(EngineProperty, TurnsAndRecordsAgree, ()) {
  const auto texts = *rc::gen::nonEmpty(texts_of_a_call());
  std::string lines;
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string role = i % 2 == 0 ? "agent" : "customer";
    lines += (i > 0 ? "," : "") + (R"({"role":")" + role + R"(","text":)" + json::quote(texts[i]) + "}");
    turns.push_back({role, texts[i]});
  }
  const auto document = redacted(
      R"({"id":"1","turns":[)" + lines +
      R"(],"participants":[{"purpose":"customer","name":"Dana Example","ani":"tel:+14155550132"}]})");
  const Party party{"customer", "Dana Example", {"tel:+14155550132"}, {}};
  const auto plain = engine().redact_turns(turns, {&party, 1});
  RC_ASSERT(plain.has_value());
  std::map<std::string, std::string> after;
  collect(*json::parse(document.bytes), "", after);
  for (std::size_t i = 0; i < texts.size(); ++i)
    RC_ASSERT(plain->texts[i] == after["/turns/" + std::to_string(i) + "/text"]);
}

TEST(EngineLimits, TakesALongString) {
  std::string long_text = "dana@example.com ";
  while (long_text.size() < (10u << 20))
    long_text += "and then i said to the man at the desk that nothing was right ";
  const auto out = engine().redact({R"({"note":")" + long_text + R"("})", {}, false}).conversation;
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->counts.at("EMAIL"), 1U);
}

TEST(EngineLimits, TakesAStringFullOfFindings) {
  std::string long_text;
  while (long_text.size() < (1u << 20)) long_text += "dana@example.com, ";
  const auto out = engine().redact({R"({"note":")" + long_text + R"("})", {}, false}).conversation;
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->tokens.size(), 1U);
  EXPECT_EQ(out->bytes.find("dana"), std::string::npos);
}

TEST(EngineLimits, RefusesDeepNestingAndBrokenText) {
  for (const auto& bytes :
       {std::string(100'000, '['), std::string(100'000, '[') + std::string(100'000, ']'),
        std::string(R"({"a":"\ud800"})"), std::string(R"({"a":"\udc00\ud800"})"),
        std::string("{\"a\":\"\xc3\x28\"}"), std::string(R"({"a":1,"a":2})"), std::string(R"({"a":1} x)")}) {
    const auto out = engine().redact({bytes, {}, false}).conversation;
    ASSERT_FALSE(out) << bytes.substr(0, 20);
    EXPECT_EQ(out.error().cls, ErrorClass::corrupt);
  }
}

}  // namespace
}  // namespace offhook::redact
