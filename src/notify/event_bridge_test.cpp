#include "notify/event_bridge.h"

#include <gtest/gtest.h>

#include <deque>

#include "json/value.h"

namespace offhook::notify {
namespace {

const model::Event kEvent{.id = "7d1f6f1e-0000-5000-8000-000000000001",
                          .source = "s3://archive/prefix",
                          .type = "archive.completed",
                          .subject = "acme/20261120T000000Z-20261121T000000Z",
                          .time = *parse_rfc3339("2026-11-21T00:00:00.750Z"),
                          .data = R"({"event":"archive.completed","counts":{"archived":2}})"};

struct Bus {
  ManualClock clock{*parse_rfc3339("2026-11-21T01:00:00Z")};
  SeededRandom random{3};
  std::deque<http::ServerResponse> answers;
  std::deque<http::ServerRequest> asked;
  std::unique_ptr<http::Client> client = http::make_in_process_client(
      [this](const http::ServerRequest& request) {
        asked.push_back(request);
        http::ServerResponse answer = answers.front();
        if (answers.size() > 1) answers.pop_front();
        return answer;
      },
      clock);
  std::unique_ptr<aws::Provider> provider =
      aws::make_static_provider({.access_key_id = "AKIAEXAMPLE",
                                 .secret_access_key = Sensitive<std::string>("secret"),
                                 .session_token = {}});

  Bus() { answer(200, R"({"FailedEntryCount":0,"Entries":[{"EventId":"e-1"}]})"); }
  void answer(int status, std::string body) {
    answers = {{.status = status, .headers = {}, .body = std::move(body), .stream = {}}};
  }
  std::unique_ptr<model::Notifier> notifier(EventBridgeOptions options = {
                                                .region = "eu-west-1", .bus = "archive", .endpoint = ""}) {
    return *make_event_bridge(std::move(options), *client, *provider, clock, random);
  }
};

TEST(EventBridge, PutsOneSignedEntry) {
  Bus bus;
  const auto delivered = bus.notifier()->deliver(kEvent, 1);
  ASSERT_TRUE(delivered) << delivered.error().message;
  ASSERT_EQ(bus.asked.size(), 1u);
  const auto& request = bus.asked[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/");
  EXPECT_EQ(request.host(), "events.eu-west-1.amazonaws.com");
  EXPECT_EQ(request.headers.get("X-Amz-Target"), "AWSEvents.PutEvents");
  EXPECT_EQ(request.headers.get("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_NE(request.headers.get("Authorization").find("/eu-west-1/events/aws4_request"),
            std::string_view::npos);

  const auto body = json::parse(request.body);
  ASSERT_TRUE(body);
  ASSERT_EQ((*body)["Entries"].array()->size(), 1u);
  const json::Value& entry = (*body)["Entries"].array()->front();
  EXPECT_EQ(entry.text("Source"), "offhook");
  EXPECT_EQ(entry.text("DetailType"), "archive.completed");
  EXPECT_EQ(entry.text("EventBusName"), "archive");
  EXPECT_EQ(entry.number("Time"), 1795219200);
  const auto detail = json::parse(entry.text("Detail"));
  ASSERT_TRUE(detail);
  EXPECT_EQ(detail->text("id"), kEvent.id);
  EXPECT_EQ((*detail)["counts"].number("archived"), 2);
}

TEST(EventBridge, SeesTheRefusalInsideASuccess) {
  for (const auto& [code, cls] : {std::pair{"ThrottlingException", ErrorClass::throttled},
                                  std::pair{"InternalFailure", ErrorClass::retryable},
                                  std::pair{"InternalException", ErrorClass::retryable},
                                  std::pair{"AccessDeniedException", ErrorClass::permanent},
                                  std::pair{"MalformedDetail", ErrorClass::permanent},
                                  std::pair{"NotAuthorizedForSourceException", ErrorClass::permanent}}) {
    Bus bus;
    bus.answer(200, R"({"FailedEntryCount":1,"Entries":[{"ErrorCode":")" + std::string(code) +
                        R"(","ErrorMessage":"about it"}]})");
    const auto refused = bus.notifier()->deliver(kEvent, 1);
    ASSERT_FALSE(refused) << code;
    EXPECT_EQ(refused.error().cls, cls) << code;
    EXPECT_NE(refused.error().message.find(code), std::string::npos);
    EXPECT_EQ(refused.error().message.find("about it"), std::string::npos);
  }
}

TEST(EventBridge, NamesTheRefusalOfTheWholeCall) {
  Bus bus;
  bus.answer(400, R"({"__type":"AccessDeniedException","Message":"not you"})");
  const auto refused = bus.notifier()->deliver(kEvent, 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().cls, ErrorClass::permanent);
  EXPECT_EQ(refused.error().code, "events.access_denied_exception");
}

TEST(EventBridge, DoesNotTrustAnAnswerItDoesNotUnderstand) {
  for (const char* body :
       {"", "{}", R"({"FailedEntryCount":0,"Entries":[]})", R"({"Entries":[{}]})", "<html>"}) {
    Bus bus;
    bus.answer(200, body);
    EXPECT_FALSE(bus.notifier()->deliver(kEvent, 1)) << body;
  }
}

TEST(EventBridge, TriesAgainAFewTimesAndThenLeavesItToTheOutbox) {
  Bus bus;
  bus.answer(500, R"({"__type":"InternalFailure"})");
  const auto failed = bus.notifier()->deliver(kEvent, 1);
  ASSERT_FALSE(failed);
  EXPECT_TRUE(failed.error().worth_retrying());
  EXPECT_EQ(bus.asked.size(), 3u);
}

TEST(EventBridge, RefusesAnEventThatIsTooLargeForItsTargets) {
  Bus bus;
  model::Event event = kEvent;
  event.data = R"({"event":")" + std::string(200'000, 'x') + R"("})";
  EXPECT_EQ(bus.notifier()->deliver(event, 1).error().code, "events.too_large");
}

TEST(EventBridge, GoesWhereTheEnvironmentSays) {
  Bus bus;
  ASSERT_TRUE(bus.notifier({.region = "eu-west-1", .bus = "", .endpoint = "http://127.0.0.1:4566/"})
                  ->deliver(kEvent, 1));
  EXPECT_EQ(bus.asked[0].host(), "127.0.0.1:4566");
  ASSERT_TRUE(bus.notifier({.region = "cn-north-1", .bus = "", .endpoint = ""})->deliver(kEvent, 1));
  EXPECT_EQ(bus.asked[1].host(), "events.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(make_event_bridge({}, *bus.client, *bus.provider, bus.clock, bus.random).error().code,
            "events.region");
}

}  // namespace
}  // namespace offhook::notify
