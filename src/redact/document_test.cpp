#include "redact/document.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.h"
#include "json/arbitrary_for_test.h"
#include "redact/policy.h"

namespace offhook::redact {
namespace {

// Records of a schema's members in an order that a record mostly keeps, and of others.
class ArbitraryRecord {
 public:
  explicit ArbitraryRecord(std::uint64_t seed) : json_(seed) {}

  std::string record() { return object(4); }
  std::string damaged_record() { return json_.damage(record()); }

 private:
  std::string object(int depth) {
    std::string text;
    for (const std::string_view name :
         {"conversationId", "conversationStart", "attributes", "participants", "purpose", "sessions", "ani",
          "metrics", "emitDate", "name", "id", "value", "x", "participants", "\\u006eame", "n\u00e4me", ""})
      if (json_.below(3) > 0 && (name != "participants" || text.find(name) == std::string::npos))
        text += (text.empty() ? "" : ",") + blank() + '"' + std::string(name) + '"' + blank() + ":" +
                blank() + value(depth - 1);
    return "{" + text + blank() + "}";
  }

  std::string value(int depth) {
    if (depth > 0 && json_.below(3) == 0) return object(depth);
    if (depth > 0 && json_.below(3) == 0) return "[" + value(depth - 1) + "," + value(depth - 1) + "]";
    if (json_.below(4) == 0) return json_.value(0);
    return json_.pick({"\"2026-03-10T14:00:05.101Z\"", "\"2026-03-10T14:00:05.1013\"",
                       "\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"",
                       "\"3f2504e0-4f89-11d3-9a0c-0305e82c330\\u0031\"", "\"dana@example.com\"", "\"tTalk\"",
                       "4155550132", "5", "\"\""});
  }

  std::string blank() { return json_.below(8) == 0 ? json_.blank() : std::string(); }

  json::ArbitraryJson json_;
};

std::string seen(const Result<Document>& document) {
  if (!document) return document.error().message;
  std::string text;
  for (const Leaf& leaf : document->leaves) {
    for (const std::size_t n :
         {leaf.span.begin, leaf.span.end, leaf.label.begin, leaf.label.end,
          static_cast<std::size_t>(leaf.type), static_cast<std::size_t>(leaf.field), std::size_t{leaf.is_key},
          std::size_t{leaf.escaped}, std::size_t{leaf.indices}})
      text += std::to_string(n) + " ";
    for (const std::uint32_t index : leaf.index) text += std::to_string(index) + " ";
    text += "\n";
  }
  for (const std::string& path : document->paths) text += path + "\n";
  return text;
}

RC_GTEST_PROP(Document, IsTheSameWhateverOrderIsRemembered, (std::uint64_t seed)) {
  const Schema schema = *Schema::build(Policy::standard());
  MemberOrder remembered(schema);
  for (std::uint64_t i = 0; i < 8; ++i) {
    ArbitraryRecord records(seed + i);
    const std::string record = i % 2 == 0 ? records.record() : records.damaged_record();
    RC_ASSERT(seen(Document::read(record, &schema, &remembered, true)) ==
              seen(Document::read(record, &schema, nullptr, true)));
  }
}

TEST(Document, RefusesTwinsAmongExpectedMembers) {
  const Schema schema = *Schema::build(Policy::standard());
  MemberOrder order(schema);
  constexpr std::string_view kRecord =
      R"({"conversationId":"a","participants":[{"purpose":"x"},{"purpose":"y"}]})";
  ASSERT_TRUE(Document::read(kRecord, &schema, &order, false));
  ASSERT_TRUE(Document::read(kRecord, &schema, &order, false));
  const auto document =
      Document::read(R"({"conversationId":"a","conversationId":"b"})", &schema, &order, false);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, "json.malformed");
}

TEST(Document, RefusesTwinsAmongMoreMembersThanItCounts) {
  Policy policy = Policy::standard();
  for (int i = 0; i < 300; ++i) policy.fields.push_back({"f" + std::to_string(i), FieldAction::keep});
  const Schema schema = *Schema::build(policy);
  std::string members;
  for (int i = 0; i < 300; ++i) members += (i > 0 ? ",\"f" : "\"f") + std::to_string(i) + "\":\"\"";
  for (int twin = 0; twin < 300; ++twin) {
    MemberOrder order(schema);
    EXPECT_TRUE(Document::read("{" + members + "}", &schema, &order, false));
    EXPECT_FALSE(
        Document::read("{" + members + ",\"f" + std::to_string(twin) + "\":\"\"}", &schema, &order, false))
        << twin;
  }
}

// What the policy names may be no plain text; it is found all the same, and waited for never.
TEST(Document, DoesNotWaitForNamesThatNeedEscapes) {
  Policy policy = Policy::standard();
  policy.fields.push_back({"a\"b", FieldAction::keep});
  const Schema schema = *Schema::build(policy);
  MemberOrder order(schema);
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(Document::read(R"({"a\"b":"dana@example.com"})", &schema, &order, false));
  EXPECT_FALSE(Document::read(R"({"a"b":"dana@example.com"})", &schema, &order, false));
}

}  // namespace
}  // namespace offhook::redact
