#include "sim/webhook.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::sim {
namespace {

http::ServerRequest delivery(std::string body, std::string signature) {
  return {.method = "POST",
          .target = "/hook",
          .headers = {{"webhook-id", "msg_1"},
                      {"webhook-timestamp", "1674087231"},
                      {"webhook-signature", std::move(signature)}},
          .body = std::move(body)};
}

TEST(WebhookReceiver, TakesWhatIsSignedAndNothingElse) {
  const std::string key = "thirty-two bytes of signing key.";
  WebhookReceiver receiver({.secret = "whsec_" + to_base64(as_bytes(key)), .answers = {}});
  const std::string signature =
      "v1," + to_base64(crypto::hmac_sha256(as_bytes(key), R"(msg_1.1674087231.{"a":1})"));
  EXPECT_EQ(receiver.serve(delivery(R"({"a":1})", "v1,AAAA " + signature)).status, 204);
  EXPECT_EQ(receiver.serve(delivery(R"({"a":2})", signature)).status, 401);
  EXPECT_EQ(receiver.serve(delivery(R"({"a":1})", "")).status, 401);
  ASSERT_EQ(receiver.deliveries().size(), 3u);
  EXPECT_EQ(receiver.deliveries()[0].id, "msg_1");
}

TEST(WebhookReceiver, RefusesTheFirstFewWhenTold) {
  WebhookReceiver receiver({.secret = "", .answers = {500, 429}});
  EXPECT_EQ(receiver.serve(delivery("{}", "")).status, 500);
  EXPECT_EQ(receiver.serve(delivery("{}", "")).status, 429);
  EXPECT_EQ(receiver.serve(delivery("{}", "")).status, 204);
}

}  // namespace
}  // namespace offhook::sim
