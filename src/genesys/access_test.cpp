#include "genesys/access.h"

#include <gtest/gtest.h>

#include "genesys/scripted_api_for_test.h"

namespace offhook::genesys {
namespace {

constexpr const char* kMe = "/api/v2/organizations/me";
constexpr const char* kAvailability = "/api/v2/analytics/conversations/details/jobs/availability";
constexpr const char* kTranscripts = "/api/v2/speechandtextanalytics/conversations/";

Result<std::vector<AccessFinding>> check(ScriptedApi& api) {
  const auto client = api.client();
  return check_access(ScriptedApi::options(), *client, api.clock, api.random);
}

TEST(Access, IsGrantedWhereNobodysTranscriptIsNotFound) {
  ScriptedApi api;
  api.on("GET", kMe, {ScriptedApi::json(200, R"({"id":"o-1"})")});
  api.on("GET", kAvailability, {ScriptedApi::json(200, "{}")});
  const auto findings = check(api);
  ASSERT_TRUE(findings) << findings.error().message;
  ASSERT_EQ(findings->size(), 3u);
  for (const AccessFinding& finding : *findings) EXPECT_TRUE(finding.granted) << finding.what;
}

TEST(Access, NamesEveryMissingPermissionAtOnce) {
  ScriptedApi api;
  const auto forbidden = ScriptedApi::json(403, R"({"code":"missing.any.permissions"})");
  api.on("GET", kMe, {ScriptedApi::json(200, R"({"id":"o-1"})")});
  api.on("GET", kAvailability, {forbidden});
  api.on("GET", kTranscripts, {forbidden});
  const auto findings = check(api);
  ASSERT_TRUE(findings);
  ASSERT_EQ(findings->size(), 3u);
  EXPECT_TRUE((*findings)[0].granted);
  EXPECT_FALSE((*findings)[1].granted);
  EXPECT_NE((*findings)[1].detail.find("analytics:conversationDetail:view"), std::string::npos);
  EXPECT_FALSE((*findings)[2].granted);
  EXPECT_NE((*findings)[2].detail.find("recording:recording:view"), std::string::npos);
}

TEST(Access, EndsAtALoginThatIsRefused) {
  ScriptedApi api;
  api.on("POST", "/oauth/token", {ScriptedApi::json(401, R"({"error":"invalid_client"})")});
  const auto findings = check(api);
  ASSERT_TRUE(findings);
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_FALSE(findings->front().granted);
}

TEST(Access, SaysWhenItCannotTell) {
  ScriptedApi api;
  api.on("GET", kMe, {ScriptedApi::json(503, "<html>")});
  EXPECT_FALSE(check(api));
}

}  // namespace
}  // namespace offhook::genesys
