#include "pipeline/leaks.h"

#include <gtest/gtest.h>

#include "archive/record_line.h"

namespace offhook::pipeline {
namespace {

class Leaks : public testing::Test {
 protected:
  static std::string line_of(std::string_view record) {
    archive::LineMember member;
    member.org = "acme";
    member.id = "c1";
    member.previous = std::string(64, '4');
    member.policy = "0a1b2c3d";
    member.key = "11223344";
    return archive::make_line(member, archive::RedactedBytes(record)).value().bytes();
  }
  const redact::Engine engine_ =
      redact::Engine::open(redact::Policy::standard(), redact::TokenKey::parse(std::string(32, 'k')).value())
          .value();
  static constexpr std::string_view kRecord =
      R"({"conversationId":"c1","participants":[{"purpose":"customer","participantName":"Dana Example"}],)"
      R"("transcripts":["my number is four one five five five five oh one three two","call dana, +1 415 555 0132"]})";
};

TEST_F(Leaks, P1_nothing_is_found_in_what_was_redacted) {
  const auto redacted = engine_.redact({kRecord, {}, false}).conversation.value();
  EXPECT_EQ(leaks_in(engine_, line_of(redacted.bytes)), "");
}

TEST_F(Leaks, P1_what_was_stored_in_clear_is_found_by_kind_and_not_repeated) {
  EXPECT_EQ(leaks_in(engine_, line_of(kRecord)), "2 PERSON, 2 PHONE");
}

TEST_F(Leaks, a_line_that_cannot_be_read_is_no_clean_line) {
  EXPECT_NE(leaks_in(engine_, "{}"), "");
  EXPECT_NE(leaks_in(engine_, line_of(R"({"a":"\ud800"})")), "");
}

}  // namespace
}  // namespace offhook::pipeline
