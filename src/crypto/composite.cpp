#include "crypto/composite.h"

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::crypto {

std::string composite_sha256(std::span<const Digest> parts) {
  Sha256 over;
  for (const Digest& part : parts) over.update({reinterpret_cast<const char*>(part.data()), part.size()});
  return to_base64(over.digest()) + "-" + std::to_string(parts.size());
}

}  // namespace offhook::crypto
