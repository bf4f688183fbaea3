#include "crypto/ed25519.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/detail/openssl.h"
#include "crypto/sha256.h"

namespace offhook::crypto {
namespace {

// OpenSSL would ask at the terminal for the passphrase of an encrypted key.
int no_passphrase(char*, int, int, void*) { return -1; }

Bio reader(std::string_view pem) { return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); }

std::string contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

PublicKeyBytes raw_public(const EVP_PKEY* key) {
  PublicKeyBytes bytes{};
  std::size_t size = bytes.size();
  check(EVP_PKEY_get_raw_public_key(key, bytes.data(), &size) == 1 && size == bytes.size(),
        "an Ed25519 key has 32 public bytes");
  return bytes;
}

bool is_ed25519(const Pkey& key) { return key && EVP_PKEY_get_id(key.get()) == EVP_PKEY_ED25519; }

// A refusal stays in the thread's error queue, where the next TLS call would take it for its own.
struct ErrorQueueCleared {
  ~ErrorQueueCleared() { ERR_clear_error(); }
};

}  // namespace

struct SigningKey::State {
  Pkey key;
};

SigningKey::SigningKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

SigningKey SigningKey::generate() {
  Pkey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  check(is_ed25519(key), "OpenSSL makes Ed25519 keys");
  return SigningKey(std::make_unique<State>(State{std::move(key)}));
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem) {
  const ErrorQueueCleared cleared;
  Pkey key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_passphrase, nullptr));
  if (!is_ed25519(key))
    return fail(ErrorClass::permanent, "crypto.private_key",
                "not an unencrypted Ed25519 private key in PEM (PKCS #8); "
                "`openssl genpkey -algorithm ed25519` makes one");
  return SigningKey(std::make_unique<State>(State{std::move(key)}));
}

Signature SigningKey::sign(std::string_view message) const {
  const MdContext context(EVP_MD_CTX_new());
  Signature signature{};
  std::size_t size = signature.size();
  check(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, state_->key.get()) == 1 &&
            EVP_DigestSign(context.get(), signature.data(), &size,
                           reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1 &&
            size == signature.size(),
        "Ed25519 signs");
  return signature;
}

std::string SigningKey::to_pem() const {
  const Bio bio(BIO_new(BIO_s_secmem()));
  check(bio && PEM_write_bio_PKCS8PrivateKey(bio.get(), state_->key.get(), nullptr, nullptr, 0, nullptr,
                                             nullptr) == 1,
        "an Ed25519 key can be written as PEM");
  return contents(bio.get());
}

std::string SigningKey::public_pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  check(bio && PEM_write_bio_PUBKEY(bio.get(), state_->key.get()) == 1,
        "an Ed25519 public key can be written as PEM");
  return contents(bio.get());
}

PublicKeyBytes SigningKey::public_bytes() const { return raw_public(state_->key.get()); }

bool verify(const PublicKeyBytes& key, std::string_view message, const Signature& signature) {
  const ErrorQueueCleared cleared;
  const Pkey pkey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  const MdContext context(EVP_MD_CTX_new());
  return pkey && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                          reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
}

Result<PublicKeyBytes> public_key_from_pem(std::string_view pem) {
  const ErrorQueueCleared cleared;
  const Pkey key(PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, no_passphrase, nullptr));
  if (!is_ed25519(key))
    return fail(ErrorClass::permanent, "crypto.public_key",
                "not an Ed25519 public key in PEM (SubjectPublicKeyInfo)");
  return raw_public(key.get());
}

std::string key_id(const PublicKeyBytes& key) {
  const Digest digest = sha256({reinterpret_cast<const char*>(key.data()), key.size()});
  return to_hex(digest).substr(0, 8);
}

}  // namespace offhook::crypto
