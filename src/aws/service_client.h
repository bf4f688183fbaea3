// ServiceClient sends signed requests to one AWS service and sends them again as the retry table says. Asked
// to slow down, it also has fewer of them under way at once, for a while.
//
// Any thread. The http::Client, Provider, Clock and Random outlive it. An answer that no retry will change
// comes back as the Response it is, success or not; an Error means there was no answer (class retryable), or
// credentials could not be had.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "aws/credentials.h"
#include "aws/flight_limit.h"
#include "aws/retry.h"
#include "aws/sigv4.h"
#include "base/clock.h"
#include "http/client.h"

namespace offhook::aws {

struct ServiceOptions {
  SigningScope scope;
  SigningRules rules = kServiceRules;
  RetryLimits retry;
};

class ServiceClient {
 public:
  ServiceClient(ServiceOptions options, http::Client& http, Provider& provider, Clock& clock, Random& random);

  struct Call {
    http::Request request;     // unsigned
    std::string payload_hash;  // hex SHA-256 of request.body; empty: computed here
    // S3 answers a completion with 200 before it knows the outcome: an <Error> inside counts as what it says.
    bool error_in_success = false;
    // ConditionalRequestConflict (two conditional writes met) is tried again: right for a PUT, not for a
    // completion.
    bool retry_conflict = false;
  };
  struct Answer {
    http::Response response;
    int attempts = 1;
    // An earlier try may have had its effect although no answer, or an uncertain one, arrived.
    bool uncertain_before = false;
  };
  [[nodiscard]] Result<Answer> send(Call call, http::BodySink* sink = nullptr);

  [[nodiscard]] const std::string& service() const { return signer_.scope().service; }
  [[nodiscard]] const std::string& region() const { return signer_.scope().region; }

 private:
  [[nodiscard]] TimePoint server_time() const;
  // HEAD is refused without a body, so that a token that expired (400) and a clock that is off (403) must be
  // guessed; each guess is tried once.
  [[nodiscard]] RetryRule head_rule(const http::Response& response) const;
  // False where the answer has no usable Date.
  bool adopt_server_time(const http::Headers& headers);

  const Signer signer_;
  const RetryLimits retry_;
  http::Client& http_;
  Provider& provider_;
  Clock& clock_;
  Random& random_;
  RetryBudget budget_;
  FlightLimit flight_;
  std::atomic<std::int64_t> clock_offset_ms_{0};
};

// RFC 9110 §5.6.7, the form every server sends: "Sun, 06 Nov 1994 08:49:37 GMT". Error "time.invalid".
[[nodiscard]] Result<TimePoint> parse_http_date(std::string_view text);

}  // namespace offhook::aws
