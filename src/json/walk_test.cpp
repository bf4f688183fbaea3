#include "json/walk.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "json/arbitrary_for_test.h"
#include "json/second_opinion_for_test.h"
#include "json/splice.h"
#include "json/walker.h"

namespace offhook::json {
namespace {

RC_GTEST_PROP(Walk, SeesWhatSimdjsonSees, (std::uint64_t seed)) {
  ArbitraryJson json(seed);
  const std::string text = json.blank() + json.value() + json.blank();
  RC_ASSERT(seen_by_walk(text).has_value());
  RC_ASSERT(agree_on(text));
}

RC_GTEST_PROP(Walk, RefusesWhatSimdjsonRefuses, (std::uint64_t seed)) {
  ArbitraryJson json(seed);
  RC_ASSERT(agree_on(json.damage(json.value())));
}

TEST(Walk, RefusesTheBrokenAndTellsWhere) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", "a value is missing at byte 0"},
      {"01", "text after the value at byte 1"},
      {"tru", "no JSON value at byte 0"},
      {"-", "no JSON value at byte 1"},
      {"1.", "no JSON value at byte 2"},
      {"+1", "no JSON value at byte 0"},
      {"[1,]", "a comma before the container's end at byte 3"},
      {"[1 2]", "neither a comma nor the container's end at byte 3"},
      {"{\"a\":1,}", "a member's name is missing at byte 7"},
      {"{\"a\" 1}", "a colon is missing at byte 5"},
      {"{\"a\":1]", "neither a comma nor the container's end at byte 6"},
      {"[1", "the text ends within a container at byte 2"},
      {"{} {}", "text after the value at byte 3"},
      {"{}\xff", "text after the value at byte 2"},
      {"\"a\nb\"", "an ill-formed or unfinished string at byte 2"},
      {"\"\\ud800\"", "an ill-formed or unfinished string at byte 1"},
      {"\"\\udc00\"", "an ill-formed or unfinished string at byte 1"},
      {"\"\\ud800\\u0041\"", "an ill-formed or unfinished string at byte 1"},
      {"\"\\x\"", "an ill-formed or unfinished string at byte 1"},
      {"\"\xc0\x80\"", "an ill-formed or unfinished string at byte 1"},
      {"\"\xed\xa0\x80\"", "an ill-formed or unfinished string at byte 1"},
      {"\xef\xbb\xbf{}", "no JSON value at byte 0"},
      {"\"\\udc00\\udc00\"", "an ill-formed or unfinished string at byte 1"},
      {"{\"a\":1,\"b\":2,\"a\":3}", "an object with a duplicate member at byte 19"},
      {"[{\"a\":1,\"\\u0061\":3}]", "an object with a duplicate member at byte 19"},
  };
  for (const auto& [text, message] : cases) {
    const auto seen = seen_by_walk(text);
    ASSERT_FALSE(seen) << text;
    EXPECT_EQ(seen.error().message, message);
    EXPECT_EQ(seen.error().code, "json.malformed");
    EXPECT_EQ(seen.error().cls, ErrorClass::corrupt);
  }
}

TEST(Walk, FindsTwinsAmongManyMembers) {
  std::string text = "{";
  for (int i = 0; i < 50'000; ++i) text += "\"member" + std::to_string(i) + "\":0,";
  Recorder recorder(text);
  EXPECT_TRUE(seen_by_walk(text + "\"other\":0}"));
  EXPECT_FALSE(seen_by_walk(text + "\"member777\":0}"));
}

TEST(Walk, FindsTwinsOfEverySize) {
  for (std::size_t size = 1; size < 40; ++size) {
    for (std::size_t count = 2; count < 24; ++count) {
      std::string text = "{";
      const auto name = [&](std::size_t i) {
        std::string bytes(size, 'n');
        bytes[i % size] = static_cast<char>('a' + i / size);
        return "\"" + bytes + "\"";
      };
      for (std::size_t i = 0; i < count; ++i) text += name(i) + ":[{},{\"n\":0}],";
      EXPECT_TRUE(seen_by_walk(text + "\"other " + std::string(size, '-') + "\":0}"));
      EXPECT_FALSE(seen_by_walk(text + name(count / 2) + ":0}")) << size << ' ' << count;
    }
  }
}

TEST(Walk, GoesDownTo256LevelsAndNoFurther) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(seen_by_walk(nested(256)));
  EXPECT_FALSE(seen_by_walk(nested(257)));
  EXPECT_FALSE(seen_by_walk(nested(100'000)));
}

TEST(Walk, TakesStringsOfTenMegabytes) {
  const std::string text = "[\"" + std::string(10'000'000, 'x') + "\"]";
  Recorder recorder(text);
  EXPECT_TRUE(walk(text, recorder));
}

TEST(Walk, StopsWhenTheVisitorDoes) {
  struct Refusing final : Visitor {
    Result<void> value(const Visit& visit) override {
      if (visit.type == Type::null) return fail(ErrorClass::permanent, "test.stop", "stop");
      return {};
    }
  } visitor;
  EXPECT_EQ(walk("[1,null,2]", visitor).error().code, "test.stop");
}

// Walker's handler that looks into an array and none of its elements.
struct Elements {
  explicit Elements(std::string_view text) : array(text) {}
  bool looks_into(Type) const { return depth == 0; }
  bool name(std::string_view, const NameKey&, Span) { return false; }
  bool item() { return true; }
  bool value(Type, Span span, bool) {
    elements.emplace_back(array.substr(span.begin, span.size()));
    return true;
  }
  bool open(Type, Span) { return ++depth != 0; }
  bool close(Type, Span) { return depth-- != 0; }

  std::string_view array;
  int depth = 0;
  std::vector<std::string> elements;
};

RC_GTEST_PROP(Walker, PassesOverWholeValues, (std::uint64_t seed)) {
  ArbitraryJson json(seed);
  std::vector<std::string> values;
  std::string text = "[";
  for (int i = 0; i < 5; ++i) {
    values.push_back(json.value());
    text += (i ? "," : "") + json.blank() + values.back() + json.blank();
  }
  text += "]";
  Elements handler(text);
  RC_ASSERT(Walker(text, handler).run());
  RC_ASSERT(handler.elements == values);
}

TEST(Walker, DoesNotFindTheEndOfWhatHasNone) {
  for (const std::string& text : {std::string(R"([{"a":"}"})"), "[[" + std::string(200, '\\') + "}"}) {
    Elements handler(text);
    Walker walker(std::string_view(text).substr(0, text.size() - 1), handler);
    EXPECT_FALSE(walker.run());
    EXPECT_EQ(walker.wrong(), "the text ends within a container");
  }
}

TEST(Pointer, EscapesAsRfc6901) {
  EXPECT_EQ(pointer({{"a/b", 0, false}, {{}, 3, true}, {"m~n", 0, false}}), "/a~1b/3/m~0n");
  EXPECT_EQ(pointer({}), "");
}

TEST(Decode, LeadsBackToTheRawBytes) {
  const std::string_view literal = "\"a\\u00e9\\n\\ud83d\\ude00\xc3\xa9z\"";
  const auto decoded = *decode(literal);
  EXPECT_EQ(decoded.text, "a\u00e9\n\U0001F600\u00e9z");
  const std::string_view raw = literal.substr(1, literal.size() - 2);
  const auto raw_of = [&](std::string_view part) {
    const auto at = decoded.text.find(part);
    return raw.substr(decoded.to_raw(at), decoded.to_raw(at + part.size()) - decoded.to_raw(at));
  };
  EXPECT_EQ(raw_of("\n"), "\\n");
  EXPECT_EQ(raw_of("\U0001F600"), "\\ud83d\\ude00");
  EXPECT_EQ(raw_of("a\u00e9\n"), "a\\u00e9\\n");
  EXPECT_EQ(raw_of("\u00e9z"), "\xc3\xa9z");
  EXPECT_TRUE(decode("\"plain\"")->raw_offset.empty());
  for (const std::string_view bad : {"", "\"", "a", "\"a", "a\"", "\"a\"b\"", "\"\\\"", "\"a\" "})
    EXPECT_FALSE(decode(bad)) << bad;
}

RC_GTEST_PROP(Splice, ChangesNothingButTheSpans, (std::uint64_t seed)) {
  ArbitraryJson json(seed);
  const std::string text = json.object(4);
  // Each string value is replaced; what stands between them must come through.
  struct Strings final : Visitor {
    Result<void> value(const Visit& visit) override {
      if (visit.type == Type::string) edits.push_back({visit.span, "\"#\""});
      return {};
    }
    std::vector<Edit> edits;
  } strings;
  RC_ASSERT(walk(text, strings).has_value());
  std::string expected;
  std::size_t done = 0;
  for (const Edit& edit : strings.edits) {
    expected += text.substr(done, edit.span.begin - done).append(edit.text);
    done = edit.span.end;
  }
  expected += text.substr(done);
  std::reverse(strings.edits.begin(), strings.edits.end());
  const auto spliced = splice(text, strings.edits);
  RC_ASSERT(spliced.has_value());
  RC_ASSERT(*spliced == expected);
  RC_ASSERT(seen_by_walk(*spliced).has_value());
}

TEST(Splice, RefusesOverlapsAndForeignSpans) {
  EXPECT_EQ(*splice("abcdef", {{{2, 4}, "X"}, {{4, 4}, "Y"}, {{0, 0}, "Z"}}), "ZabXYef");
  EXPECT_EQ(splice("abcdef", {{{2, 4}, "X"}, {{3, 5}, "Y"}}).error().code, "json.overlapping_edits");
  EXPECT_FALSE(splice("abcdef", {{{4, 7}, ""}}));
  EXPECT_FALSE(splice("abcdef", {{{4, 3}, ""}}));
}

}  // namespace
}  // namespace offhook::json
