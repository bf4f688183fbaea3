// Credentials keeps one OAuth access token (client credentials grant) and renews it.
//
// A token is renewed a minute before it expires, by one thread, while the others wait for the result. A
// login that Genesys Cloud refuses is remembered: it is not tried again, so that a wrong secret is not
// hammered. Tokens and secrets never stand in an Error. Any thread may call any member.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/sensitive.h"
#include "genesys/budget.h"
#include "genesys/options.h"
#include "http/client.h"

namespace offhook::genesys {

class Credentials {
 public:
  // All outlive this.
  Credentials(const Options& options, http::Client& client, RequestBudget& budget, Clock& clock,
              Random& random)
      : options_(options), client_(client), budget_(budget), clock_(clock), random_(random) {}

  struct Token {
    Sensitive<std::string> bearer;
    std::uint64_t generation = 0;  // tells one token from the next
  };

  // Error "source.refused.login" (permanent): the client id or secret is wrong, or may not log in.
  [[nodiscard]] Result<Token> get(std::stop_token stop);
  // The source refused this token before its time; the next get() renews it, unless somebody already did.
  void refused(std::uint64_t generation);

 private:
  struct Grant {
    Sensitive<std::string> bearer;
    Milliseconds lifetime{0};
  };

  [[nodiscard]] Result<Grant> log_in(std::stop_token stop);
  [[nodiscard]] Result<Grant> log_in_once(std::stop_token stop);

  const Options& options_;
  http::Client& client_;
  RequestBudget& budget_;
  Clock& clock_;
  Random& random_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  // Guarded by mutex_:
  bool renewing_ = false;
  Token token_;
  std::optional<Clock::Monotonic> renew_at_;  // none: there is no usable token
  std::optional<Error> refusal_;
};

}  // namespace offhook::genesys
