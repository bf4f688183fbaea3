// A Notifier that POSTs CloudEvents to a webhook, signed as Standard Webhooks says.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/sensitive.h"
#include "http/client.h"
#include "model/notifier.h"

namespace offhook::notify {

struct WebhookOptions {
  std::string url;
  Sensitive<std::string> secret;  // empty: unsigned
  bool allow_http = false;        // plain http to other than loopback
  Milliseconds connect_timeout{10'000};
  Milliseconds total_timeout{30'000};  // the standard's upper bound
};

// Client and clock outlive the notifier. The URL is the operator's own and may be private; those of cloud
// metadata services are refused, as the name says and as literal addresses. Its query is never named.
// Errors: "webhook.url", "webhook.secret".
//
// deliver(): any 2xx is success. A redirect is a failure; 410 is permanent ("webhook.gone"), like every other
// 4xx but 408, 409, 425 and 429 (throttled, with its Retry-After).
[[nodiscard]] Result<std::unique_ptr<model::Notifier>> make_webhook(WebhookOptions options,
                                                                    http::Client& client, Clock& clock);

}  // namespace offhook::notify
