// The checksum S3 gives an object of several parts: SHA-256 over the parts' SHA-256s, base64, "-" and their
// number ("Checking object integrity", S3 User Guide). It depends on where the parts were cut.
#pragma once

#include <string>
#include <vector>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "model/object_store.h"

namespace offhook::store {

[[nodiscard]] inline std::string composite_sha256(const std::vector<model::Part>& parts) {
  crypto::Sha256 over;
  for (const model::Part& part : parts)
    over.update({reinterpret_cast<const char*>(part.sha256.data()), part.sha256.size()});
  return to_base64(over.digest()) + "-" + std::to_string(parts.size());
}

}  // namespace offhook::store
