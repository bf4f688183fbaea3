#include "notify/webhook.h"

#include <gtest/gtest.h>

#include "json/value.h"
#include "notify/cloud_event.h"
#include "notify/signature.h"

namespace offhook::notify {
namespace {

const model::Event kEvent{.id = "7d1f6f1e-0000-5000-8000-000000000001",
                          .source = "s3://archive/prefix",
                          .type = "archive.completed",
                          .subject = "acme/20261120T000000Z-20261121T000000Z",
                          .time = *parse_rfc3339("2026-11-21T00:00:00Z"),
                          .data = R"({"event":"archive.completed","metrics":{"throughput_mbps":12.5}})"};

// A receiver that remembers the last request and answers as told.
struct Receiver {
  ManualClock clock{*parse_rfc3339("2026-11-21T01:00:00Z")};
  http::ServerResponse answer;
  http::ServerRequest last;
  int calls = 0;
  std::unique_ptr<http::Client> client = http::make_in_process_client(
      [this](const http::ServerRequest& request) {
        last = request;
        ++calls;
        return answer;
      },
      clock);

  Result<void> deliver(WebhookOptions options) {
    auto webhook = make_webhook(std::move(options), *client, clock);
    if (!webhook) return fail(webhook.error());
    return (*webhook)->deliver(kEvent, 1);
  }
};

WebhookOptions to(std::string url, std::string secret = "") {
  WebhookOptions options;
  options.url = std::move(url);
  options.secret = Sensitive<std::string>(std::move(secret));
  return options;
}

TEST(Signature, AgreesWithThePublishedExample) {
  // From the Standard Webhooks reference libraries' tests.
  const auto key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(key);
  EXPECT_EQ(sign(*key, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                 std::chrono::sys_seconds(std::chrono::seconds(1614265330)), R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, RefusesAWeakOrBrokenSecret) {
  EXPECT_FALSE(signing_key("short"));
  EXPECT_FALSE(signing_key("whsec_!!!!"));
  EXPECT_FALSE(signing_key("whsec_AAAA"));
  EXPECT_TRUE(signing_key("a raw secret of 24 bytes"));
}

TEST(Webhook, PostsAStructuredCloudEvent) {
  Receiver receiver;
  ASSERT_TRUE(receiver.deliver(to("https://hooks.example.com/in?key=k")));
  EXPECT_EQ(receiver.last.method, "POST");
  EXPECT_EQ(receiver.last.target, "/in?key=k");
  EXPECT_EQ(receiver.last.headers.get("Content-Type"), "application/cloudevents+json");
  EXPECT_FALSE(receiver.last.headers.find("webhook-signature"));
  const auto event = json::parse(receiver.last.body);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->text("specversion"), "1.0");
  EXPECT_EQ(event->text("id"), kEvent.id);
  EXPECT_EQ(event->text("source"), kEvent.source);
  EXPECT_EQ(event->text("type"), kEvent.type);
  EXPECT_EQ(event->text("subject"), kEvent.subject);
  EXPECT_EQ(event->text("time"), "2026-11-21T00:00:00.000Z");
  EXPECT_EQ((*event)["data"].text("event"), "archive.completed");
}

TEST(Webhook, SignsWhatItSends) {
  const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  Receiver receiver;
  ASSERT_TRUE(receiver.deliver(to("https://hooks.example.com/", secret)));
  const auto& headers = receiver.last.headers;
  EXPECT_EQ(headers.get("webhook-id"), kEvent.id);
  EXPECT_EQ(headers.get("webhook-timestamp"), "1795222800");
  EXPECT_EQ(headers.get("webhook-signature"),
            sign(*signing_key(secret), kEvent.id, std::chrono::sys_seconds(std::chrono::seconds(1795222800)),
                 receiver.last.body));
}

TEST(Webhook, TellsWhatIsWorthTryingAgain) {
  const auto cls = [](int status) {
    Receiver receiver;
    receiver.answer.status = status;
    const auto delivered = receiver.deliver(to("https://hooks.example.com/"));
    return delivered ? std::optional<ErrorClass>() : delivered.error().cls;
  };
  for (const int status : {200, 201, 202, 204}) EXPECT_EQ(cls(status), std::nullopt) << status;
  for (const int status : {408, 500, 502, 503, 504}) EXPECT_EQ(cls(status), ErrorClass::retryable) << status;
  EXPECT_EQ(cls(429), ErrorClass::throttled);
  for (const int status : {301, 302, 307, 400, 401, 404, 410, 415}) {
    EXPECT_EQ(cls(status), ErrorClass::permanent) << status;
  }
}

TEST(Webhook, PassesOnRetryAfter) {
  Receiver receiver;
  receiver.answer.status = 429;
  receiver.answer.headers = {{"Retry-After", "120"}};
  EXPECT_EQ(receiver.deliver(to("https://hooks.example.com/")).error().retry_after, Milliseconds(120'000));
}

TEST(Webhook, FollowsNoRedirect) {
  Receiver receiver;
  receiver.answer.status = 302;
  receiver.answer.headers = {{"Location", "https://elsewhere.example.com/"}};
  EXPECT_EQ(receiver.deliver(to("https://hooks.example.com/")).error().code, "webhook.redirected");
  EXPECT_EQ(receiver.calls, 1);
}

TEST(Webhook, RefusesUrlsThatLeadSomewhereElse) {
  Receiver receiver;
  for (const char* url :
       {"http://169.254.169.254/latest/meta-data", "https://169.254.170.2/",
        "https://metadata.google.internal/", "https://[fd00:ec2::254]/", "https://2852039166/",
        "https://0xa9fea9fe/", "https://0251.0376.0251.0376/", "https://[::ffff:169.254.169.254]/",
        "http://hooks.example.com/", "ftp://hooks.example.com/", "hooks", ""}) {
    const auto refused = make_webhook(to(url), *receiver.client, receiver.clock);
    ASSERT_FALSE(refused) << url;
    EXPECT_EQ(refused.error().code, "webhook.url") << url;
  }
}

TEST(Webhook, AllowsPrivateHttpsAndLoopbackHttp) {
  Receiver receiver;
  for (const char* url :
       {"https://10.1.2.3/", "http://127.0.0.1:9000/", "http://localhost/", "https://3com.example/"})
    EXPECT_TRUE(make_webhook(to(url), *receiver.client, receiver.clock)) << url;
  WebhookOptions plain = to("http://hooks.internal/");
  plain.allow_http = true;
  EXPECT_TRUE(make_webhook(plain, *receiver.client, receiver.clock));
}

TEST(Webhook, NeverNamesTheQueryOfItsUrl) {
  Receiver receiver;
  receiver.answer.status = 500;
  const auto failed = receiver.deliver(to("https://hooks.example.com/in?key=hidden"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message.find("hidden"), std::string::npos);
  receiver.answer.reset_before_response = true;
  EXPECT_EQ(receiver.deliver(to("https://hooks.example.com/in?key=hidden")).error().message.find("hidden"),
            std::string::npos);
  const auto webhook =
      make_webhook(to("https://hooks.example.com/in?key=hidden"), *receiver.client, receiver.clock);
  EXPECT_EQ((*webhook)->destination(), "https://hooks.example.com/in");
}

TEST(CloudEvent, RefusesDataThatIsNoObject) {
  model::Event event = kEvent;
  event.data = "[]";
  EXPECT_EQ(cloud_event_json(event).error().code, "event.data");
}

}  // namespace
}  // namespace offhook::notify
