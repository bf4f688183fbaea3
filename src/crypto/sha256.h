// SHA-256 (FIPS 180-4), HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869). OpenSSL is hidden inside.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>

#include "base/digest.h"

namespace offhook::crypto {

[[nodiscard]] Digest sha256(std::string_view bytes);
// Of the pieces one after the other.
[[nodiscard]] Digest sha256(std::initializer_list<std::string_view> pieces);
[[nodiscard]] Digest hmac_sha256(std::span<const std::uint8_t> key, std::string_view bytes);
[[nodiscard]] Digest hkdf_sha256(std::span<const std::uint8_t> key, std::string_view salt,
                                 std::string_view info);

// Constant-time comparison.
[[nodiscard]] bool equal(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);

// Sha256 digests a stream. Not thread-safe.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  // The digest of everything so far; update() may go on afterwards.
  [[nodiscard]] Digest digest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// HmacKey signs many texts under one key without setting it up again. const members: any thread.
class HmacKey {
 public:
  explicit HmacKey(std::span<const std::uint8_t> key);
  ~HmacKey();
  HmacKey(HmacKey&&) noexcept;
  HmacKey& operator=(HmacKey&&) noexcept;
  [[nodiscard]] Digest sign(std::string_view bytes) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace offhook::crypto
