#include "aws/service_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "aws/retry.h"
#include "json/value.h"

namespace offhook::aws {
namespace {

constexpr std::size_t kMaxMessage = 300;

// Of what a service writes, only printable ASCII reaches a log line.
std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, kMaxMessage)) result += c >= ' ' && c <= '~' ? c : ' ';
  return result;
}

void read_xml(std::string_view body, ServiceError& error) {
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size(), pugi::parse_default, pugi::encoding_utf8)) return;
  pugi::xml_node node = document.child("Error");
  if (const pugi::xml_node outer = document.child("ErrorResponse")) {
    node = outer.child("Error");
    error.request_id = printable(outer.child_value("RequestId"));
  }
  if (!node) return;
  error.code = printable(node.child_value("Code"));
  error.message = printable(node.child_value("Message"));
  error.region = printable(node.child_value("Region"));
  if (const char* id = node.child_value("RequestId"); *id != '\0') error.request_id = printable(id);
  if (const char* id = node.child_value("HostId"); *id != '\0') error.host_id = printable(id);
}

void read_json(const http::Response& response, ServiceError& error) {
  std::string type(response.headers.get("x-amzn-ErrorType"));
  if (const auto body = json::parse(response.body)) {
    if (type.empty()) type = body->text("__type");
    const std::string_view lower_case = body->text("message");
    error.message = printable(lower_case.empty() ? body->text("Message") : lower_case);
  }
  // "com.amazonaws.events#AccessDeniedException:http://…" names AccessDeniedException.
  if (const auto hash = type.find('#'); hash != std::string::npos) type.erase(0, hash + 1);
  type = type.substr(0, type.find(':'));
  error.code = printable(type);
}

std::string snake_case(std::string_view text) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_upper(c)) {
      const bool starts = i > 0 && (is_word(text[i - 1]) ||
                                    (is_upper(text[i - 1]) && i + 1 < text.size() && is_word(text[i + 1]) &&
                                     !(text[i + 1] >= '0' && text[i + 1] <= '9')));
      if (starts) result += '_';
      result += static_cast<char>(c - 'A' + 'a');
    } else if (is_word(c)) {
      result += c;
    } else if (!result.empty() && result.back() != '_') {
      result += '_';
    }
  }
  return result;
}

ErrorClass class_of(const ServiceError& error) {
  constexpr std::array<std::string_view, 2> kConflicts = {"PreconditionFailed", "ConditionalRequestConflict"};
  if (error.status == 412 || std::ranges::find(kConflicts, error.code) != kConflicts.end())
    return ErrorClass::conflict;
  switch (retry_rule(error)) {
    case RetryRule::throttled:
      return ErrorClass::throttled;
    case RetryRule::ordinary:
      return ErrorClass::retryable;
    case RetryRule::damaged:
      return ErrorClass::corrupt;
    case RetryRule::credentials:
    case RetryRule::clock:
    case RetryRule::never:
      break;
  }
  return error.status == 404 ? ErrorClass::not_found : ErrorClass::permanent;
}

}  // namespace

ServiceError parse_service_error(const http::Response& response) {
  ServiceError error;
  error.status = response.status;
  error.request_id = printable(response.headers.get("x-amz-request-id"));
  if (error.request_id.empty()) error.request_id = printable(response.headers.get("x-amzn-RequestId"));
  error.host_id = printable(response.headers.get("x-amz-id-2"));
  const auto first = response.body.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && response.body[first] == '<')
    read_xml(std::string_view(response.body).substr(first), error);
  else if (first != std::string::npos || response.headers.find("x-amzn-ErrorType"))
    read_json(response, error);
  if (const auto region = response.headers.find("x-amz-bucket-region")) error.region = printable(*region);
  return error;
}

Error to_error(const ServiceError& error, std::string_view service, std::string_view what) {
  Error result;
  result.cls = class_of(error);
  result.code = error.code.empty() ? fmt::format("{}.http_{}", service, error.status)
                                   : fmt::format("{}.{}", service, snake_case(error.code));
  result.message = fmt::format("{}: {} answered {}", what, service, error.status);
  if (!error.code.empty()) result.message += " " + error.code;
  if (!error.message.empty()) result.message += " (" + error.message + ")";
  if (!error.request_id.empty()) result.message += ", request id " + error.request_id;
  return result;
}

}  // namespace offhook::aws
