#include "redact/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace offhook::redact {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kEmail = "EMAIL-cefd9f160f4cbe76";  // dana@example.com
constexpr std::string_view kDana = "PERSON-56e2f2b7b548eb53";  // dana example

Engine engine(Policy policy = Policy::standard()) {
  return std::move(*Engine::open(std::move(policy), std::move(*TokenKey::parse(kKey))));
}

std::string redacted(std::string_view record) {
  auto out = engine().redact({record, {}, false}).conversation;
  EXPECT_TRUE(out) << out.error().message;
  return out ? out->bytes : std::string();
}

TEST(Engine, ReplacesValuesOfFieldsAndLeavesAllOtherBytes) {
  EXPECT_EQ(redacted(R"({ "conversationId" : "c-1",
 "participants":[{"purpose":"customer","participantName":"Dana Example","sessions":[{"ani":"tel:+13175550142",
   "dnis":"sip:+13175550142@198.51.100.7:5060;user=phone","remote":"Dana Example","cc":["dana@example.com"],
   "metrics":[{"name":"tTalk","value":5070176670}]}]}], "new":[1.50,null,"\u00e9\/"]})"),
            R"({ "conversationId" : "c-1",
 "participants":[{"purpose":"customer","participantName":"PERSON-56e2f2b7b548eb53","sessions":[{"ani":"tel:PHONE-714482acd382894d",
   "dnis":"sip:PHONE-714482acd382894d@198.51.100.7:5060;user=phone","remote":"PERSON-56e2f2b7b548eb53","cc":["EMAIL-cefd9f160f4cbe76"],
   "metrics":[{"name":"tTalk","value":5070176670}]}]}], "new":[1.50,null,"\u00e9\/"]})");
}

TEST(Engine, KeepsNamesOfQueuesAndPlaceholders) {
  constexpr std::string_view kRecord =
      R"({"participants":[{"participantName":"Support","purpose":"acd","sessions":[{"remote":"Wireless Caller"}]},)"
      R"({"participantName":"Wireless Caller","purpose":"customer","sessions":[{"remote":"Support"}]}]})";
  EXPECT_EQ(redacted(kRecord), kRecord);
}

TEST(Engine, TakesBareDigitsForAPhoneUnlessTheyMeasureOrNumberSomething) {
  EXPECT_THAT(redacted(R"({"line":447700900212,"other":"447700900212"})"),
              AllOf(HasSubstr(R"("line":"PHONE-)"), HasSubstr(R"("other":"PHONE-)"), Not(HasSubstr("4477"))));
  EXPECT_THAT(redacted(R"({"nested":"{\"line\":447700900212}"})"), Not(HasSubstr("4477")));
  for (const std::string_view other :
       {R"({"lastSeen":1763600000000,"bytesSent":447700900212,"count":1763600000})",
        R"({"orderNumber":447700900212})"})
    EXPECT_EQ(redacted(other), other);
}

TEST(Engine, TakesTheTargetOfATransferForAPersonUnlessItIsAQueueOfTheConversation) {
  const std::string out = redacted(
      R"({"participants":[{"purpose":"acd","participantName":"Billing Support"},{"sessions":[)"
      R"({"flow":{"transferTargetName":"Billing Support"}},{"flow":{"transferTargetName":"Robert King"}}]}]})");
  EXPECT_THAT(out, HasSubstr(R"("transferTargetName":"Billing Support")"));
  EXPECT_THAT(out, Not(HasSubstr("King")));
}

TEST(Engine, FindsAPartyWhoseNamesAreWordsThatOthersShare) {
  const std::string out = redacted(
      R"({"participants":[{"purpose":"customer","participantName":"Will King"},)"
      R"({"purpose":"agent","participantName":"Will Bishop"},{"purpose":"agent","participantName":"April King"}],)"
      R"("tags":["callback","Will King"],"note":"Will King gave his card"})");
  EXPECT_THAT(out, Not(HasSubstr("Will")));
  EXPECT_THAT(out, Not(HasSubstr("King")));
}

TEST(Engine, RemovesAPartysNameFromWhatIsKept) {
  const std::string out =
      redacted(R"({"participants":[{"purpose":"agent","participantName":"Dana Example"},{"sessions":[)"
               R"({"flow":{"flowName":"Desk of dana example, level 2","exitReason":"Main menu"}}]}]})");
  EXPECT_THAT(out, HasSubstr(R"("flowName":"Desk of PERSON-)"));
  EXPECT_THAT(out, HasSubstr(R"(, level 2","exitReason":"Main menu")"));
}

TEST(Engine, RemovesAValueFromAllPlacesOfATranscript) {
  const std::string out = redacted(R"({"transcripts":[{"phrases":[
    {"participantPurpose":"internal","text":"and a number to reach you"},
    {"participantPurpose":"external","text":"sure three one seven five five five oh one four two",
     "decoratedText":"Sure, 317-555-0142.","words":[{"word":"sure","startTimeMs":1},{"word":"three"},{"word":"one"},
     {"word":"seven"},{"word":"five"},{"word":"five"},{"word":"five"},{"word":"oh"},{"word":"one"},{"word":"four"},
     {"word":"two","startTimeMs":9}],"decoratedWords":[{"word":"Sure,"},{"word":"317-555-0142."}],
     "alternatives":[{"text":"sure three one seven five five five oh one four two"}]}],
    "analytics":{"sentiment":[{"phrase":"sure three one seven five five five oh one four two"}],
                 "topics":[{"transcriptPhrase":"seven five five five oh one four two"}]}}]})");
  for (const auto* word : {"three", "seven", "oh", "four", "317", "0142"})
    EXPECT_THAT(out, Not(HasSubstr(word)));
  EXPECT_THAT(out,
              HasSubstr(R"({"word":"sure","startTimeMs":1},{"word":"PHONE-714482acd382894d"},{"word":""})"));
  EXPECT_THAT(out, HasSubstr(R"({"word":"","startTimeMs":9}])"));
  EXPECT_THAT(out, HasSubstr(R"("decoratedText":"Sure, PHONE-714482acd382894d.")"));
  EXPECT_THAT(out, HasSubstr(R"("decoratedWords":[{"word":"Sure,"},{"word":"PHONE-714482acd382894d."}])"));
  EXPECT_THAT(out, HasSubstr(R"("transcriptPhrase":"PHONE-714482acd382894d")"));
}

TEST(Engine, KnowsInTheTranscriptWhatTheMetadataSays) {
  const auto out = engine().redact(
      {R"({"conversationId":"c","participants":[{"purpose":"customer","participantName":"Dana Example"}]})",
       {R"({"transcripts":[{"phrases":[{"participantPurpose":"external","text":"hi this is dana example"}]}]})"},
       true});
  ASSERT_TRUE(out.conversation);
  ASSERT_EQ(out.transcripts.size(), 1U);
  ASSERT_TRUE(out.transcripts[0]);
  EXPECT_THAT(out.transcripts[0]->bytes, HasSubstr("hi this is " + std::string(kDana)));
  EXPECT_THAT(out.transcripts[0]->tokens, ElementsAre(kDana));
  EXPECT_EQ(out.transcripts[0]->counts.at("PERSON"), 1U);
  ASSERT_EQ(out.transcripts[0]->spans.size(), 1U);
  const auto& span = out.transcripts[0]->spans[0];
  EXPECT_EQ(span.path, "/transcripts/0/phrases/0/text");
  EXPECT_EQ(span.start, 11U);
  EXPECT_EQ(span.end, 23U);
  EXPECT_EQ(span.type, "PERSON");
  EXPECT_EQ(span.token, kDana);
}

TEST(Engine, ScansWhatItDoesNotKnow) {
  EXPECT_THAT(redacted(R"({"mail us at dana@example.com":{"customerPhone":3175550142,"count":12}})"),
              testing::AllOf(HasSubstr(R"("mail us at EMAIL-cefd9f160f4cbe76":)"),
                             HasSubstr(R"("customerPhone":"PHONE-714482acd382894d","count":12)")));
}

TEST(Engine, ReplacesThroughEscapes) {
  EXPECT_EQ(redacted(R"({"note":"\ud83d\ude00 \u0064ana@\u0065xample.com \"ok\""})"),
            R"({"note":"\ud83d\ude00 EMAIL-cefd9f160f4cbe76 \"ok\""})");
}

TEST(Engine, ReadsJsonHeldInStrings) {
  EXPECT_EQ(
      redacted(R"({"attributes":"{\"customerPhone\":3175550142,\"n\":1,\"mail\":\"dana@example.com\"}"})"),
      R"({"attributes":"{\"customerPhone\":\"PHONE-714482acd382894d\",\"n\":1,\"mail\":\"EMAIL-cefd9f160f4cbe76\"}"})");
  EXPECT_EQ(redacted(R"({"a":"[\"{\\\"customerPhone\\\":3175550142}\"]"})"),
            R"({"a":"[\"{\\\"customerPhone\\\":\\\"PHONE-714482acd382894d\\\"}\"]"})");
  EXPECT_EQ(redacted(R"({"a":"{not json: dana@example.com"})"),
            R"({"a":"{not json: EMAIL-cefd9f160f4cbe76"})");
}

TEST(Engine, ReadsHtmlAndPercentEscapes) {
  EXPECT_EQ(
      redacted(R"({"htmlBody":"<p>Please call <a href=\"tel:+13175550142\">317-<b>555</b>-0142</a>.</p>"})"),
      R"({"htmlBody":"<p>Please call <a href=\"tel:PHONE-714482acd382894d\">PHONE-714482acd382894d<b></b></a>.</p>"})");
  EXPECT_THAT(redacted(R"({"page":"https://shop.example/cart?mail=dana%40example.com&step=2"})"),
              testing::AllOf(Not(HasSubstr("dana")), Not(HasSubstr("%40"))));
  EXPECT_EQ(redacted(R"({"body":"write to dana&#64;example.com &amp; wait"})"),
            R"({"body":"write to EMAIL-cefd9f160f4cbe76 &amp; wait"})");
}

TEST(Engine, TakesTheNameOfAPairForItsLabel) {
  for (const auto* record : {R"({"properties":[{"property":"customerPhone","value":"3175550142"}]})",
                             R"({"properties":[{"value":"3175550142","property":"customerPhone"}]})"})
    EXPECT_THAT(redacted(record), HasSubstr("PHONE-714482acd382894d"));
}

TEST(Engine, TokenisesIdsOfPeopleButNotOfConversations) {
  const std::string out = redacted(
      R"({"conversationId":"ade968e8-417b-4eb0-bf50-9ad65f046240","participants":[{"userId":"6224a89d-f0d6-4bc5-a901-e44f6dc2e067",)"
      R"("externalContactId":"c191ac5d-ec38-4770-8c9f-76d00903b5a7","purpose":"customer"}]})");
  EXPECT_THAT(out, HasSubstr("ade968e8-417b-4eb0-bf50-9ad65f046240"));
  EXPECT_THAT(out, HasSubstr("6224a89d-f0d6-4bc5-a901-e44f6dc2e067"));
  EXPECT_THAT(out, Not(HasSubstr("c191ac5d")));
}

TEST(Engine, CountsTheSourcesOwnMarkersAndLeavesThem) {
  const auto out = engine().redact({R"({"text":"the card is [card number]"})", {}, false}).conversation;
  ASSERT_TRUE(out);
  EXPECT_EQ(out->bytes, R"({"text":"the card is [card number]"})");
  EXPECT_EQ(out->counts.at("GENESYS_MARKER"), 1U);
}

TEST(Engine, ReadsALoneTextBesideTurns) {
  for (const std::string_view record :
       {R"({"text":"my ssn is 219-09-9999","turns":[{"role":"agent","text":"hi"}]})",
        R"({"turns":[{"role":"agent","text":"my ssn is 219-09-9999"}],"text":"hi"})"})
    EXPECT_THAT(redacted(record), AllOf(HasSubstr("SSN-"), Not(HasSubstr("219")), HasSubstr("hi"))) << record;
}

TEST(Engine, FailsClosedAndAlone) {
  const auto out = engine().redact({"{\"a\":", {"{\"text\":\"\xff\"}", R"({"text":"hello"})"}, false});
  ASSERT_FALSE(out.conversation);
  EXPECT_EQ(out.conversation.error().cls, ErrorClass::corrupt);
  ASSERT_FALSE(out.transcripts[0]);
  EXPECT_EQ(out.transcripts[0].error().cls, ErrorClass::corrupt);
  ASSERT_TRUE(out.transcripts[1]);
}

TEST(Engine, FollowsThePolicy) {
  const auto with = [](std::string_view toml, std::string_view record) {
    return engine(*Policy::parse(toml)).redact({record, {}, false}).conversation->bytes;
  };
  constexpr std::string_view kRecord = R"({"text":"mail dana@example.com","externalTag":"Gold","n":{"a":7}})";
  EXPECT_EQ(with("version = 1\n[kinds]\nEMAIL = false", kRecord), kRecord);
  EXPECT_EQ(with("version = 1\n[kinds.EMAIL]\nreplace = 'mask'", kRecord),
            R"({"text":"mail [EMAIL]","externalTag":"Gold","n":{"a":7}})");
  EXPECT_EQ(with("version = 1\n[kinds.EMAIL]\nreplace = 'drop'", kRecord),
            R"({"text":"mail ","externalTag":"Gold","n":{"a":7}})");
  EXPECT_EQ(with("version = 1\n[keep]\nemail_domains = ['EXAMPLE.com']", kRecord), kRecord);
  constexpr std::string_view kOurs = R"({"text":"call +44 (0)800 496 0000, my name is Rosa Lindgren"})";
  EXPECT_NE(with("version = 1", kOurs), kOurs);
  EXPECT_EQ(with("version = 1\n[keep]\nphones = ['+44 800 4960000']\nnames = ['Rosa LINDGREN']", kOurs),
            kOurs);
  EXPECT_EQ(with("version = 1\n[fields]\nexternalTag = 'drop'\nn = 'drop'",
                 R"({"externalTag":"Gold","n":{"a":7}})"),
            R"({"externalTag":"","n":{"a":null}})");
  EXPECT_EQ(with("version = 1\n[fields]\nexternalTag = 'tokenise'", R"({"externalTag":"Dana Example"})"),
            R"({"externalTag":"PERSON-56e2f2b7b548eb53"})");
}

TEST(Engine, RedactingTwiceChangesNothing) {
  for (
      const std::string_view record : {
          R"({"participants":[{"purpose":"customer","participantName":"Dana Example","externalContactId":"x-1","sessions":[{"ani":"sip:dana@198.51.100.7"}],"attributes":{"customerEmail":"dana@example.com"}}]})",
          R"({"turns":[{"role":"agent","text":"your card number please"},{"role":"customer","text":"4111 1111 1111 1111"}]})",
      }) {
    const std::string once = redacted(record);
    EXPECT_NE(once, record);
    EXPECT_EQ(redacted(once), once);
  }
}

// What was left alone because of a name that is known would be found by a reader who sees a token there.
TEST(Engine, LeavesNothingAloneForANameThatIsKnown) {
  for (const std::string_view text :
       {"\xF0\x9F\x98\x80 Dana Danamy name is. ", "- Dana CARD-4111111111111111oh one three two.",
        "zero\xE2\x80\x8Bwidth Dana CARD-4111111111111111two one nine nine nine ",
        "E\xCC\x81. Danadana example ", "e\xCC\x81 DanaDana "}) {
    const std::string said(text);
    const std::string once = redacted(
        R"({"transcripts":[{"phrases":[{"participantPurpose":"internal","text":")" + said +
        R"(","decoratedText":")" + said + R"(."}]}],"unknown":")" + said +
        R"(","participants":[{"purpose":"customer","participantName":"Dana Example","attributes":{"note":")" +
        said + R"("}}]})");
    EXPECT_EQ(redacted(once), once) << text;
  }
}

TEST(Engine, ReadsViewsAgainWhereTheirTextWasReplaced) {
  for (const std::string_view text :
       {"expires. <b>555</b> two one nine nine nine<b>555</b>",
        "date of birthorder 88-20417. "
        "\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff13\uff12<b>555</b>. ",
        "<b>555</b>four one five. expires ",
        "two one nine nine nine -. 192.0.2.7<b>555</b> oh one three two twelve twenty five",
        "twelve twenty five%40 \uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff13\uff12<b>555</b>"}) {
    const std::string once = redacted(R"({"note":")" + std::string(text) + R"("})");
    EXPECT_EQ(redacted(once), once);
  }
}

TEST(Engine, TokensAreNoWordsOfNames) {
  EXPECT_EQ(redacted(R"({"turns":[{"role":"agent","text":"- Dana CARD-fb76b1ec98ae4c0a "}]})"),
            R"({"turns":[{"role":"agent","text":"- PERSON-bbbdf1c9bac162a0 CARD-fb76b1ec98ae4c0a "}]})");
  // "my name is", and a token of something else
  constexpr std::string_view kRecord =
      R"({"turns":[{"role":"agent","text":"my name is PHONE-fb76b1ec98ae4c0a, that person called"}]})";
  EXPECT_EQ(redacted(kRecord), kRecord);
}

TEST(Engine, RedactsTurnsWithWhatIsKnownOfTheParties) {
  const Turn turns[] = {{"agent", "who am i speaking with"}, {"customer", "dana example, dana@example.com"}};
  const Party parties[] = {{"customer", "Dana Example", {"+13175550142"}, {{"mail", "dana@example.com"}}}};
  const auto out = engine().redact_turns(turns, parties);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->texts[0], turns[0].text);
  EXPECT_EQ(out->texts[1], std::string(kDana) + ", " + std::string(kEmail));
  ASSERT_EQ(out->spans.size(), 2U);
  EXPECT_EQ(out->spans[1].turn, 1U);
  EXPECT_EQ(out->counts.at("EMAIL"), 1U);
}

}  // namespace
}  // namespace offhook::redact
