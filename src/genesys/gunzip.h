// Decompression of a body that came with Content-Encoding: gzip (RFC 1952). zlib is hidden inside.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace offhook::genesys {

// Error "source.too_large" (permanent) past `max_bytes`, "source.malformed" (corrupt) for what is no complete
// gzip stream.
[[nodiscard]] Result<std::string> gunzip(std::string_view bytes, std::uint64_t max_bytes);

}  // namespace offhook::genesys
