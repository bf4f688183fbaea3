#include "http/message.h"

#include <gtest/gtest.h>

namespace offhook::http {
namespace {

TEST(Headers, CompareNamesWithoutRegardToCase) {
  Headers headers{{"Content-Type", "text/plain"}};
  EXPECT_EQ(headers.get("content-type"), "text/plain");
  EXPECT_EQ(headers.find("content-typ"), std::nullopt);
  headers.set("CONTENT-TYPE", "application/json");
  EXPECT_EQ(headers.size(), 1u);
  EXPECT_EQ(headers.get("Content-Type"), "application/json");
}

TEST(Headers, KeepOrderAndRepetitionsUntilRemoved) {
  Headers headers;
  headers.add("Via", "one");
  headers.add("Host", "a");
  headers.add("via", "two");
  EXPECT_EQ(headers.get("VIA"), "one");
  EXPECT_EQ(headers.size(), 3u);
  headers.remove("Via");
  EXPECT_EQ(headers.size(), 1u);
  EXPECT_EQ(headers.find("via"), std::nullopt);
}

TEST(ServerRequest, SplitsItsTargetAtTheFirstQuestionMark) {
  ServerRequest request{.method = "GET", .target = "/a%2Fb?x=1?2", .headers = {}, .body = {}};
  EXPECT_EQ(request.path(), "/a%2Fb");
  EXPECT_EQ(request.query(), "x=1?2");
  request.target = "/a";
  EXPECT_EQ(request.path(), "/a");
  EXPECT_EQ(request.query(), "");
}

}  // namespace
}  // namespace offhook::http
