// The digests a server states for what it sends, compared with what came.
//
// Understood: Repr-Digest and Content-Digest (RFC 9530, sha-256), x-amz-checksum-sha256 (not a composite of
// parts), Digest (RFC 3230, SHA-256). Digests of unredacted bytes live in memory only.
#pragma once

#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace offhook::genesys {

// `content` is what this response carried; `whole` the complete file it belongs to (the same, unless this is
// a 206). Error class corrupt, "source.digest_mismatch", naming the header.
[[nodiscard]] Result<void> check_stated_digests(const http::Headers& headers, std::string_view content,
                                                std::string_view whole);

}  // namespace offhook::genesys
