#include "crypto/text_print.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "base/check.h"
#include "crypto/detail/openssl.h"

namespace offhook::crypto {
namespace {

using Mac = std::unique_ptr<EVP_MAC, FreeWith<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeWith<EVP_MAC_CTX_free>>;

EVP_MAC* poly1305() {
  static const Mac algorithm(EVP_MAC_fetch(nullptr, "POLY1305", nullptr));
  check(algorithm != nullptr, "OpenSSL offers Poly1305");
  return algorithm.get();
}

}  // namespace

struct TextPrints::State {
  State() {
    check(context && RAND_bytes(key.data(), static_cast<int>(key.size())) == 1, "OpenSSL draws a key");
  }
  ~State() { OPENSSL_cleanse(key.data(), key.size()); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::array<std::uint8_t, 32> key{};
  MacContext context{EVP_MAC_CTX_new(poly1305())};
};

TextPrints::TextPrints() : state_(std::make_unique<State>()) {}
TextPrints::~TextPrints() = default;
TextPrints::TextPrints(TextPrints&&) noexcept = default;
TextPrints& TextPrints::operator=(TextPrints&&) noexcept = default;

TextPrint TextPrints::of(std::string_view text) {
  EVP_MAC_CTX* const context = state_->context.get();
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  TextPrint print{};
  std::size_t size = 0;
  check(EVP_MAC_init(context, state_->key.data(), state_->key.size(), nullptr) == 1 &&
            EVP_MAC_update(context, bytes, text.size()) == 1 &&
            EVP_MAC_final(context, print.data(), &size, print.size()) == 1 && size == print.size(),
        "Poly1305 works");
  return print;
}

}  // namespace offhook::crypto
