#include "crypto/sha256.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include <vector>

#include "base/check.h"
#include "base/mutex.h"
#include "crypto/detail/openssl.h"

namespace offhook::crypto {
namespace {

MdContext new_sha256_context() {
  MdContext context(EVP_MD_CTX_new());
  check(context && EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr) == 1, "SHA-256 starts");
  return context;
}

MacContext new_hmac_context(std::span<const std::uint8_t> key) {
  static EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  MacContext context(EVP_MAC_CTX_new(hmac));
  char digest_name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name, 0),
                                   OSSL_PARAM_construct_end()};
  // A null key would mean "keep the key"; the empty key needs an address too.
  const std::uint8_t none = 0;
  const std::uint8_t* bytes = key.empty() ? &none : key.data();
  check(context && EVP_MAC_init(context.get(), bytes, key.size(), parameters) == 1, "HMAC-SHA-256 starts");
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

// A keyed context restarts in a fraction of the time it takes to key or to copy one, but serves one thread
// at a time: so as many are kept as threads ever signed at once.
struct HmacKey::State {
  explicit State(std::span<const std::uint8_t> key) : keyed(new_hmac_context(key)) {}

  MacContext take() {
    {
      const MutexLock lock(mutex);
      if (!idle.empty()) {
        MacContext context = std::move(idle.back());
        idle.pop_back();
        return context;
      }
    }
    MacContext context(EVP_MAC_CTX_dup(keyed.get()));
    check(context != nullptr, "HMAC-SHA-256 contexts can be copied");
    return context;
  }
  void give_back(MacContext context) {
    const MutexLock lock(mutex);
    idle.push_back(std::move(context));
  }

  const MacContext keyed;  // never signs, so that it can be copied without a lock
  Mutex mutex;
  std::vector<MacContext> idle GUARDED_BY(mutex);
};

HmacKey::HmacKey(std::span<const std::uint8_t> key) : state_(std::make_unique<State>(key)) {}
HmacKey::~HmacKey() = default;
HmacKey::HmacKey(HmacKey&&) noexcept = default;
HmacKey& HmacKey::operator=(HmacKey&&) noexcept = default;

Digest HmacKey::sign(std::string_view bytes) const {
  MacContext context = state_->take();
  Digest digest;
  std::size_t size = 0;
  check(EVP_MAC_init(context.get(), nullptr, 0, nullptr) == 1 &&
            EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(bytes.data()),
                           bytes.size()) == 1 &&
            EVP_MAC_final(context.get(), digest.data(), &size, digest.size()) == 1,
        "HMAC-SHA-256 works");
  state_->give_back(std::move(context));
  return digest;
}

}  // namespace offhook::crypto
