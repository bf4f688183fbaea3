#include "aws/service_client.h"

#include <array>
#include <cstdio>
#include <utility>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::aws {
namespace {

// Less than the 15 minutes that Signature V4 tolerates, more than an honest answer takes.
constexpr std::chrono::minutes kSuspectedSkew{5};

bool holds_error(std::string_view body) {
  // The declaration and white space may come first; what counts is the first element.
  std::size_t at = body.find_first_not_of(" \t\r\n");
  while (at != std::string_view::npos && body.substr(at).starts_with("<?")) {
    at = body.find("?>", at);
    if (at != std::string_view::npos) at = body.find_first_not_of(" \t\r\n", at + 2);
  }
  return at != std::string_view::npos && body.substr(at).starts_with("<Error");
}

bool is_success(const http::Response& response) { return response.status >= 200 && response.status < 300; }

}  // namespace

ServiceClient::ServiceClient(ServiceOptions options, http::Client& http, Provider& provider, Clock& clock,
                             Random& random)
    : signer_(std::move(options.scope), options.rules),
      retry_(options.retry),
      http_(http),
      provider_(provider),
      clock_(clock),
      random_(random),
      budget_(options.retry.budget) {}

TimePoint ServiceClient::server_time() const {
  return clock_.now() + Milliseconds(clock_offset_ms_.load(std::memory_order_relaxed));
}

bool ServiceClient::adopt_server_time(const http::Headers& headers) {
  const auto date = parse_http_date(headers.get("Date"));
  if (!date) return false;
  clock_offset_ms_.store((*date - clock_.now()).count(), std::memory_order_relaxed);
  return true;
}

RetryRule ServiceClient::head_rule(const http::Response& response) const {
  if (response.status == 400) return RetryRule::credentials;
  if (response.status == 403)
    if (const auto date = parse_http_date(response.headers.get("Date")))
      if (std::chrono::abs(*date - server_time()) > kSuspectedSkew) return RetryRule::clock;
  ServiceError error;
  error.status = response.status;
  return retry_rule(error);
}

Result<ServiceClient::Answer> ServiceClient::send(Call call, http::BodySink* sink) {
  if (call.payload_hash.empty()) call.payload_hash = to_hex(crypto::sha256(call.request.body));
  Answer answer;
  std::optional<RetryRule> last_rule;
  bool refreshed = false;
  bool clock_set = false;
  int damaged = 0;
  for (int attempt = 1;; ++attempt) {
    answer.attempts = attempt;
    OFFHOOK_TRY(const Credentials credentials, provider_.credentials());
    FlightLimit::Slot slot = flight_.enter();
    http::Request signed_request = call.request;
    OFFHOOK_CHECK_OK(signer_.sign(signed_request, call.payload_hash, credentials, server_time()));
    auto response = http_.send(signed_request, sink);

    RetryRule rule = RetryRule::never;
    std::optional<Milliseconds> asked_for;
    bool uncertain = false;
    if (!response) {
      if (!response.error().worth_retrying()) return fail(std::move(response).error());
      rule = RetryRule::ordinary;
      uncertain = true;
    } else {
      const bool hidden_error = call.error_in_success && is_success(*response) && holds_error(response->body);
      if (is_success(*response) && !hidden_error) {
        budget_.succeeded(last_rule);
        flight_.succeeded();
        answer.response = std::move(*response);
        return answer;
      }
      const ServiceError error = parse_service_error(*response);
      rule = error.code.empty() && call.request.method == "HEAD" ? head_rule(*response) : retry_rule(error);
      if (call.retry_conflict && error.code == "ConditionalRequestConflict") rule = RetryRule::ordinary;
      asked_for = asked_delay(response->headers);
      uncertain = rule == RetryRule::ordinary;
    }

    bool again = attempt < retry_.max_attempts;
    switch (rule) {
      case RetryRule::never:
        again = false;
        break;
      case RetryRule::credentials:
        again = again && !std::exchange(refreshed, true);
        provider_.refuse(credentials);
        break;
      case RetryRule::clock:
        again = again && !std::exchange(clock_set, true) && adopt_server_time(response->headers);
        break;
      case RetryRule::damaged:
        again = again && ++damaged < retry_.max_damaged;
        break;
      case RetryRule::throttled:
        flight_.throttled(slot);
        break;
      case RetryRule::ordinary:
        break;
    }
    slot.leave();  // nobody waits for one that sleeps
    if (!again || !budget_.spend(rule)) {
      if (!response) return fail(std::move(response).error());
      answer.response = std::move(*response);
      return answer;
    }
    answer.uncertain_before = answer.uncertain_before || uncertain;
    last_rule = rule;
    if (rule != RetryRule::credentials && rule != RetryRule::clock)
      clock_.sleep_for(retry_delay(rule, attempt - 1, asked_for, retry_, random_));
  }
}

Result<TimePoint> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  int day = 0, year = 0, hour = 0, minute = 0, second = 0;
  char month[4] = {};
  const std::string copy(text);
  if (std::sscanf(copy.c_str(), "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &day, month, &year, &hour, &minute,
                  &second) == 6)
    for (unsigned i = 0; i < kMonths.size(); ++i)
      if (kMonths[i] == month) {
        const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(i + 1),
                                               std::chrono::day(static_cast<unsigned>(day))};
        if (!date.ok() || hour > 23 || minute > 59 || second > 60) break;
        return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
               std::chrono::minutes(minute) + std::chrono::seconds(second);
      }
  return fail(ErrorClass::corrupt, "time.invalid", "not an HTTP date");
}

}  // namespace offhook::aws
