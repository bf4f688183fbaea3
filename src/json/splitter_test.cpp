#include "json/splitter.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "json/arbitrary_for_test.h"
#include "json/value.h"
#include "json/walk.h"

namespace offhook::json {
namespace {

struct Split {
  std::vector<std::string> records;  // "#" for one that was too large
  std::string remainder;
  std::string error;  // its message; empty when all went well
  bool operator==(const Split&) const = default;
};

template <class Cut>
Split split(std::string_view body, Cut next_chunk_size, SplitLimits limits = {}) {
  Split result;
  RecordSplitter splitter(
      "conversations",
      [&](RecordSplitter::Record record) -> Result<void> {
        EXPECT_EQ(record.position, result.records.size());
        result.records.push_back(record.too_large ? "#" : record.bytes.reveal());
        return {};
      },
      limits);
  for (std::string_view rest = body; !rest.empty();) {
    const auto size = std::min<std::size_t>(rest.size(), next_chunk_size());
    // A copy of exactly this size, so that a read beyond it is seen by the sanitizer.
    const std::vector<char> chunk(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size));
    if (const auto fed = splitter.feed({chunk.data(), chunk.size()}); !fed) {
      result.error = fed.error().message;
      EXPECT_EQ(splitter.finish().error().message, result.error);
      return result;
    }
    rest.remove_prefix(size);
  }
  auto finished = splitter.finish();
  if (finished)
    result.remainder = finished->reveal();
  else
    result.error = finished.error().message;
  EXPECT_EQ(splitter.records(), result.records.size());
  return result;
}

Split split(std::string_view body, SplitLimits limits = {}) {
  return split(body, [&] { return body.size(); }, limits);
}

TEST(RecordSplitter, TakesBothShapes) {
  EXPECT_EQ(split(R"( [ {"a":[1,"]"]} , 2,"x\"y" ,[],null] )"),
            (Split{{R"({"a":[1,"]"]})", "2", R"("x\"y")", "[]", "null"}, "[]", ""}));
  EXPECT_EQ(
      split(R"({"cursor":"c", "conversations" : [{"a":1},{"b":{"conversations":[1]}}] ,"n":{"x":[3]}} )"),
      (Split{{R"({"a":1})", R"({"b":{"conversations":[1]}})"},
             R"({"cursor":"c", "conversations" : [] ,"n":{"x":[3]}})",
             ""}));
}

TEST(RecordSplitter, TakesAnswersWithoutRecords) {
  EXPECT_EQ(split("[]"), (Split{{}, "[]", ""}));
  EXPECT_EQ(split("{}"), (Split{{}, "{}", ""}));
  EXPECT_EQ(split(R"({"conversations":[ ]})"), (Split{{}, R"({"conversations":[]})", ""}));
  EXPECT_EQ(split(R"({"conversations":null,"x":1})"), (Split{{}, R"({"conversations":null,"x":1})", ""}));
}

TEST(RecordSplitter, ReadsTheMembersNameDecoded) {
  EXPECT_EQ(split(R"({"conv\u0065rsations":[1]})").records, std::vector<std::string>{"1"});
  EXPECT_TRUE(split(R"({"conversation":[1],"xconversations":[2]})").records.empty());
}

TEST(RecordSplitter, RefusesTheMalformed) {
  for (const std::string_view bad : {"",
                                     " ",
                                     "7",
                                     "\"a\"",
                                     "[",
                                     "[1",
                                     "[1,",
                                     "[1,]",
                                     "[,1]",
                                     "[1 2]",
                                     "[1}",
                                     "[1]]",
                                     "[1]x",
                                     "[1\"a\"]",
                                     "[\"a\"1]",
                                     "[{}{}]",
                                     "[{]",
                                     "{",
                                     "{\"a\"",
                                     "{\"a\":",
                                     "{\"a\":1",
                                     "{\"a\":}",
                                     "{\"a\":1,}",
                                     "{,}",
                                     "{\"a\" 1}",
                                     "{1:1}",
                                     "{\"a\":1]",
                                     "{}}",
                                     "{\"conversations\":[1],\"conversations\":[2]}",
                                     "{\"conversations\":[1] 2}",
                                     "{\"conversations\":[1}",
                                     "{\"a\":tru}",
                                     "\xef\xbb\xbf[]"})
    EXPECT_NE(split(bad).error, "") << bad;
}

TEST(RecordSplitter, SaysWhere) {
  const auto one_by_one = split("[1, 2 x]", [] { return 1; });
  EXPECT_EQ(one_by_one.error, "unexpected character at byte 6");
  EXPECT_EQ(split("[1, 2 x]").error, one_by_one.error);
  EXPECT_EQ(split("[1, 2").error, "the document is not complete after 5 bytes");
}

TEST(RecordSplitter, LeavesBrokenRecordsToTheirReader) {
  EXPECT_EQ(split(R"([tru,{"a":1],{"b":2}])"), (Split{{"tru", R"({"a":1])", R"({"b":2})"}, "[]", ""}));
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(split("[" + deep + ",1]"), (Split{{deep, "1"}, "[]", ""}));
}

TEST(RecordSplitter, SkipsRecordsOverTheBound) {
  SplitLimits limits;
  limits.max_record_bytes = 10;
  const std::string body = R"(["12345678","123456789",{"a":"b","c":"d"},1])";
  const Split expected{{"\"12345678\"", "#", "#", "1"}, "[]", ""};
  EXPECT_EQ(split(body, limits), expected);
  EXPECT_EQ(split(body, [] { return 3; }, limits), expected);
}

TEST(RecordSplitter, BoundsTheRemainder) {
  SplitLimits limits;
  limits.max_remainder_bytes = 100;
  EXPECT_EQ(split("{\"a\":\"" + std::string(92, 'x') + "\"}", limits).error, "");
  const auto split_over = split("{\"a\":\"" + std::string(93, 'x') + "\"}", limits);
  EXPECT_EQ(split_over.error,
            "more than 100 bytes beside the records; is the array's member named `conversations`?");
}

TEST(RecordSplitter, StopsWhenTheSinkDoes) {
  int seen = 0;
  RecordSplitter splitter("conversations", [&](RecordSplitter::Record) -> Result<void> {
    if (++seen == 2) return fail(ErrorClass::cancelled, "test.stop", "stop");
    return {};
  });
  EXPECT_EQ(splitter.feed("[1,2,3]").error().code, "test.stop");
  EXPECT_EQ(splitter.feed("[1,2,3]").error().code, "test.stop");
  EXPECT_EQ(seen, 2);
}

std::string body_of(std::uint64_t seed) {
  ArbitraryJson json(seed);
  if (json.below(3) == 0) return json.blank() + json.array(4) + json.blank();
  const std::string before = json.pick({"", "\"a\\\"[\":[1,{}],", "\"conversation\":[0] ,"});
  const std::string name = json.pick({"\"conversations\"", "\"conv\\u0065rsations\" ", "\"other\""});
  const std::string records = json.below(4) == 0 ? json.value() : json.array(4);
  return json.blank() + "{" + before + name + ":" + json.blank() + records + json.blank() +
         json.pick({"", ",\"z\":-1"}) + "}" + json.blank();
}

RC_GTEST_PROP(RecordSplitter, GivesTheSameForAnyChunking, (std::uint64_t seed)) {
  ArbitraryJson json(seed);
  std::string body = body_of(seed);
  if (json.below(3) == 0) body = json.damage(body);
  const Split whole = split(body);
  RC_ASSERT(split(body, [] { return 1; }) == whole);
  RC_ASSERT(split(body, [&] { return 1 + json.below(9); }) == whole);
}

// What is no JSON is cut in the same places, however the bytes arrive.
RC_GTEST_PROP(RecordSplitter, CutsNonsenseTheSameForAnyChunking, (std::uint64_t seed)) {
  ArbitraryJson json(seed);
  std::string body = "[";
  for (std::uint64_t left = json.below(400); left > 0; --left)
    body += json.pick({"a", "a", "a", "\"", "\"", "\\", "{", "{", "}", "[", "]", "a\\", "\"a\"", "\\\\\\\""});
  const Split whole = split(body);
  RC_ASSERT(split(body, [] { return 1; }) == whole);
  RC_ASSERT(split(body, [&] { return 1 + json.below(200); }) == whole);
}

// The body is valid exactly where the split succeeds and each record is valid by itself; and the records are
// the array's elements.
RC_GTEST_PROP(RecordSplitter, AgreesWithAParserOfTheWhole, (std::uint64_t seed)) {
  ArbitraryJson json(seed);
  std::string body = body_of(seed);
  if (json.below(2) == 0) body = json.damage(body);
  const Split result = split(body);
  const auto whole = parse(body);
  bool good = result.error.empty();
  Value::Array records;
  for (const std::string& record : result.records) {
    const auto value = parse(record);
    good = good && value.has_value();
    if (value) records.push_back(*value);
  }
  RC_ASSERT(good == (whole && (whole->array() || whole->object())));
  if (!good) return;
  if (whole->array())
    RC_ASSERT(records == *whole->array());
  else if (const auto* expected = (*whole)["conversations"].array())
    RC_ASSERT(records == *expected);
  else
    RC_ASSERT(records.empty());
}

}  // namespace
}  // namespace offhook::json
