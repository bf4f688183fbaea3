// OrgTest: an organisation with one day of conversations, seen two days later through an in-process client.
// For the simulator's tests only.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "http/client.h"
#include "http/url.h"
#include "json/value.h"
#include "sim/org.h"

namespace offhook::sim {

inline constexpr std::string_view kJobs = "/api/v2/analytics/conversations/details/jobs";
inline constexpr std::string_view kQuery = "/api/v2/analytics/conversations/details/query";
inline constexpr std::string_view kDay = "2026-03-10T00:00:00.000Z/2026-03-11T00:00:00.000Z";

class OrgTest : public ::testing::Test {
 protected:
  static OrgConfig small() {
    OrgConfig config;
    config.plan = {.conversations = 60, .seed = 7, .from = *parse_rfc3339("2026-03-10"), .days = 1};
    return config;
  }

  void start(OrgConfig config) {
    token_.clear();
    org_ = std::make_unique<Org>(std::move(config), clock_);
    client_ = http::make_in_process_client(
        [this](const http::ServerRequest& request) { return org_->serve(request); }, clock_);
  }

  http::Response send(std::string_view method, const std::string& url, std::string_view body = {},
                      http::Headers headers = {}) {
    http::Request request;
    request.method = method;
    request.url = url;
    request.body = body;
    request.headers = std::move(headers);
    request.max_response_bytes = 64u << 20;
    auto response = client_->send(request);
    EXPECT_TRUE(response.has_value()) << (response ? "" : response.error().message);
    return response ? std::move(*response) : http::Response{};
  }

  http::Response login(std::string_view id, std::string_view secret) {
    const std::string basic = to_base64(as_bytes(std::string(id) + ":" + std::string(secret)));
    return send("POST", "https://login.sim.invalid/oauth/token", "grant_type=client_credentials",
                {{"Authorization", "Basic " + basic}, {"Content-Type", "application/x-www-form-urlencoded"}});
  }

  std::string token() {
    const http::Response response = login(org_->config().login.client_id, org_->config().login.client_secret);
    return std::string(json::parse(response.body)->text("access_token"));
  }

  http::Response api(std::string_view method, const std::string& target, std::string_view body = {}) {
    if (token_.empty()) token_ = token();
    return send(method, "https://api.sim.invalid" + target, body, {{"Authorization", "Bearer " + token_}});
  }

  json::Value api_json(std::string_view method, const std::string& target, std::string_view body = {}) {
    const http::Response response = api(method, target, body);
    auto value = json::parse(response.body);
    EXPECT_TRUE(value.has_value()) << response.body.substr(0, 200);
    return value ? *value : json::Value();
  }

  // Every conversation of the interval's job.
  std::vector<json::Value> run_job(std::string_view interval, int page_size = 25) {
    const std::string body = "{\"interval\":\"" + std::string(interval) + "\"}";
    const std::string id(api_json("POST", std::string(kJobs), body).text("jobId"));
    clock_.advance(Milliseconds(3'000));
    std::vector<json::Value> conversations;
    std::string cursor;
    do {
      const json::Value page =
          api_json("GET", std::string(kJobs) + "/" + id + "/results?pageSize=" + std::to_string(page_size) +
                              (cursor.empty() ? "" : "&cursor=" + http::percent_encode(cursor)));
      if (const auto* array = page["conversations"].array()) {
        conversations.insert(conversations.end(), array->begin(), array->end());
      }
      cursor = page.text("cursor");
    } while (!cursor.empty());
    return conversations;
  }

  // Id and path of the first real call's recorded leg.
  std::string first_call_id() const { return org_->world().outline(0).id; }
  std::string transcript_target(std::string_view last) const {
    return "/api/v2/speechandtextanalytics/conversations/" + first_call_id() + "/communications/" +
           org_->world().id(0, "session/customer") + "/" + std::string(last);
  }

  ManualClock clock_{*parse_rfc3339("2026-03-12T09:30:00Z")};
  std::unique_ptr<Org> org_;
  std::unique_ptr<http::Client> client_;
  std::string token_;
};

}  // namespace offhook::sim
