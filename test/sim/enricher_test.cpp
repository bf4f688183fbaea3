// P1: what cannot be redacted with certainty is counted and named, and passes nowhere.
#include "pipeline/enricher.h"

#include "test/sim/step_fixture.h"

namespace offhook::test {
namespace {

using pipeline::Enriched;

constexpr std::string_view kConversation =
    R"({"conversationId":"b1e5a5a0-3c5f-4c0e-9d51-0c8a2f3d4e5f","conversationStart":"2026-03-10T09:00:00Z",)"
    R"("conversationEnd":"2026-03-10T09:05:00Z","participants":[{"purpose":"customer","participantName":)"
    R"("Dana Example","sessions":[{"mediaType":"voice","sessionId":"leg-1","recording":true},)"
    R"({"mediaType":"voice","sessionId":"leg-2","recording":true}]}]})";
constexpr std::string_view kSound =
    R"({"communicationId":"leg-1","transcripts":[{"phrases":[{"text":"Dana Example, 4111 1111 1111 1111"}]}]})";

class Enricher : public StepFixture {
 protected:
  Enriched step(std::string_view conversation) {
    model::RawRecord record{Sensitive<std::string>(std::string(conversation)), 0, false};
    return pipeline::Enricher(services(), options_, tally_).step(std::move(record), {}).value();
  }
};

TEST_F(Enricher, P1_redacts_a_conversation_with_its_transcripts) {
  source_.files["leg-1"] = kSound;
  const Enriched done = step(kConversation);
  EXPECT_EQ(done.outcome, Enriched::Outcome::archive);
  ASSERT_EQ(done.transcripts.size(), 1U);
  for (const std::string& bytes : {done.conversation.bytes, done.transcripts[0].redacted.bytes}) {
    EXPECT_EQ(bytes.find("Dana"), std::string::npos) << bytes;
    EXPECT_EQ(bytes.find("4111"), std::string::npos) << bytes;
  }
}

TEST_F(Enricher, P1_a_transcript_that_cannot_be_read_passes_nowhere) {
  const std::string broken_text = R"({"text":"Dana )"
                                  "\xff"
                                  R"("})";
  const std::string deep = std::string(300, '[') + "\"Dana\"" + std::string(300, ']');
  const std::string cut(kSound.substr(0, kSound.size() - 9));
  for (const std::string& file : {cut, broken_text, R"({"a":)" + deep + "}", std::string("Dana Example")}) {
    source_.files["leg-1"] = file;
    source_.files["leg-2"] = kSound;
    const Enriched done = step(kConversation);
    EXPECT_EQ(done.outcome, Enriched::Outcome::archive);
    ASSERT_EQ(done.transcripts.size(), 1U) << file;
    EXPECT_EQ(done.transcripts[0].communication, "leg-2");
    ASSERT_EQ(done.communications.size(), 2U);
    EXPECT_EQ(done.communications[0].status, model::AccountStatus::quarantined);
    EXPECT_FALSE(done.communications[0].reason.empty());
    for (const std::string& told : {done.communications[0].reason, done.communications[0].detail})
      EXPECT_EQ(told.find("Dana"), std::string::npos) << told;
  }
}

TEST_F(Enricher, P1_a_conversation_that_cannot_be_read_passes_nowhere) {
  source_.files["leg-1"] = kSound;
  std::string broken(kConversation);
  broken.replace(broken.find("Dana"), 1, "\xff");
  for (const std::string& record : {broken, std::string(kConversation.substr(0, kConversation.size() - 4))}) {
    const Enriched done = step(record);
    EXPECT_EQ(done.outcome, Enriched::Outcome::quarantined);
    EXPECT_TRUE(done.conversation.bytes.empty());
    EXPECT_TRUE(done.transcripts.empty());
    EXPECT_FALSE(done.reason.empty());
    EXPECT_EQ(done.detail.find("Example"), std::string::npos) << done.detail;
  }
}

// What is wrong stands where only redaction reads.
TEST_F(Enricher, P1_a_conversation_broken_in_an_unknown_member_is_malformed) {
  const std::string start(kConversation.substr(0, kConversation.find(R"("participants")")));
  const std::string unbalanced = R"("a":{"b":[1}})";
  const std::string no_text = R"("a":{"text":"Dana )"
                              "\xff"
                              R"("})";
  for (const std::string& member : {unbalanced, no_text}) {
    const Enriched done = step(start + member + "}");
    EXPECT_EQ(done.outcome, Enriched::Outcome::quarantined);
    EXPECT_EQ(done.reason, "malformed");
    EXPECT_FALSE(done.id.empty());
    EXPECT_TRUE(done.conversation.bytes.empty());
    EXPECT_EQ(done.detail.find("Dana"), std::string::npos) << done.detail;
  }
}

TEST_F(Enricher, P1_a_broken_conversation_costs_no_request) {
  std::string broken(kConversation);
  broken.insert(1, R"("a":[{"b":}],)");
  const Enriched done = step(broken);
  EXPECT_EQ(done.reason, "malformed");
  EXPECT_TRUE(done.communications.empty());
  EXPECT_EQ(source_.asked, 0);
}

// A query's record of what a job has brought is not stored, however it differs; only redaction would read it.
TEST_F(Enricher, P1_a_broken_record_that_would_not_be_stored_is_malformed) {
  source_.partial = true;
  const model::Slice slice{"acme", *parse_rfc3339("2026-03-10"), *parse_rfc3339("2026-03-11")};
  ASSERT_TRUE(ledger_->plan_slice(slice));
  ASSERT_TRUE(ledger_->start_slice("acme", slice.id(), "job"));
  model::ObjectRow object;
  object.name = "object";
  object.slice = slice.id();
  object.org = "acme";
  model::RecordRow record;
  record.id = "b1e5a5a0-3c5f-4c0e-9d51-0c8a2f3d4e5f";
  record.object = object.name;
  model::Checkpoint whole;
  whole.slice = slice.id();
  whole.org = "acme";
  whole.objects = {object};
  whole.records = {record};
  ASSERT_TRUE(ledger_->checkpoint(whole));
  EXPECT_EQ(step(kConversation).outcome, Enriched::Outcome::unchanged);

  std::string broken(kConversation);
  broken.insert(1, R"("a":[{"b":}],)");
  EXPECT_EQ(step(broken).reason, "malformed");
}

}  // namespace
}  // namespace offhook::test
