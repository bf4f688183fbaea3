// What an answer that is no success means: which Error, and how long to wait.
//
// The server's own message is never repeated: it can echo request values. Status, error code and
// correlation id are, after a check that they look like such.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"
#include "http/message.h"

namespace offhook::genesys {

// The correlation id support asks for: header ININ-Correlation-Id, Genesys-Correlation-Id, else the body's
// contextId. Empty where there is none.
[[nodiscard]] std::string correlation_id(const http::Response& response);

// The error code of a Genesys error body ("missing.any.permissions"), or of an OAuth one ("invalid_client").
[[nodiscard]] std::string error_code(const http::Response& response);

// How long the source asks us to wait, by the first of: Retry-After, inin-ratelimit-reset, the number in
// brackets after "in [" in the message ("Retry the request in [37] seconds", "within [60] seconds").
[[nodiscard]] std::optional<Milliseconds> asked_delay(const http::Response& response);

struct Subject {
  std::string what;             // "submit the details job": what was tried, for people
  std::string_view permission;  // what to grant when it is forbidden
  bool one_thing = false;       // about one conversation: a refusal need not concern the whole run
};

// The Error of a response whose status is not 2xx. Classes: 429 throttled; 408, 409 and 5xx but 501
// retryable; 404 not_found ("source.not_found"); 413 permanent "source.page_too_large"; 403 permanent
// "source.refused.permission" or, for one thing, "source.forbidden"; 401 "source.refused.login".
[[nodiscard]] Error error_of(const http::Response& response, const Subject& subject);

}  // namespace offhook::genesys
