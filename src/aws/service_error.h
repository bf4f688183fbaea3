// What an AWS service said when it refused: S3's XML (<Error><Code>…), STS's XML (<ErrorResponse><Error>…)
// and the JSON of the newer services ({"__type":"…","message":"…"}).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "http/message.h"

namespace offhook::aws {

struct ServiceError {
  int status = 0;
  std::string code;        // "NoSuchUpload"; empty where the answer had no body (HEAD)
  std::string message;     // shortened, control characters removed
  std::string request_id;  // for a support case
  std::string host_id;
  std::string region;  // where the service says the bucket is; empty where it does not
};

// Of any answer that is not a success, and of S3's `200 OK` with an <Error> inside. A body that is neither
// leaves `code` empty.
[[nodiscard]] ServiceError parse_service_error(const http::Response& response);

// Class by the retry table (retry_rule in aws/retry.h); code "<service>.<code in snake case>", or
// "<service>.http_<status>" without one; `what` says what was tried, on what.
[[nodiscard]] Error to_error(const ServiceError& error, std::string_view service, std::string_view what);

}  // namespace offhook::aws
