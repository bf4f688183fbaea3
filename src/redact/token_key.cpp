#include "redact/token_key.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::redact {
namespace {

constexpr std::string_view kSalt = "offhook/v1";
constexpr std::size_t kMinKeyBytes = 32;
constexpr std::size_t kWindow = 16;
constexpr std::size_t kLongestToken = 32;  // NATIONAL_ID_GB-0123456789abcdef
// A token must not look like a number itself: no phone, card or account has so few digits in a row.
constexpr int kLongestDigitRun = 6;

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_window(std::string_view hex) {
  int run = 0;
  for (const char c : hex) {
    run = c >= '0' && c <= '9' ? run + 1 : 0;
    if (run > kLongestDigitRun) return false;
  }
  return true;
}

std::string_view text_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void append_window(std::string& token, const crypto::HmacKey& key, std::string_view canonical) {
  Digest digest = key.sign(canonical);
  // Each further HMAC succeeds but 2 or 3 times in a million; 64 in a row fail never.
  for (int round = 0; round < 64; ++round) {
    const auto hex = hex_digits(digest);
    for (std::size_t i = 0; i + kWindow <= hex.size(); ++i) {
      const std::string_view window(hex.data() + i, kWindow);
      if (!is_window(window)) continue;
      token.append(window);
      return;
    }
    digest = key.sign(text_of(digest));
  }
  check(false, "some window of 64 HMACs has a short run of digits");
}

}  // namespace

struct TokenKey::State {
  std::vector<std::uint8_t> bytes;
  std::vector<crypto::HmacKey> by_kind;  // indexed by Kind; of national ids, made per country
  std::vector<crypto::HmacKey> commitment;
  std::string id;

  explicit State(std::vector<std::uint8_t> key) : bytes(std::move(key)) {
    for (int i = 0; i < kKindCount; ++i) by_kind.push_back(derive("token/" + name(static_cast<Kind>(i))));
    commitment.push_back(derive("source-commitment"));
    id = to_hex(derive("key-id").sign("offhook")).substr(0, 8);
  }
  ~State() { explicit_bzero(bytes.data(), bytes.size()); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  [[nodiscard]] crypto::HmacKey derive(std::string_view purpose) const {
    Digest derived = crypto::hkdf_sha256(bytes, kSalt, purpose);
    crypto::HmacKey key(derived);
    explicit_bzero(derived.data(), derived.size());
    return key;
  }
};

Result<TokenKey> TokenKey::parse(std::string_view text) {
  constexpr std::string_view kHex = "hex:";
  constexpr std::string_view kBase64 = "base64:";
  std::vector<std::uint8_t> bytes;
  if (text.starts_with(kHex) || text.starts_with(kBase64)) {
    auto decoded = text.starts_with(kHex) ? from_hex(text.substr(kHex.size()))
                                          : from_base64(text.substr(kBase64.size()));
    if (!decoded)
      return fail(ErrorClass::permanent, "config.token_key",
                  text.starts_with(kHex) ? "the token key after `hex:` is not hexadecimal"
                                         : "the token key after `base64:` is not padded base64");
    bytes = std::move(*decoded);
  } else {
    bytes.assign(text.begin(), text.end());
  }
  if (bytes.size() < kMinKeyBytes)
    return fail(ErrorClass::permanent, "config.token_key",
                "the token key has " + std::to_string(bytes.size()) +
                    " bytes; 32 or more are needed, or whoever sees tokens could guess it (make one with "
                    "`openssl rand -hex 32` and give it as hex:…)");
  return TokenKey(std::make_unique<State>(std::move(bytes)));
}

TokenKey::TokenKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
TokenKey::TokenKey(TokenKey&&) noexcept = default;
TokenKey& TokenKey::operator=(TokenKey&&) noexcept = default;
TokenKey::~TokenKey() = default;

const std::string& TokenKey::id() const { return state_->id; }

std::string TokenKey::token(Kind kind, std::string_view canonical, std::string_view country) const {
  if (is_constant(kind)) return "[" + name(kind) + "]";
  std::string token;
  token.reserve(kLongestToken);
  token += name(kind, country);
  if (kind == Kind::national_id) {
    const auto key = state_->derive("token/" + token);
    token += '-';
    append_window(token, key, canonical);
  } else {
    token += '-';
    append_window(token, state_->by_kind[static_cast<std::size_t>(kind)], canonical);
  }
  return token;
}

Digest TokenKey::commitment(std::string_view raw) const { return state_->commitment.front().sign(raw); }

bool is_token(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']') && text.size() > 2) {
    const auto kind = parse_kind(text.substr(1, text.size() - 2));
    return kind && is_constant(kind->kind);
  }
  if (text.size() <= kWindow + 1 || text[text.size() - kWindow - 1] != '-') return false;
  const auto hex = text.substr(text.size() - kWindow);
  const auto kind = parse_kind(text.substr(0, text.size() - kWindow - 1));
  return kind && !is_constant(kind->kind) && std::all_of(hex.begin(), hex.end(), is_lower_hex) &&
         is_window(hex);
}

}  // namespace offhook::redact
