// UUIDv5 (RFC 9562 §5.5): a stable name-based id.
#pragma once

#include <string>
#include <string_view>

namespace offhook::crypto {

// In the URL namespace (6ba7b811-9dad-11d1-80b4-00c04fd430c8).
[[nodiscard]] std::string uuid_v5_url(std::string_view name);

}  // namespace offhook::crypto
