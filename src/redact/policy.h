// Policy: what is done with each kind of personal data and each field. A TOML file, versioned; the SHA-256 of
// its bytes stands in every manifest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace offhook::redact {

struct Policy {
  int version = 1;
  std::string hash;                      // hex SHA-256 of the file's bytes
  std::string default_region = "US";     // for national phone numbers
  std::string date_order = "MDY";        // for numeric dates
  std::vector<std::string> keep_phones;  // E.164: the company's own
  std::vector<std::string> keep_email_domains;
  std::vector<std::string> keep_names;

  // The built-in policy for the United States.
  [[nodiscard]] static Policy standard();
  // Unknown keys and wrong types are Error "policy.invalid" with the line number.
  [[nodiscard]] static Result<Policy> parse(std::string_view toml);
};

}  // namespace offhook::redact
