// Ed25519 signatures (RFC 8032). Keys travel as PEM (PKCS #8 private, SubjectPublicKeyInfo public).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace offhook::crypto {

using Signature = std::array<std::uint8_t, 64>;
using PublicKeyBytes = std::array<std::uint8_t, 32>;

// Immutable; any thread. Copying is not offered: there is one owner of a private key.
class SigningKey {
 public:
  [[nodiscard]] static SigningKey generate();
  [[nodiscard]] static Result<SigningKey> from_pem(std::string_view pem);
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();

  [[nodiscard]] Signature sign(std::string_view message) const;
  [[nodiscard]] std::string to_pem() const;
  [[nodiscard]] std::string public_pem() const;
  [[nodiscard]] PublicKeyBytes public_bytes() const;

 private:
  struct State;
  explicit SigningKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

[[nodiscard]] bool verify(const PublicKeyBytes& key, std::string_view message, const Signature& signature);
[[nodiscard]] Result<PublicKeyBytes> public_key_from_pem(std::string_view pem);
// First 8 hex digits of SHA-256 of the public key's 32 bytes.
[[nodiscard]] std::string key_id(const PublicKeyBytes& key);

}  // namespace offhook::crypto
