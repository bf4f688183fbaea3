// Signatures of Standard Webhooks 1.0 (symmetric, "v1"): HMAC-SHA-256 over ID.TIMESTAMP.BODY.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sensitive.h"
#include "base/time.h"

namespace offhook::notify {

// The key behind a webhook secret: "whsec_" and base64, or the raw bytes of the text. Error
// "webhook.secret" unless it has 24 bytes or more (the standard's lower bound) and reads as what it claims.
[[nodiscard]] Result<Sensitive<std::vector<std::uint8_t>>> signing_key(std::string_view secret);

// The value of webhook-signature: "v1," and base64.
[[nodiscard]] std::string sign(const Sensitive<std::vector<std::uint8_t>>& key, std::string_view id,
                               std::chrono::sys_seconds timestamp, std::string_view body);

}  // namespace offhook::notify
