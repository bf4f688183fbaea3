// EventBridge against a real server. It is told by the environment where one is, and skips without:
// OFFHOOK_TEST_EVENTS_ENDPOINT, OFFHOOK_TEST_EVENTS_BUS and the AWS credentials. Whether the event arrives is
// looked at by whoever started the server.
#include <gtest/gtest.h>

#include <cstdlib>

#include "http/client.h"
#include "notify/event_bridge.h"

namespace offhook::test {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<void> deliver(std::string bus) {
  SystemClock clock;
  SystemRandom random;
  OFFHOOK_TRY(const auto client, http::make_curl_client());
  const auto provider = aws::make_environment_provider(aws::process_environment());
  OFFHOOK_TRY(const auto notifier,
              notify::make_event_bridge({.region = "us-east-1",
                                         .bus = std::move(bus),
                                         .endpoint = environment("OFFHOOK_TEST_EVENTS_ENDPOINT")},
                                        *client, *provider, clock, random));
  return notifier->deliver({.id = "7d1f6f1e-0000-5000-8000-000000000001",
                            .source = "s3://archive/prefix",
                            .type = "archive.completed",
                            .subject = "acme",
                            .time = clock.now(),
                            .data = R"({"event":"archive.completed","counts":{"archived":2}})"},
                           1);
}

TEST(EventBridgeServer, TakesAnEvent) {
  if (environment("OFFHOOK_TEST_EVENTS_ENDPOINT").empty()) GTEST_SKIP() << "no server";
  const auto delivered = deliver(environment("OFFHOOK_TEST_EVENTS_BUS"));
  EXPECT_TRUE(delivered) << delivered.error().message;
}

}  // namespace
}  // namespace offhook::test
