#include "sim/login.h"

#include "base/encoding.h"
#include "http/url.h"
#include "sim/answers.h"
#include "sim/content/dice.h"
#include "sim/content/json_text.h"

namespace offhook::sim {

namespace {

// "id:secret" of a Basic header.
std::optional<std::pair<std::string, std::string>> basic_credentials(std::string_view header) {
  constexpr std::string_view kScheme = "Basic ";
  if (!header.starts_with(kScheme)) return std::nullopt;
  const auto bytes = from_base64(header.substr(kScheme.size()));
  if (!bytes) return std::nullopt;
  const std::string text(bytes->begin(), bytes->end());
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return std::pair{text.substr(0, colon), text.substr(colon + 1)};
}

// 86 characters, as a real one looks.
std::string make_token(std::uint64_t seed, std::uint64_t count) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  Dice dice(seed, count, "token");
  std::string token;
  for (int i = 0; i < 86; ++i) token += kAlphabet[dice.below(kAlphabet.size())];
  return token;
}

}  // namespace

Login::Login(LoginConfig config, std::uint64_t seed, Clock& clock)
    : config_(std::move(config)), seed_(seed), clock_(clock) {}

http::ServerResponse Login::token(const http::ServerRequest& request) {
  const auto credentials = basic_credentials(request.headers.get("Authorization"));
  if (!credentials) return oauth_error(400, "invalid_request", "client credentials are missing");
  if (credentials->first != config_.client_id) {
    return oauth_error(400, "invalid_client", "client not found");
  }
  if (credentials->second != config_.client_secret) {
    return oauth_error(401, "invalid_client", "authentication failed");
  }
  std::string grant;
  for (const auto& [name, value] : http::parse_query(request.body)) {
    if (name == "grant_type") grant = value;
  }
  if (grant != "client_credentials") {
    return oauth_error(400, "unsupported_grant_type", "grant type is not supported for this client");
  }
  const TimePoint now = clock_.now();
  std::string token;
  {
    const MutexLock lock(mutex_);
    if (issued_.size() >= kMaxTokens) {
      std::erase_if(issued_, [now](const auto& entry) { return entry.second.expires <= now; });
    }
    token = make_token(seed_, count_++);
    issued_[token] = {now + config_.token_life, now};
  }
  JsonObject body;
  body.text("access_token", token)
      .text("token_type", "bearer")
      .number("expires_in", std::chrono::duration_cast<std::chrono::seconds>(config_.token_life).count());
  http::ServerResponse response = json_answer(200, std::move(body).take());
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Login::Verdict Login::check(const http::ServerRequest& request, std::string& token) {
  constexpr std::string_view kSchemes[] = {"Bearer ", "bearer "};
  const std::string_view header = request.headers.get("Authorization");
  std::string_view given;
  for (const std::string_view scheme : kSchemes) {
    if (header.starts_with(scheme)) given = header.substr(scheme.size());
  }
  if (given.empty()) return Verdict::missing;
  token = given;
  const TimePoint now = clock_.now();
  const MutexLock lock(mutex_);
  const auto found = issued_.find(token);
  if (found == issued_.end()) return Verdict::bad;
  Issued& issued = found->second;
  const bool idle = config_.idle_timeout && now - issued.last_used > *config_.idle_timeout;
  if (now >= issued.expires || idle) {
    issued_.erase(found);
    return Verdict::bad;
  }
  issued.last_used = now;
  return Verdict::good;
}

void Login::revoke_all() {
  const MutexLock lock(mutex_);
  issued_.clear();
}

}  // namespace offhook::sim
