#include "crypto/uuid.h"

#include <array>
#include <cstdint>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/detail/openssl.h"

namespace offhook::crypto {

std::string uuid_v5_url(std::string_view name) {
  // RFC 9562 §6.6, namespace URL.
  constexpr std::array<std::uint8_t, 16> kUrl = {0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1,
                                                 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
  std::array<std::uint8_t, 20> digest{};
  const MdContext context(EVP_MD_CTX_new());
  check(context && EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr) == 1 &&
            EVP_DigestUpdate(context.get(), kUrl.data(), kUrl.size()) == 1 &&
            EVP_DigestUpdate(context.get(), name.data(), name.size()) == 1 &&
            EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1,
        "SHA-1 works");
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0f) | 0x50);  // version 5
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3f) | 0x80);  // the RFC's variant
  std::string text = to_hex(std::span(digest).first(16));
  for (const std::size_t at : {8, 13, 18, 23}) text.insert(at, 1, '-');
  return text;
}

}  // namespace offhook::crypto
