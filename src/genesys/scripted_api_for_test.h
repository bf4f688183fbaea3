// For tests: an API that answers by rule and remembers what it was asked.
//
// A rule answers requests of one method whose path begins with its prefix; its answers are given in order,
// the last one for ever. Logins are answered unless a rule is there for them. Tokens are "token-1",
// "token-2".
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "genesys/options.h"
#include "http/client.h"

namespace offhook::genesys {

class ScriptedApi {
 public:
  struct Rule {
    std::string method;
    std::string prefix;  // of the target: path and query
    std::deque<http::ServerResponse> answers;
  };

  // Rules are tried in the order they were added.
  void on(std::string method, std::string prefix, std::deque<http::ServerResponse> answers) {
    rules_.push_back({std::move(method), std::move(prefix), std::move(answers)});
  }

  [[nodiscard]] std::vector<http::ServerRequest> asked(std::string_view prefix) const {
    const std::scoped_lock lock(mutex_);
    std::vector<http::ServerRequest> found;
    for (const auto& request : requests_)
      if (request.target.starts_with(prefix)) found.push_back(request);
    return found;
  }

  [[nodiscard]] std::unique_ptr<http::Client> client() {
    return http::make_in_process_client([this](const auto& request) { return serve(request); }, clock);
  }

  [[nodiscard]] static Options options() {
    Options options;
    options.api_base = "https://api.example.com";
    options.client_id = "client";
    options.client_secret = Sensitive<std::string>("secret");
    return options;
  }

  ManualClock clock{*parse_rfc3339("2026-11-21T00:00:00Z")};
  SeededRandom random{1};

 private:
  http::ServerResponse serve(const http::ServerRequest& request) {
    const std::scoped_lock lock(mutex_);
    requests_.push_back(request);
    for (Rule& rule : rules_) {
      if (request.method != rule.method || !request.target.starts_with(rule.prefix)) continue;
      http::ServerResponse answer = rule.answers.front();
      if (rule.answers.size() > 1) rule.answers.pop_front();
      return answer;
    }
    if (request.target == "/oauth/token")
      return json(200, R"({"access_token":"token-)" + std::to_string(++logins_) +
                           R"(","token_type":"bearer","expires_in":3600})");
    return json(404, R"({"code":"not.found","status":404,"contextId":"no-rule"})");
  }

 public:
  [[nodiscard]] static http::ServerResponse json(int status, std::string body, http::Headers headers = {}) {
    headers.add("Content-Type", "application/json");
    return {.status = status, .headers = std::move(headers), .body = std::move(body), .stream = {}};
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Rule> rules_;
  std::vector<http::ServerRequest> requests_;
  int logins_ = 0;
};

}  // namespace offhook::genesys
