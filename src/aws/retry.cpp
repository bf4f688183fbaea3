#include "aws/retry.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace offhook::aws {
namespace {

template <std::size_t N>
bool one_of(std::string_view code, const std::array<std::string_view, N>& codes) {
  return std::ranges::find(codes, code) != codes.end();
}

constexpr std::array<std::string_view, 9> kThrottled = {
    "SlowDown",          "RequestLimitExceeded",    "TooManyRequestsException", "BandwidthLimitExceeded",
    "TooManyRequests",   "PriorRequestNotComplete", "RequestThrottled",         "RequestThrottledException",
    "ThrottledException"};
constexpr std::array<std::string_view, 6> kOrdinary = {"InternalError",    "ServiceUnavailable",
                                                       "RequestTimeout",   "InternalFailure",
                                                       "OperationAborted", "IDPCommunicationError"};
constexpr std::array<std::string_view, 3> kDamaged = {"BadDigest", "XAmzContentSHA256Mismatch",
                                                      "XAmzContentChecksumMismatch"};
constexpr std::array<std::string_view, 3> kExpired = {"ExpiredToken", "ExpiredTokenException",
                                                      "RequestExpired"};
constexpr std::array<std::string_view, 2> kClock = {"RequestTimeTooSkewed", "RequestInTheFuture"};

constexpr int cost(RetryRule rule) { return rule == RetryRule::throttled ? 5 : 14; }

}  // namespace

RetryRule retry_rule(const ServiceError& error) {
  if (one_of(error.code, kThrottled) || error.code.starts_with("Throttling") || error.status == 429)
    return RetryRule::throttled;
  if (one_of(error.code, kDamaged)) return RetryRule::damaged;
  if (one_of(error.code, kExpired)) return RetryRule::credentials;
  if (one_of(error.code, kClock)) return RetryRule::clock;
  if (one_of(error.code, kOrdinary)) return RetryRule::ordinary;
  switch (error.status) {
    case 500:
    case 502:
    case 503:
    case 504:
      return RetryRule::ordinary;
    default:
      return RetryRule::never;
  }
}

bool RetryBudget::spend(RetryRule rule) {
  const MutexLock lock(mutex_);
  if (left_ < cost(rule)) return false;
  left_ -= cost(rule);
  return true;
}

void RetryBudget::succeeded(std::optional<RetryRule> after) {
  const MutexLock lock(mutex_);
  left_ = std::min(most_, left_ + (after ? cost(*after) : 1));
}

Milliseconds retry_delay(RetryRule rule, int retry, std::optional<Milliseconds> asked_for,
                         const RetryLimits& limits, Random& random) {
  const Milliseconds base = rule == RetryRule::throttled ? limits.throttled_base : limits.base;
  const auto ceiling = std::min(limits.cap, base * (Milliseconds::rep{1} << std::min(retry, 20)));
  const Milliseconds own(
      static_cast<Milliseconds::rep>(random.unit() * static_cast<double>(ceiling.count())));
  if (!asked_for) return own;
  return std::clamp(*asked_for, own, own + Milliseconds(5000));
}

std::optional<Milliseconds> asked_delay(const http::Headers& headers) {
  const auto number = [](std::string_view text) -> std::optional<std::int64_t> {
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr std::int64_t kDay = 86'400'000;
    if (failure != std::errc() || end != text.data() + text.size() || value < 0 || value > kDay)
      return std::nullopt;
    return value;
  };
  if (const auto text = headers.find("x-amz-retry-after"))
    if (const auto value = number(*text)) return Milliseconds(*value);
  if (const auto text = headers.find("Retry-After"))
    if (const auto value = number(*text)) return Milliseconds(*value * 1000);
  return std::nullopt;
}

}  // namespace offhook::aws
