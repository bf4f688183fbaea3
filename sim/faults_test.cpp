#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/sha256.h"
#include "sim/org_fixture_for_test.h"

namespace offhook::sim {
namespace {

using ::testing::HasSubstr;
using Kind = OrgFault::Kind;

constexpr std::string_view kMe = "/api/v2/organizations/me";

class FaultsTest : public OrgTest {
 protected:
  void start_with(std::vector<OrgFault> faults) {
    OrgConfig config = small();
    config.faults = std::move(faults);
    start(std::move(config));
  }
  // What a client gets: a status, or the code of the Error.
  std::string get(const std::string& url) {
    http::Request request;
    request.url = url;
    request.headers.add("Authorization", "Bearer " + token());
    const auto response = client_->send(request);
    return response ? std::to_string(response->status) : response.error().code;
  }
  std::string me() { return get("https://api.sim.invalid" + std::string(kMe)); }
};

TEST_F(FaultsTest, StrikesTheCallsItNames) {
  start_with({{.endpoint = "GET " + std::string(kMe), .from = 2, .times = 2, .status = 502}});
  EXPECT_EQ(me(), "200");
  EXPECT_EQ(me(), "502");
  EXPECT_EQ(me(), "502");
  EXPECT_EQ(me(), "200");
}

TEST_F(FaultsTest, AGatewayAnswersInHtml) {
  start_with({{.endpoint = "* /api/v2/**"}});
  const http::Response response = api("GET", std::string(kMe));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.headers.get("Content-Type"), "text/html");
  EXPECT_THAT(response.body, HasSubstr("<html>"));
}

TEST_F(FaultsTest, AThrottledAnswerSaysHowLong) {
  start_with({{.endpoint = "* /api/*/organizations/me", .kind = Kind::throttled, .seconds = 17}});
  const http::Response response = api("GET", std::string(kMe));
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.headers.get("Retry-After"), "17");
  EXPECT_EQ(org_->counts().throttled, 1u);
}

TEST_F(FaultsTest, AResetComesBeforeOrAfterTheEffect) {
  start_with({{.endpoint = "POST " + std::string(kJobs), .kind = Kind::reset_before},
              {.endpoint = "POST " + std::string(kJobs), .from = 2, .kind = Kind::reset_after}});
  const std::string body = "{\"interval\":\"" + std::string(kDay) + "\"}";
  http::Request request;
  request.method = "POST";
  request.url = "https://api.sim.invalid" + std::string(kJobs);
  request.body = body;
  request.headers.add("Authorization", "Bearer " + token());
  EXPECT_EQ(client_->send(request).error().code, "http.reset");
  EXPECT_EQ(client_->send(request).error().code, "http.reset");
  const std::string third(json::parse(client_->send(request)->body)->text("jobId"));
  EXPECT_EQ(third, org_->world().id(1, "job")) << "the second call made a job, the first did not";
}

TEST_F(FaultsTest, BodiesAreCutShortenedFlippedAndSlow) {
  start_with(
      {{.endpoint = "GET /transcripts/**", .from = 2, .kind = Kind::cut},
       {.endpoint = "GET /transcripts/**", .from = 3, .kind = Kind::wrong_length},
       {.endpoint = "GET /transcripts/**", .from = 4, .kind = Kind::flip, .bytes = 5},
       {.endpoint = "GET /transcripts/**", .from = 5, .kind = Kind::wrong_digest},
       {.endpoint = "GET /transcripts/**", .from = 6, .kind = Kind::slow, .pieces = 3},
       {.endpoint = "GET /transcripts/**", .from = 7, .kind = Kind::stall, .pause = Milliseconds(60'000)}});
  const std::string url(api_json("GET", transcript_target("transcripturl")).text("url"));
  const std::string good = send("GET", url).body;
  http::Request request;
  request.url = url;
  EXPECT_EQ(client_->send(request).error().code, "http.cut");
  EXPECT_EQ(client_->send(request).error().code, "http.cut");
  std::string flipped = send("GET", url).body;
  EXPECT_NE(flipped, good);
  flipped[5] ^= 1;
  EXPECT_EQ(flipped, good);
  const http::Response lying = send("GET", url);
  EXPECT_EQ(lying.body, good);
  EXPECT_EQ(lying.headers.get("Repr-Digest"), "sha-256=:" + to_base64(crypto::sha256("other bytes")) + ":");
  const TimePoint before = clock_.now();
  EXPECT_EQ(send("GET", url).body, good);
  EXPECT_EQ(clock_.now() - before, Milliseconds(3'000));
  EXPECT_EQ(client_->send(request).error().code, "http.timeout");
}

TEST_F(FaultsTest, RevokesCredentialsInMidRun) {
  start_with({{.endpoint = "GET " + std::string(kMe), .from = 2, .kind = Kind::revoke}});
  EXPECT_EQ(api("GET", std::string(kMe)).status, 200);
  EXPECT_EQ(api("GET", std::string(kMe)).status, 401);
  EXPECT_EQ(api("GET", std::string(kMe)).status, 401) << "they stay dead";
  token_.clear();
  EXPECT_EQ(api("GET", std::string(kMe)).status, 200);
}

TEST_F(FaultsTest, JobsFailOrExpire) {
  start_with({{.endpoint = "POST " + std::string(kJobs), .kind = Kind::job_failed},
              {.endpoint = "POST " + std::string(kJobs), .from = 2, .kind = Kind::job_expired}});
  const std::string body = "{\"interval\":\"" + std::string(kDay) + "\"}";
  const auto submit = [&] {
    return std::string(kJobs) + "/" + std::string(api_json("POST", std::string(kJobs), body).text("jobId"));
  };
  const std::string failed = submit(), expired = submit();
  clock_.advance(Milliseconds(3'000));
  EXPECT_EQ(api_json("GET", failed).text("state"), "FAILED");
  EXPECT_FALSE(api_json("GET", failed).text("errorMessage").empty());
  EXPECT_EQ(api_json("GET", expired).text("state"), "FULFILLED");
  const json::Value page = api_json("GET", expired + "/results?pageSize=10");
  EXPECT_FALSE(page.text("cursor").empty());
  EXPECT_EQ(
      api("GET", expired + "/results?pageSize=10&cursor=" + http::percent_encode(page.text("cursor"))).status,
      404);
  EXPECT_EQ(api_json("GET", expired).text("state"), "EXPIRED");
}

TEST(OrgFaultScript, IsReadAndCheckedStrictly) {
  const auto good = parse_faults(
      R"({"faults":[{"endpoint":"GET /api/**","from":3,"times":2,"fault":"status","status":502},
                    {"endpoint":"POST /oauth/token","fault":"stall","pause_ms":250}]})");
  ASSERT_TRUE(good);
  ASSERT_EQ(good->size(), 2u);
  EXPECT_EQ((*good)[0].from, 3u);
  EXPECT_EQ((*good)[0].status, 502);
  EXPECT_EQ((*good)[1].kind, Kind::stall);
  EXPECT_EQ((*good)[1].pause, Milliseconds(250));
  for (const std::string_view bad :
       {"", "{}", R"({"faults":[1]})", R"({"faults":[{"endpoint":"GET /x","fault":"explode"}]})",
        R"({"faults":[{"endpoint":"/x","fault":"cut"}]})",
        R"({"faults":[{"endpoint":"GET /x","fault":"cut","time":2}]})"}) {
    EXPECT_FALSE(parse_faults(bad)) << bad;
  }
}

}  // namespace
}  // namespace offhook::sim
