#include "genesys/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "json/value.h"

namespace offhook::genesys {
namespace {

constexpr std::size_t kLongestName = 100;

// Codes and ids are words of our own alphabet; anything else a server may say there stays unsaid.
std::string safe_word(std::string_view text) {
  const bool plain = text.size() <= kLongestName && std::all_of(text.begin(), text.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              c == '.' || c == '_' || c == '-';
                     });
  return plain ? std::string(text) : std::string();
}

json::Value body_of(const http::Response& response) {
  auto parsed = json::parse(response.body);
  return parsed ? std::move(*parsed) : json::Value();
}

std::optional<Milliseconds> seconds_of(std::string_view text) {
  constexpr int kLongest = 31 * 86'400;
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > kLongest)
    return std::nullopt;
  return std::chrono::seconds(seconds);
}

// What these say holds for the OAuth client, whichever conversation was asked for.
bool concerns_the_client(std::string_view code) {
  constexpr std::array<std::string_view, 4> kCodes = {"missing.permissions", "missing.any.permissions",
                                                      "app.not.authorized.for.scope", "authz.policy.denied"};
  return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

Error forbidden(const Subject& subject, std::string_view seen, std::string_view code) {
  const bool refused = !subject.one_thing || concerns_the_client(code);
  return {ErrorClass::permanent, refused ? "source.refused.permission" : "source.forbidden",
          fmt::format("not allowed to {} ({}): give a role of the OAuth client the permission {}, in all "
                      "divisions",
                      subject.what, seen, subject.permission)};
}

}  // namespace

std::string correlation_id(const http::Response& response) {
  for (const std::string_view name : {"ININ-Correlation-Id", "Genesys-Correlation-Id"})
    if (const auto id = response.headers.find(name)) return safe_word(*id);
  if (response.status < 300 || response.body.empty()) return {};
  return safe_word(body_of(response).text("contextId"));
}

std::string error_code(const http::Response& response) {
  if (response.body.empty()) return {};
  const json::Value body = body_of(response);
  const std::string_view code = body.text("code");
  return safe_word(code.empty() ? body.text("error") : code);
}

std::optional<Milliseconds> asked_delay(const http::Response& response) {
  for (const std::string_view name : {"Retry-After", "inin-ratelimit-reset"})
    if (const auto value = response.headers.find(name))
      if (const auto delay = seconds_of(*value)) return delay;
  const json::Value body = body_of(response);
  const std::string_view message = body.text("message");
  constexpr std::string_view kMark = "in [";
  const auto mark = message.find(kMark);
  if (mark == std::string_view::npos) return std::nullopt;
  const std::string_view rest = message.substr(mark + kMark.size());
  return seconds_of(rest.substr(0, rest.find(']')));
}

Error error_of(const http::Response& response, const Subject& subject) {
  const int status = response.status;
  const std::string code = error_code(response);
  const std::string id = correlation_id(response);
  std::string seen = fmt::format("HTTP {}", status);
  if (!code.empty()) seen += ", " + code;
  if (!id.empty()) seen += ", correlation id " + id;

  const auto error = [&](ErrorClass cls, std::string_view name) {
    return Error{cls, std::string(name), fmt::format("cannot {}: {}", subject.what, seen)};
  };
  if (status == 429) {
    Error throttled = error(ErrorClass::throttled, "source.throttled");
    throttled.retry_after = asked_delay(response);
    return throttled;
  }
  if (status == 401)
    return {
        ErrorClass::permanent, "source.refused.login",
        fmt::format("Genesys Cloud refuses the credential it has just issued, asked to {} ({}): check that "
                    "the OAuth client is active, belongs to this region and may be used from here",
                    subject.what, seen)};
  if (status == 403) return forbidden(subject, seen, code);
  if (status == 404) return error(ErrorClass::not_found, "source.not_found");
  if (status == 413 || code == "response.entity.too.large" || code == "payload.too.large")
    return error(ErrorClass::permanent, "source.page_too_large");
  if (status == 408 || status == 409 || (status >= 500 && status != 501)) {
    Error later = error(ErrorClass::retryable, "source.unavailable");
    if (response.headers.find("Retry-After")) later.retry_after = asked_delay(response);
    return later;
  }
  if (status >= 300 && status < 400) return error(ErrorClass::permanent, "source.redirected");
  return error(ErrorClass::permanent, "source.bad_request");
}

}  // namespace offhook::genesys
