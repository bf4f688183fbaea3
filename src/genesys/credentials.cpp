#include "genesys/credentials.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.h"
#include "genesys/answer.h"
#include "json/value.h"

namespace offhook::genesys {
namespace {

using std::chrono::seconds;

// Tokens live from 300 to 172,800 seconds by the client's setting; a shorter-lived one is used for half its
// life.
constexpr Milliseconds kRenewBefore{60'000};
constexpr seconds kLongestLife{172'800};

Error refused_login(const http::Response& response, const std::string& login_base) {
  const std::string code = error_code(response);
  std::string hint = "check the client id and the region";
  if (response.status == 401) hint = "the client secret is wrong: set the one shown for this OAuth client";
  if (response.status == 400)
    hint = "the client id is not known there: check it, and that the region is the organisation's own";
  return {ErrorClass::permanent, "source.refused.login",
          fmt::format("login at {} refused (HTTP {}{}{}): {}", login_base, response.status,
                      code.empty() ? "" : ", ", code, hint)};
}

}  // namespace

Result<Credentials::Token> Credentials::get(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (refusal_) return fail(*refusal_);
    if (renew_at_ && clock_.monotonic() < *renew_at_) return token_;
    if (!renewing_) break;
    if (!changed_.wait(lock, stop, [this] { return !renewing_; }))
      return fail(ErrorClass::cancelled, "source.cancelled", "stopped while logging in");
  }
  renewing_ = true;
  lock.unlock();
  auto grant = log_in(stop);
  lock.lock();
  renewing_ = false;
  if (grant) {
    token_.bearer = std::move(grant->bearer);
    ++token_.generation;
    renew_at_ = clock_.monotonic() + grant->lifetime - std::min(kRenewBefore, grant->lifetime / 2);
  } else if (grant.error().code == "source.refused.login") {
    refusal_ = grant.error();
  }
  changed_.notify_all();
  if (!grant) return fail(std::move(grant).error());
  return token_;
}

void Credentials::refused(std::uint64_t generation) {
  const std::scoped_lock lock(mutex_);
  if (token_.generation == generation) renew_at_.reset();
}

Result<Credentials::Grant> Credentials::log_in(std::stop_token stop) {
  Backoff backoff(options_.retry, random_);
  for (;;) {
    auto grant = log_in_once(stop);
    if (grant || !grant.error().worth_retrying()) return grant;
    const auto asked = grant.error().retry_after;
    const auto delay = backoff.next(asked);
    if (!delay || (asked && *asked > options_.longest_wait)) return grant;
    if (!clock_.sleep_for(*delay, stop))
      return fail(ErrorClass::cancelled, "source.cancelled", "stopped while logging in");
  }
}

Result<Credentials::Grant> Credentials::log_in_once(std::stop_token stop) {
  OFFHOOK_CHECK_OK(budget_.acquire(Priority::credentials, stop));
  const std::string body = "grant_type=client_credentials";
  const std::string pair = options_.client_id + ":" + options_.client_secret.reveal();
  http::Request request;
  request.method = "POST";
  request.url = options_.login_base + "/oauth/token";
  request.headers = {{"Authorization", "Basic " + to_base64(as_bytes(pair))},
                     {"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.body = body;
  request.connect_timeout = options_.connect_timeout;
  request.idle_timeout = options_.idle_timeout;
  OFFHOOK_TRY(const http::Response response, client_.send(request));

  if (response.status != 200) {
    Error error = error_of(response, {"log in at " + options_.login_base, "", false});
    if (error.worth_retrying()) return fail(std::move(error));
    return fail(refused_login(response, options_.login_base));
  }
  const auto answer = json::parse(response.body);
  const std::string_view bearer = answer ? answer->text("access_token") : std::string_view();
  const std::int64_t lifetime = answer ? answer->number("expires_in") : 0;
  if (bearer.empty() || lifetime <= 0)
    return fail(ErrorClass::retryable, "source.malformed",
                fmt::format("login at {} answered without a token and its life", options_.login_base));
  return Grant{Sensitive<std::string>(std::string(bearer)), std::min(seconds(lifetime), kLongestLife)};
}

}  // namespace offhook::genesys
