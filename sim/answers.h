// Answers as the platform words them: JSON, `ErrorBody`, and the login host's OAuth shape.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace offhook::sim {

[[nodiscard]] http::ServerResponse json_answer(int status, std::string body);

struct PlatformError {
  int status = 400;
  std::string_view code;
  std::string message;
  std::string limit_json{};  // the `limit` member of a 429
};

// SDK type ErrorBody. The correlation id of the answer is its contextId.
[[nodiscard]] http::ServerResponse error_answer(const PlatformError& error, std::string_view context_id);

// {"error","description","error_description"}.
[[nodiscard]] http::ServerResponse oauth_error(int status, std::string_view error,
                                               std::string_view description);

}  // namespace offhook::sim
