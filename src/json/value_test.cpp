#include "json/value.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "json/arbitrary_for_test.h"

namespace offhook::json {
namespace {

TEST(Value, ReadsEachType) {
  const auto value =
      *parse(R"( {"s":"a\u00e9\n","i":-12,"r":0.5,"t":true,"n":null,"a":[1,[2]],"o":{"x":"y"}} )");
  EXPECT_EQ(value.text("s"), "a\u00e9\n");
  EXPECT_EQ(value.number("i"), -12);
  EXPECT_EQ(*value["r"].real(), 0.5);
  EXPECT_TRUE(*value["t"].boolean());
  EXPECT_TRUE(value["n"].is_null());
  EXPECT_EQ(*value["a"].array(), (Value::Array{1, Value::Array{2}}));
  EXPECT_EQ(value["o"].text("x"), "y");
}

TEST(Value, AnswersForWhatIsAbsent) {
  const Value value = Value::Object{{"a", 1}};
  EXPECT_TRUE(value["b"]["c"].is_null());
  EXPECT_EQ(value.text("a"), "");
  EXPECT_EQ(value.number("b"), 0);
}

TEST(Value, KeepsIntegersExact) {
  EXPECT_EQ(*parse("9223372036854775807")->integer(), INT64_MAX);
  EXPECT_EQ(*parse("-9223372036854775808")->integer(), INT64_MIN);
  EXPECT_EQ(*parse("9223372036854775808")->real(), 0x1p63);
  EXPECT_FALSE(parse("1e999"));
}

TEST(Value, RefusesTheMalformedWithoutQuotingIt) {
  const auto error = parse(R"({"secret":4111111111111111,,})").error();
  EXPECT_EQ(error.code, "json.malformed");
  EXPECT_EQ(error.message, "a member's name is missing at byte 27");
}

TEST(Canonical, SortsMembersAndEscapesLittle) {
  const auto value = *parse(R"({"b":[true,null,{}],"a":"\u0001\b\t\n\f\r\"\\\/\u007f\u20ac","aa":-7})");
  EXPECT_EQ(canonical(value),
            "{\"a\":\"\\u0001\\b\\t\\n\\f\\r\\\"\\\\/\x7f\u20ac\",\"aa\":-7,\"b\":[true,null,{}]}");
}

TEST(CanonicalDeathTest, TakesNoRealsAndNoLargeIntegers) {
  EXPECT_DEATH((void)canonical(0.5), "no real numbers");
  EXPECT_DEATH((void)canonical(std::int64_t{1} << 53), "below 2\\^53");
  EXPECT_EQ(canonical((std::int64_t{1} << 53) - 1), "9007199254740991");
}

TEST(Compact, WritesRealsThatReadBack) {
  for (const double real : {0.1, 1.0, -2.5e-7, 1e21, 5e-324, 1.7976931348623157e308}) {
    const auto back = parse(compact(real));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, Value(real));
  }
}

RC_GTEST_PROP(Compact, ReadsBackEqual, (std::uint64_t seed)) {
  const auto value = parse(ArbitraryJson(seed).value());
  RC_ASSERT(value.has_value());
  const auto again = parse(compact(*value));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == *value);
  RC_ASSERT(compact(*again) == compact(*value));
}

RC_GTEST_PROP(Quote, ReadsBackEqual, (const std::vector<char>& bytes)) {
  std::string text;
  for (const char c : bytes) text += static_cast<char>(c & 0x7f);
  RC_ASSERT(*parse(quote(text)) == Value(text));
}

}  // namespace
}  // namespace offhook::json
