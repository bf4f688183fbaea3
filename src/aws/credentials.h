// Credentials for AWS and where they come from.
//
// A Provider is asked before every request and may be asked by many threads at once; it caches and refreshes
// by itself. Its Errors are permanent where nothing is configured (code "aws.no_credentials"). Secrets and
// session tokens are Sensitive; logs may carry the access key id and the expiry.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sensitive.h"
#include "base/time.h"

namespace offhook::aws {

struct Credentials {
  std::string access_key_id;
  Sensitive<std::string> secret_access_key;
  Sensitive<std::string> session_token;  // empty: long-lived credentials
  std::optional<TimePoint> expires = std::nullopt;
};

class Provider {
 public:
  virtual ~Provider() = default;
  [[nodiscard]] virtual Result<Credentials> credentials() = 0;
  // The service said that these have expired: the next credentials() asks the source again.
  virtual void refuse(const Credentials& /*refused*/) {}
};

// Reads one environment variable; injected, so that tests need not change the process's own.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;
[[nodiscard]] Environment process_environment();

// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; an empty variable counts as unset.
[[nodiscard]] std::unique_ptr<Provider> make_environment_provider(Environment environment);

// Always the same ones.
[[nodiscard]] std::unique_ptr<Provider> make_static_provider(Credentials credentials);

}  // namespace offhook::aws
