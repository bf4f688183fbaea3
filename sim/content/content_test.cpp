#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <set>
#include <sstream>

#include "json/value.h"
#include "sim/content/answer_key.h"
#include "sim/content/conversation.h"
#include "sim/content/dialogue.h"
#include "sim/content/ids.h"
#include "sim/content/personal.h"
#include "sim/content/spoken.h"
#include "sim/content/transcript.h"

namespace offhook::sim {
namespace {

using ::testing::HasSubstr;

const TimePoint kFrom = *parse_rfc3339("2026-03-10");
const TimePoint kLater = *parse_rfc3339("2026-12-31");

World world_of(std::uint64_t conversations, std::uint64_t seed = 7, int days = 1) {
  return World({.conversations = conversations, .seed = seed, .from = kFrom, .days = days});
}

RC_GTEST_PROP(Ids, AConversationsIndexIsFoundFromItsId, (std::uint64_t seed, std::uint32_t index)) {
  RC_ASSERT(conversation_index(seed, conversation_id(seed, index)) == index);
  RC_ASSERT(conversation_index(seed + 1, conversation_id(seed, index)) != index);
}

TEST(World, StartsGrowWithTheIndexAndStayInsideThePlan) {
  for (const std::uint64_t size : {1u, 5u, 1'000u, 30'000u}) {
    const World world = world_of(size, 3, 2);
    TimePoint last = kFrom - Milliseconds(1);
    for (std::uint64_t i = 0; i < size; ++i) {
      const TimePoint start = world.start_of(i);
      ASSERT_GT(start, last);
      ASSERT_LT(start, world.end());
      ASSERT_EQ(world.first_from(start), i);
      last = start;
    }
  }
}

TEST(World, SpreadsTheRealCallsOverAnyPlan) {
  for (const std::uint64_t size : {1u, 11u, 12u, 13u, 60u, 200u, 9'999u}) {
    const World world = world_of(size);
    std::multiset<std::size_t> calls;
    for (std::uint64_t i = 0; i < size; ++i) {
      if (const auto call = world.outline(i).real_call) calls.insert(*call);
    }
    EXPECT_EQ(calls.size(), std::min<std::uint64_t>(size, 12)) << size;
    EXPECT_EQ(std::set(calls.begin(), calls.end()).size(), calls.size()) << size;
  }
}

TEST(Content, IsTheSameFromTheSameSeedInAnyOrder) {
  const World a = world_of(100), b = world_of(100), other = world_of(100, 8);
  for (const std::uint64_t i : {99u, 3u, 50u}) {
    const std::string record = write_record(make_conversation(a, a.outline(i)), kLater, Attributes::with);
    EXPECT_EQ(record, write_record(make_conversation(b, b.outline(i)), kLater, Attributes::with));
    EXPECT_NE(record, write_record(make_conversation(other, other.outline(i)), kLater, Attributes::with));
  }
}

TEST(Content, EveryRecordAndTranscriptIsValidJson) {
  const World world = world_of(400);
  for (std::uint64_t i = 0; i < world.size(); ++i) {
    const Outline outline = world.outline(i);
    const Conversation conversation = make_conversation(world, outline);
    for (const TimePoint as_of : {outline.start, outline.answered, outline.talked, kLater}) {
      const auto record = json::parse(write_record(conversation, as_of, Attributes::with));
      ASSERT_TRUE(record) << i << ": " << record.error().message;
      EXPECT_EQ(record->text("conversationId"), outline.id);
      EXPECT_EQ((*record)["conversationEnd"].is_null(), as_of < outline.end);
    }
    for (const Recording& recording : recordings_of(world, outline)) {
      Plants plants(Plants::Keep::no);
      ASSERT_TRUE(json::parse(write_transcript(world, outline, recording, plants))) << i;
    }
  }
}

TEST(Content, SomeConversationsOutlastTheDayAndFillAnInt64) {
  const World world = world_of(3'000);
  int long_ones = 0;
  std::int64_t largest = 0;
  std::set<Media> media;
  for (std::uint64_t i = 0; i < world.size(); ++i) {
    const Outline outline = world.outline(i);
    media.insert(outline.media);
    long_ones += outline.end - outline.start > std::chrono::days(1);
    for (const Participant& participant : make_conversation(world, outline).participants) {
      for (const Session& session : participant.sessions) {
        for (const Metric& metric : session.metrics) largest = std::max(largest, metric.value);
      }
    }
  }
  EXPECT_EQ(media.size(), 5u);
  EXPECT_GT(long_ones, 20);
  EXPECT_GT(largest, std::int64_t{1} << 32);
}

TEST(Content, SomeRecordsChangeAfterTheirEnd) {
  const World world = world_of(300);
  int changed = 0;
  for (std::uint64_t i = 0; i < world.size(); ++i) {
    const Conversation conversation = make_conversation(world, world.outline(i));
    changed += write_record(conversation, conversation.outline.end, Attributes::with) !=
               write_record(conversation, kLater, Attributes::with);
  }
  EXPECT_GT(changed, 30);
  EXPECT_LT(changed, 150);
}

// Where a planted form may stand: the records and transcripts as they are sent.
TEST(AnswerKey, EveryPlantedFormStandsInTheBytes) {
  const World world = world_of(300);
  std::ostringstream key;
  write_answer_key(world, false, key);
  std::istringstream lines(key.str());
  std::uint64_t index = 0;
  std::string bytes, of;
  std::set<std::string> kinds;
  for (std::string line; std::getline(lines, line);) {
    const auto entry = json::parse(line);
    ASSERT_TRUE(entry);
    kinds.emplace(entry->text("kind"));
    if (entry->text("conversationId") != of) {
      of = entry->text("conversationId");
      index = *world.find(of);
      const Outline outline = world.outline(index);
      bytes = write_record(make_conversation(world, outline), kLater, Attributes::with);
      for (const Recording& recording : recordings_of(world, outline)) {
        Plants plants(Plants::Keep::no);
        bytes += write_transcript(world, outline, recording, plants);
      }
    }
    bool found = false;
    for (const json::Value& form : *(*entry)["forms"].array()) {
      found = found || bytes.find(*form.string()) != std::string::npos;
    }
    EXPECT_TRUE(found) << line;
  }
  EXPECT_THAT(kinds, ::testing::IsSupersetOf({"PHONE", "EMAIL", "PERSON", "CARD", "SSN", "DOB", "ADDRESS"}));
}

TEST(JsonText, EscapesWhatItMust) {
  std::string minimal, ascii;
  append_json_string(minimal, "a\"\\\n\x01é/😀");
  append_json_string(ascii, "a\"\\\n\x01é/😀", Escapes::ascii);
  EXPECT_EQ(minimal, "\"a\\\"\\\\\\n\\u0001é/😀\"");
  EXPECT_EQ(ascii, "\"a\\\"\\\\\\n\\u0001\\u00e9\\/\\ud83d\\ude00\"");
}

TEST(Spoken, SaysWhatIsWritten) {
  Dice dice(1, 1, "test");
  EXPECT_EQ(say_email("dana.b_42@example.com"), "dana dot b underscore four two at example dot com");
  EXPECT_EQ(say_date(1984, 3, 23), "march twenty third nineteen eighty four");
  EXPECT_EQ(say_date(1907, 12, 30), "december thirtieth nineteen oh seven");
  EXPECT_EQ(say_number(42), "forty two");
  EXPECT_THAT(say_digits("317", dice), "three one seven");
}

TEST(Personal, CardsPassTheLuhnCheck) {
  Dice dice(5, 5, "test");
  for (int i = 0; i < 100; ++i) {
    const std::string number = make_card(dice).value;
    int sum = 0;
    for (std::size_t at = 0; at < number.size(); ++at) {
      int digit = number[number.size() - 1 - at] - '0';
      if (at % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += digit;
    }
    EXPECT_EQ(sum % 10, 0) << number;
  }
}

}  // namespace
}  // namespace offhook::sim
