// URLs (RFC 3986) and percent-encoding.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace offhook::http {

struct Url {
  std::string scheme;  // lower case
  std::string host;    // lower case; an IPv6 literal keeps its brackets
  std::string port;    // empty when not written
  std::string path;    // as written, "/" when empty
  std::string query;   // as written, without '?'
  // host[:port]
  [[nodiscard]] std::string authority() const;
  [[nodiscard]] std::string to_string() const;
  [[nodiscard]] bool is_loopback() const;  // localhost and names under it (RFC 6761 §6.3), 127.0.0.0/8, [::1]
};

// http and https only; no user information, no fragment. Error "url.invalid"; the text is not repeated.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

// Everything but A-Z a-z 0-9 - . _ ~ becomes %XX (upper case); '/' too unless `keep_slash`.
[[nodiscard]] std::string percent_encode(std::string_view text, bool keep_slash = false);
// '+' stays '+'. A broken escape is kept as it is.
[[nodiscard]] std::string percent_decode(std::string_view text);

// `a=1&b=%20x` decoded (form: '+' is a space); a name without '=' has an empty value. In order of appearance.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);

}  // namespace offhook::http
