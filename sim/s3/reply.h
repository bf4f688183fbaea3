// S3's answers and questions as XML, as far as the fake needs them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "http/message.h"

namespace offhook::sim {

[[nodiscard]] std::string xml_text(std::string_view text);  // escaped
[[nodiscard]] http::ServerResponse xml_reply(std::string body);
// <Error><Code>…; `inside` is further XML.
[[nodiscard]] http::ServerResponse error_reply(int status, std::string_view code,
                                               std::string_view inside = "");
// What Amazon answers to `GET /?name` where nothing was ever set.
[[nodiscard]] http::ServerResponse unset_setting(std::string_view name);

[[nodiscard]] std::string http_date(TimePoint time);

struct CompletedPart {
  int number = 0;
  std::string etag;
  std::string checksum_sha256;
};
[[nodiscard]] std::vector<CompletedPart> read_completion(std::string_view body);

}  // namespace offhook::sim
