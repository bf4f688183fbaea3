#include "crypto/sha256.h"

#define OPENSSL_SUPPRESS_DEPRECATED  // SHA256_CTX: see HmacKey::State
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "crypto/detail/openssl.h"

namespace offhook::crypto {
namespace {

MdContext new_sha256_context() {
  MdContext context(EVP_MD_CTX_new());
  check(context && EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr) == 1, "SHA-256 starts");
  return context;
}

}  // namespace

const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  check(algorithm != nullptr, "OpenSSL offers SHA-256");
  return algorithm;
}

Digest sha256(std::string_view bytes) { return sha256({bytes}); }

Digest sha256(std::initializer_list<std::string_view> pieces) {
  // One context a thread: to make a new one costs more than to digest a short text.
  thread_local const MdContext context(EVP_MD_CTX_new());
  Digest digest;
  bool ok = context && EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr) == 1;
  for (const std::string_view piece : pieces)
    ok = ok && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
  check(ok && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1, "SHA-256 works");
  return digest;
}

Digest hmac_sha256(std::span<const std::uint8_t> key, std::string_view bytes) {
  return HmacKey(key).sign(bytes);
}

Digest hkdf_sha256(std::span<const std::uint8_t> key, std::string_view salt, std::string_view info) {
  static EVP_KDF* const hkdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  const KdfContext context(EVP_KDF_CTX_new(hkdf));
  char digest_name[] = "SHA256";
  // OSSL_PARAM takes pointers to non-const and only reads.
  const auto octets = [](const char* name, const void* data, std::size_t size) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<void*>(data), size);
  };
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest_name, 0),
                                   octets(OSSL_KDF_PARAM_KEY, key.data(), key.size()),
                                   octets(OSSL_KDF_PARAM_SALT, salt.data(), salt.size()),
                                   octets(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
                                   OSSL_PARAM_construct_end()};
  Digest derived;
  check(context && EVP_KDF_derive(context.get(), derived.data(), derived.size(), parameters) == 1,
        "HKDF-SHA-256 works");
  return derived;
}

bool equal(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

struct Sha256::State {
  MdContext context = new_sha256_context();
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  check(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1, "SHA-256 works");
}

Digest Sha256::digest() const {
  const MdContext copy(EVP_MD_CTX_new());
  Digest digest;
  check(copy && EVP_MD_CTX_copy_ex(copy.get(), state_->context.get()) == 1 &&
            EVP_DigestFinal_ex(copy.get(), digest.data(), nullptr) == 1,
        "SHA-256 ends");
  return digest;
}

// RFC 2104: the states of SHA-256 behind the key's inner and outer block. They are copied for each text,
// which takes a quarter of the time of EVP_MAC's restart and no lock; EVP offers no state that can be copied
// so.
struct HmacKey::State {
  explicit State(std::span<const std::uint8_t> key) {
    std::array<std::uint8_t, SHA256_CBLOCK> block{};
    if (key.size() > block.size()) {
      Digest digest = sha256({reinterpret_cast<const char*>(key.data()), key.size()});
      std::copy(digest.begin(), digest.end(), block.begin());
      OPENSSL_cleanse(digest.data(), digest.size());
    } else {
      std::copy(key.begin(), key.end(), block.begin());
    }
    begin(inner, block, 0x36);
    begin(outer, block, 0x5c);
    OPENSSL_cleanse(block.data(), block.size());
  }
  ~State() { OPENSSL_cleanse(this, sizeof *this); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  static void begin(SHA256_CTX& context, std::array<std::uint8_t, SHA256_CBLOCK> block, std::uint8_t pad) {
    for (std::uint8_t& byte : block) byte ^= pad;
    check(SHA256_Init(&context) == 1 && SHA256_Update(&context, block.data(), block.size()) == 1,
          "HMAC-SHA-256 starts");
    OPENSSL_cleanse(block.data(), block.size());
  }

  SHA256_CTX inner;
  SHA256_CTX outer;
};

HmacKey::HmacKey(std::span<const std::uint8_t> key) : state_(std::make_unique<State>(key)) {}
HmacKey::~HmacKey() = default;
HmacKey::HmacKey(HmacKey&&) noexcept = default;
HmacKey& HmacKey::operator=(HmacKey&&) noexcept = default;

Digest HmacKey::sign(std::string_view bytes) const {
  Digest digest;
  SHA256_CTX context = state_->inner;
  bool ok =
      SHA256_Update(&context, bytes.data(), bytes.size()) == 1 && SHA256_Final(digest.data(), &context) == 1;
  context = state_->outer;
  ok = ok && SHA256_Update(&context, digest.data(), digest.size()) == 1 &&
       SHA256_Final(digest.data(), &context) == 1;
  check(ok, "HMAC-SHA-256 works");
  return digest;
}

}  // namespace offhook::crypto
