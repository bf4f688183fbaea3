// Checks a Signature Version 4 as a server does: from the request as it arrived. Written apart from the
// client's signer, so that the two cannot agree on a mistake.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "http/message.h"

namespace offhook::sim {

// The secret of an access key id, or nothing.
using SecretOf = std::function<std::optional<std::string>(std::string_view access_key_id)>;

struct SignatureVerdict {
  std::string error;  // S3's word for it ("SignatureDoesNotMatch"); empty: good
  std::string access_key_id;
  std::string region;  // of the credential's scope
  std::string service;
};

// `encode_path_again`: the rule of all services but S3. A payload hash of the header
// x-amz-content-sha256 is compared with the body; without the header the body's own is taken.
[[nodiscard]] SignatureVerdict check_signature(const http::ServerRequest& request, const SecretOf& secret_of,
                                               TimePoint now, bool encode_path_again);

}  // namespace offhook::sim
