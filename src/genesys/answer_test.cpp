#include "genesys/answer.h"

#include <gtest/gtest.h>

namespace offhook::genesys {
namespace {

http::Response response(int status, std::string body, http::Headers headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

constexpr std::string_view kThrottled =
    R"({"message":"Rate limit exceeded the maximum. Retry the request in [37] seconds",)"
    R"("code":"too.many.requests.retry.after","status":429,"contextId":"d0d3cbe5-7f04"})";

TEST(Answer, TakesTheDelayInTheOrderOfPreference) {
  const std::string body(kThrottled);
  EXPECT_EQ(asked_delay(response(429, body, {{"inin-ratelimit-reset", "9"}, {"Retry-After", "5"}})),
            Milliseconds(5000));
  EXPECT_EQ(asked_delay(response(429, body, {{"inin-ratelimit-reset", "9"}})), Milliseconds(9000));
  EXPECT_EQ(asked_delay(response(429, body)), Milliseconds(37000));
  EXPECT_EQ(asked_delay(response(429, "<html>busy</html>")), std::nullopt);
  EXPECT_EQ(asked_delay(response(429, body, {{"Retry-After", "soon"}})), Milliseconds(37000));
}

TEST(Answer, WaitsForTheWindowWhenOnlyTheRateIsNamed) {
  const std::string body =
      R"({"message":"Rate limit exceeded the maximum [300] requests within [60] seconds"})";
  EXPECT_EQ(asked_delay(response(429, body)), Milliseconds(60'000));
}

TEST(Answer, SortsStatusesByWhatToDo) {
  const Subject subject{"try", "some:permission", false};
  const auto cls = [&](int status) { return error_of(response(status, ""), subject).cls; };
  EXPECT_EQ(cls(429), ErrorClass::throttled);
  for (const int status : {408, 409, 500, 502, 503, 504})
    EXPECT_EQ(cls(status), ErrorClass::retryable) << status;
  for (const int status : {302, 400, 401, 403, 413, 415, 501})
    EXPECT_EQ(cls(status), ErrorClass::permanent) << status;
  EXPECT_EQ(cls(404), ErrorClass::not_found);
}

TEST(Answer, NamesThePermissionThatIsMissing) {
  const auto forbidden = response(403, R"({"code":"missing.any.permissions","contextId":"abc-1"})");
  const Error error = error_of(forbidden, {"read a page", "analytics:conversationDetail:view", false});
  EXPECT_EQ(error.code, "source.refused.permission");
  EXPECT_NE(error.message.find("analytics:conversationDetail:view"), std::string::npos);
  EXPECT_NE(error.message.find("abc-1"), std::string::npos);
}

TEST(Answer, TellsARefusedConversationFromARefusedClient) {
  const Subject one{"read", "p", true};
  EXPECT_EQ(error_of(response(403, R"({"code":"forbidden"})"), one).code, "source.forbidden");
  EXPECT_EQ(error_of(response(403, R"({"code":"missing.any.permissions"})"), one).code,
            "source.refused.permission");
}

TEST(Answer, SeesAPageThatIsTooLargeInBothItsForms) {
  const Subject subject{"read", "", false};
  EXPECT_EQ(error_of(response(413, R"({"code":"payload.too.large"})"), subject).code,
            "source.page_too_large");
  EXPECT_EQ(error_of(response(400, R"({"code":"response.entity.too.large"})"), subject).code,
            "source.page_too_large");
}

TEST(Answer, NeverRepeatsWhatTheServerSays) {
  const auto echo = response(400, R"({"message":"bad value +13175550142","code":"call +13175550142 now",)"
                                  R"("contextId":"id of +13175550142"})");
  const Error error = error_of(echo, {"query", "", false});
  EXPECT_EQ(error.message.find("3175550142"), std::string::npos) << error.message;
}

TEST(Answer, FindsTheCorrelationIdWhereverItIs) {
  EXPECT_EQ(correlation_id(response(200, "", {{"inin-correlation-id", "a-1"}})), "a-1");
  EXPECT_EQ(correlation_id(response(200, "", {{"Genesys-Correlation-Id", "b-2"}})), "b-2");
  EXPECT_EQ(correlation_id(response(500, R"({"contextId":"c-3"})")), "c-3");
  EXPECT_EQ(correlation_id(response(500, "<html>")), "");
}

}  // namespace
}  // namespace offhook::genesys
