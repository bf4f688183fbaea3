// When a request to AWS may be sent again, and how often.
//
// The table follows S3's "Error responses" and the AWS SDKs' shared rules ("Retry behavior", AWS SDKs and
// Tools Reference Guide): full jitter over base × 2^n with a cap of 20 s, base 50 ms, after throttling 1 s;
// a budget of 500 tokens shared by all requests of a client, an ordinary retry costing 14 and a throttled
// one 5, so that a dead service is not stormed. SDKs stop after 3 tries; an archive run is long and may
// wait, so we try more often under the same budget.
#pragma once

#include <optional>

#include "aws/service_error.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/time.h"

namespace offhook::aws {

enum class RetryRule {
  never,
  ordinary,     // the service or the wire failed
  throttled,    // asked to slow down
  damaged,      // a checksum did not match on arrival: few tries
  credentials,  // expired: once, with fresh ones
  clock,        // our clock is off: once, with the server's time
};
[[nodiscard]] RetryRule retry_rule(const ServiceError& error);

struct RetryLimits {
  Milliseconds base{50};
  Milliseconds throttled_base{1000};
  Milliseconds cap{20'000};
  int max_attempts = 9;
  int max_damaged = 3;  // tries in all when the bytes arrive damaged
  int budget = 500;
};

// Any thread.
class RetryBudget {
 public:
  explicit RetryBudget(int tokens) : most_(tokens), left_(tokens) {}
  // False: not enough left; do not retry.
  [[nodiscard]] bool spend(RetryRule rule);
  // A success gives back what its last retry cost, or 1.
  void succeeded(std::optional<RetryRule> after);

 private:
  const int most_;
  Mutex mutex_;
  int left_ GUARDED_BY(mutex_);
};

// The delay before retry number `retry` (from 0). What the server asked for is honoured, but kept between
// our own delay and five seconds more.
[[nodiscard]] Milliseconds retry_delay(RetryRule rule, int retry, std::optional<Milliseconds> asked_for,
                                       const RetryLimits& limits, Random& random);

// `x-amz-retry-after` (milliseconds) or `Retry-After` (seconds).
[[nodiscard]] std::optional<Milliseconds> asked_delay(const http::Headers& headers);

}  // namespace offhook::aws
