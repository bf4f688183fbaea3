#include "notify/signature.h"

#include <fmt/format.h>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::notify {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kShortestKey = 24;

}  // namespace

Result<Sensitive<std::vector<std::uint8_t>>> signing_key(std::string_view secret) {
  std::vector<std::uint8_t> key(secret.begin(), secret.end());
  if (secret.starts_with(kPrefix)) {
    auto decoded = from_base64(secret.substr(kPrefix.size()));
    if (!decoded)
      return fail(ErrorClass::permanent, "webhook.secret", "the webhook secret is no base64 after whsec_");
    key = std::move(*decoded);
  }
  if (key.size() < kShortestKey)
    return fail(
        ErrorClass::permanent, "webhook.secret",
        fmt::format("the webhook secret has {} bytes: {} or more are needed", key.size(), kShortestKey));
  return Sensitive<std::vector<std::uint8_t>>(std::move(key));
}

std::string sign(const Sensitive<std::vector<std::uint8_t>>& key, std::string_view id,
                 std::chrono::sys_seconds timestamp, std::string_view body) {
  const std::string text = fmt::format("{}.{}.{}", id, timestamp.time_since_epoch().count(), body);
  return "v1," + to_base64(crypto::hmac_sha256(key.reveal(), text));
}

}  // namespace offhook::notify
