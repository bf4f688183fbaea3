#include "archive/record_line.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "archive/record_name.h"
#include "base/encoding.h"
#include "crypto/merkle.h"
#include "json/value.h"

namespace offhook::archive {
namespace {

LineMember sample_member() {
  LineMember member;
  member.version = 2;
  member.org = "acme";
  member.id = "c1";
  member.previous = std::string(64, 'e');
  member.policy = "0a1b2c3d";
  member.key = "11223344";
  return member;
}

std::string line_of(std::string_view record) {
  return make_line(sample_member(), RedactedBytes(record)).value().bytes();
}

const std::string kOpening =
    R"({"_offhook":{"id":"c1","key":"11223344","org":"acme","policy":"0a1b2c3d","prev":")" +
    std::string(64, 'e') + R"(","v":1,"version":2})";

TEST(RecordLine, splices_one_member_and_keeps_all_other_bytes) {
  EXPECT_EQ(line_of(R"({ "a" : [1, 2.50,"\u00e9"] })"), kOpening + R"(, "a" : [1, 2.50,"\u00e9"] })");
}

TEST(RecordLine, an_empty_object_gets_no_comma) {
  EXPECT_EQ(line_of("{}"), kOpening + "}");
  EXPECT_EQ(line_of("\n{ \r\n }\n"), kOpening + "    }");
}

TEST(RecordLine, line_breaks_between_values_become_spaces) {
  EXPECT_EQ(line_of("{\n\t\"a\":1,\r\n\"b\":2\n}"), kOpening + ", \t\"a\":1,  \"b\":2 }");
}

TEST(RecordLine, its_leaf_is_of_the_line_without_LF) {
  const Line line = make_line(sample_member(), RedactedBytes("{}")).value();
  EXPECT_EQ(line.leaf(), crypto::leaf_hash(line.bytes()));
  EXPECT_EQ(line.leaf_hex(), to_hex(line.leaf()));
}

TEST(RecordLine, what_is_no_object_is_refused) {
  for (const char* record : {"", " ", "[]", "1", "\"{}\"", "{", "}", "{}x"})
    EXPECT_EQ(make_line(sample_member(), RedactedBytes(record)).error().code, "not_object") << record;
}

TEST(RecordLine, the_member_is_read_back) {
  EXPECT_EQ(parse_line(line_of("{\"a\":1}")).value(), sample_member());
  for (const std::string record : {"{}", "{\"a\":1}", "{ \"a\":{\"b\":\"}\"}}"})
    EXPECT_EQ(record_of(line_of(record)).value(), record);
  LineMember transcript = sample_member();
  transcript.version = 1;
  transcript.previous.clear();
  transcript.conversation = "c1";
  transcript.communication = "s\"1}";
  const Line line = make_line(transcript, RedactedBytes("{}")).value();
  EXPECT_EQ(parse_line(line.bytes()).value(), transcript);
}

TEST(RecordLine, a_line_without_the_member_or_of_another_version_is_refused) {
  for (const char* line :
       {"", "{}", R"({"_offhook":)", R"({"_offhook":{})", R"({"_offhook":{"v":2}})",
        R"({"_offhook":{"id":"c1","key":"1","org":"a","policy":"p","v":1,"version":1,"x":1}})"})
    EXPECT_EQ(parse_line(line).error().cls, ErrorClass::corrupt) << line;
}

RC_GTEST_PROP(RecordLine, any_object_stays_one_line_with_the_same_members,
              (const std::map<std::string, std::string>& members)) {
  json::Value::Object object;
  for (const auto& [name, text] : members) {
    // Text that is no UTF-8 cannot be in a record; hex stands for any.
    object.emplace("m" + to_hex(as_bytes(name)), to_hex(as_bytes(text)) + "\n\"}");
  }
  const std::string record = json::canonical(json::Value(object));
  const std::string line = line_of(record);
  RC_ASSERT(line.find('\n') == std::string::npos);
  auto read = json::parse(line).value();
  read.object()->erase("_offhook");
  RC_ASSERT(read == json::Value(object));
}

// ---- What a raw record says about itself ----

constexpr std::string_view kRecord = R"({"conversationId":"c1","conversationStart":"2026-11-20T10:00:00.123Z",
"conversationEnd":"2026-11-20T10:05:00Z","participants":[
 {"sessions":[{"sessionId":"s1","mediaType":"voice","recording":true,"segments":[{"sessionId":"x"}]},
              {"sessionId":"s2","mediaType":"voice"}],"purpose":"customer"},
 {"purpose":"agent","sessions":[{"sessionId":"s3","mediaType":"voice","recording":true}]},
 {"purpose":"external","sessions":[{"mediaType":"message","recording":false,"sessionId":"s4"},
                                   {"sessionId":"s1","mediaType":"chat"},{"recording":true}]}]})";

TEST(RecordHead, tells_id_times_and_the_legs_of_the_other_side) {
  const RecordHead head = parse_head(kRecord).value();
  EXPECT_EQ(head.id, "c1");
  EXPECT_EQ(format_rfc3339(head.start), "2026-11-20T10:00:00.123Z");
  ASSERT_TRUE(head.end);
  EXPECT_EQ(format_rfc3339(*head.end), "2026-11-20T10:05:00.000Z");
  EXPECT_EQ(
      head.legs,
      (std::vector<Leg>{{"s1", "voice", true, 0}, {"s2", "voice", false, 0}, {"s4", "message", false, 0}}));
}

TEST(RecordHead, tells_how_many_agents_sessions_talked_with_a_leg) {
  const RecordHead head =
      parse_head(R"({"conversationId":"c","conversationStart":"2026-11-20","participants":[
 {"purpose":"agent","sessions":[{"sessionId":"a1","peerId":"s1","segments":[{"segmentType":"alert"},
    {"segmentType":"interact"},{"segmentType":"interact"}]},
   {"sessionId":"a2","peerId":"s1","segments":[{"segmentType":"alert"}]}]},
 {"purpose":"customer","sessions":[{"sessionId":"s1","segments":[{"segmentType":"interact"}]}]},
 {"sessions":[{"segments":[{"segmentType":"interact"}],"peerId":"s1","sessionId":"u1"},
   {"segments":[{"segmentType":"interact"}],"peerId":"s2","sessionId":"u2"}],"purpose":"user"},
 {"purpose":"acd","sessions":[{"sessionId":"q","peerId":"s1","segments":[{"segmentType":"interact"}]}]},
 {"purpose":"external","sessions":[{"sessionId":"s2"},{"sessionId":"s3"}]}]})")
          .value();
  ASSERT_EQ(head.legs.size(), 3u);
  EXPECT_EQ(head.legs[0].agents, 2u);  // the one that did not answer, the queue and itself do not count
  EXPECT_EQ(head.legs[1].agents, 1u);
  EXPECT_EQ(head.legs[2].agents, 0u);
}

TEST(RecordHead, tells_whether_transcripts_come_with_it) {
  const auto comes_with = [](std::string transcripts) {
    const auto head =
        parse_head(R"({"conversationId":"c","conversationStart":"2026-11-20T10:00:00Z","transcripts":)" +
                   transcripts + "}");
    return head.value().has_transcripts;
  };
  EXPECT_TRUE(comes_with(R"(["hello"])"));
  EXPECT_TRUE(comes_with(R"([{"phrases":[]}])"));
  for (const char* none : {"[]", "null", R"("hello")", R"({"0":"hello"})"})
    EXPECT_FALSE(comes_with(none)) << none;
}

TEST(RecordHead, an_open_conversation_has_no_end) {
  EXPECT_FALSE(
      parse_head(R"({"conversationId":"c","conversationStart":"2026-11-20T10:00:00Z"})").value().end);
}

TEST(RecordHead, members_are_found_however_they_are_written) {
  const auto head =
      parse_head(R"({"\u0063onversationId":"\u0063-1","conversationStart":"2026-11-20T12:00:00+02:00"})");
  EXPECT_EQ(head.value().id, "c-1");
  EXPECT_EQ(format_rfc3339(head->start), "2026-11-20T10:00:00.000Z");
}

TEST(RecordHead, odd_shapes_have_no_legs) {
  for (const char* participants :
       {"1", "{}", R"({"a":{"purpose":"customer","sessions":[{"sessionId":"s"}]}})", "[[]]",
        R"([{"purpose":"customer","sessions":{"a":{"sessionId":"s"}}}])",
        R"([{"purpose":"customer","sessions":["s"]}])",
        R"([{"purpose":"customer","sessions":[{"sessionId":7}]}])",
        R"([{"purpose":"customer","sessions":[{"sessionId":"not an id, but a text"}]}])"}) {
    const std::string record = R"({"conversationId":"c","conversationStart":"2026-11-20","participants":)" +
                               std::string(participants) + "}";
    EXPECT_TRUE(parse_head(record).value().legs.empty()) << participants;
  }
}

TEST(RecordHead, passes_over_what_says_nothing_of_it) {
  const std::string record =
      R"({"conversationId":"c","a":{"b":[1},"x":"]}\""},"transcripts":[{"b":}],"conversationStart":"2026-11-20",)"
      R"("participants":[{"a":[{"b":}],"purpose":"customer","sessions":[{"metrics":[1 2],"sessionId":"s"}]}]})";
  const auto head = parse_head(record);
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_TRUE(head->has_transcripts);
  ASSERT_EQ(head->legs.size(), 1u);
  EXPECT_EQ(check_document(record).error().code, "malformed");
  EXPECT_EQ(parse_head(R"({"conversationId":"c","a":{"b":[1]"})").error().code, "malformed");
}

TEST(RecordHead, names_the_reason_of_a_quarantine) {
  const std::initializer_list<std::pair<const char*, const char*>> cases{
      {"[]", "not_object"},
      {"\"text\"", "not_object"},
      {"{\"a\":}", "malformed"},
      {"{\"a\":1,\"a\":2}", "malformed"},
      {"{\"a\":\"\xff\"}", "malformed"},
      {R"({"_offhook":1,"conversationId":"c","conversationStart":"2026-11-20"})", "reserved_member"},
      {R"({"\u005foffhook":1,"conversationId":"c","conversationStart":"2026-11-20"})", "reserved_member"},
      {R"({"conversationStart":"2026-11-20"})", "no_id"},
      {R"({"conversationId":"","conversationStart":"2026-11-20"})", "no_id"},
      {R"({"conversationId":7,"conversationStart":"2026-11-20"})", "no_id"},
      {R"({"conversationId":"call 0171 555","conversationStart":"2026-11-20"})", "no_id"},
      {R"({"conversationId":"c"})", "no_start"},
      {R"({"conversationId":"c","conversationStart":"yesterday"})", "no_start"}};
  for (const auto& [record, reason] : cases) {
    const auto head = parse_head(record);
    ASSERT_FALSE(head) << record;
    EXPECT_EQ(head.error().code, reason) << record;
    EXPECT_EQ(head.error().cls, ErrorClass::corrupt);
    EXPECT_EQ(head.error().message.find("0171"), std::string::npos);
  }
}

TEST(RecordHead, what_is_refused_is_named_where_it_says_who_it_is) {
  const auto id = [](std::string_view record) { return name_of(record).id; };
  EXPECT_EQ(id("{\"conversationId\":\"c\",\"note\":\"\xff\"}"), "c");
  EXPECT_EQ(id(R"({"conversationId":"c","a":})"), "c");
  EXPECT_EQ(id(R"({"conversationId":"c","deep":)" + std::string(1000, '[')), "c");
  EXPECT_EQ(id(R"({"conversationId":"c","conversationStart":7})"), "c");
  EXPECT_EQ(id(R"({"a":},"conversationId":"c"})"), "");
  EXPECT_EQ(id(R"({"conversationId":"call 0171 555"})"), "");
  EXPECT_EQ(id(R"({"conversationId":["c"]})"), "");
  EXPECT_EQ(id("17"), "");
  EXPECT_EQ(format_rfc3339(name_of(R"({"conversationStart":"2026-11-20T10:00:00Z","a":})").start),
            "2026-11-20T10:00:00.000Z");
  EXPECT_EQ(name_of(R"({"conversationId":"c"})").start, TimePoint{});
}

TEST(RecordHead, a_document_is_an_object_without_the_reserved_member) {
  EXPECT_TRUE(check_document(R"({"transcripts":[{"_offhook":1}]})"));
  EXPECT_EQ(check_document("[]").error().code, "not_object");
  EXPECT_EQ(check_document("{\"_offhook\":1}").error().code, "reserved_member");
  EXPECT_EQ(check_document("{").error().code, "malformed");
  EXPECT_EQ(check_document(R"({"a":[{"b":}]})").error().code, "malformed");
}

}  // namespace
}  // namespace offhook::archive
