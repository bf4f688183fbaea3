#include "sim/answers.h"

#include "sim/content/json_text.h"

namespace offhook::sim {

http::ServerResponse json_answer(int status, std::string body) {
  http::ServerResponse response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

http::ServerResponse error_answer(const PlatformError& error, std::string_view context_id) {
  JsonObject body;
  body.text("message", error.message)
      .text("code", error.code)
      .number("status", error.status)
      .raw("messageParams", "{}")
      .text("contextId", context_id)
      .raw("details", "[]")
      .raw("errors", "[]");
  if (!error.limit_json.empty()) body.raw("limit", error.limit_json);
  return json_answer(error.status, std::move(body).take());
}

http::ServerResponse oauth_error(int status, std::string_view error, std::string_view description) {
  JsonObject body;
  body.text("error", error).text("description", description).text("error_description", description);
  return json_answer(status, std::move(body).take());
}

}  // namespace offhook::sim
