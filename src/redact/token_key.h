// TokenKey: the secret under which tokens and source commitments are made (formats, keys and tokens).
//
// Immutable; any thread. The key's bytes are wiped when it goes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"
#include "redact/kind.h"

namespace offhook::redact {

class TokenKey {
 public:
  // `hex:…`, `base64:…`, or raw text; fewer than 32 bytes is Error "config.token_key" with the reason.
  [[nodiscard]] static Result<TokenKey> parse(std::string_view text);
  TokenKey(TokenKey&&) noexcept;
  TokenKey& operator=(TokenKey&&) noexcept;
  ~TokenKey();

  // First 8 hex digits of HMAC(derive("key-id"), "offhook").
  [[nodiscard]] const std::string& id() const;
  // KIND-xxxxxxxxxxxxxxxx, or the kind's constant ([CVV], [EXPIRY], [SECRET]).
  [[nodiscard]] std::string token(Kind kind, std::string_view canonical, std::string_view country = {}) const;
  // HMAC(derive("source-commitment"), raw bytes): has this record changed?
  [[nodiscard]] Digest commitment(std::string_view raw) const;

 private:
  struct State;
  explicit TokenKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Is `text` exactly a token or constant of ours (known KIND, right form)?
[[nodiscard]] bool is_token(std::string_view text);

}  // namespace offhook::redact
