// Crypto addresses: Bitcoin in Base58Check (double SHA-256) and Bech32 (BIP 173, BIP 350), Ethereum as 0x and
// forty hex digits.
#include <array>
#include <optional>
#include <string>

#include "crypto/sha256.h"
#include "redact/detect/checksums.h"
#include "redact/detect/detectors.h"

namespace offhook::redact::detect {
namespace {

// Version byte, hash and check: 25 bytes.
bool base58check(std::string_view text) {
  constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  std::array<std::uint8_t, 25> bytes{};
  for (const char c : text) {
    const auto value = kAlphabet.find(c);
    if (value == std::string_view::npos) return false;
    unsigned carry = static_cast<unsigned>(value);
    for (std::size_t i = bytes.size(); i-- > 0;) {
      carry += bytes[i] * 58u;
      bytes[i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    if (carry != 0) return false;
  }
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto once = crypto::sha256(all.substr(0, 21));
  const auto twice =
      crypto::sha256(std::string_view(reinterpret_cast<const char*>(once.data()), once.size()));
  return std::equal(twice.begin(), twice.begin() + 4, bytes.begin() + 21);
}

bool bech32(std::string_view folded) {
  constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const auto separator = folded.rfind('1');
  if (separator == std::string_view::npos || separator < 1 || folded.size() - separator < 7) return false;
  std::uint32_t check = 1;
  const auto feed = [&](unsigned value) {
    constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                         0x2a1462b3};
    const std::uint32_t top = check >> 25;
    check = (check & 0x1ffffff) << 5 ^ value;
    for (std::size_t i = 0; i < 5; ++i)
      if ((top >> i & 1) != 0) check ^= kGenerator[i];
  };
  for (const char c : folded.substr(0, separator)) feed(static_cast<unsigned char>(c) >> 5);
  feed(0);
  for (const char c : folded.substr(0, separator)) feed(static_cast<unsigned char>(c) & 31u);
  for (const char c : folded.substr(separator + 1)) {
    const auto value = kAlphabet.find(c);
    if (value == std::string_view::npos) return false;
    feed(static_cast<unsigned>(value));
  }
  return check == 1 || check == 0x2bc830a3;
}

bool ethereum(std::string_view folded) {
  if (folded.size() != 42 || !folded.starts_with("0x")) return false;
  return folded.substr(2).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Why the word is an address; null: it is none.
const char* address(std::string_view text, std::string_view folded) {
  if (folded.size() < 25 || folded.size() > 90) return nullptr;
  if (folded.size() <= 35 && (text.front() == '1' || text.front() == '3') && base58check(text))
    return "Bitcoin address, Base58Check";
  if (folded.size() == 34 && text.front() == 'T' && base58check(text)) return "Tron address, Base58Check";
  if ((folded.starts_with("bc1") || folded.starts_with("tb1") || folded.starts_with("ltc1")) &&
      bech32(folded))
    return "Bitcoin address, Bech32";
  return ethereum(folded) ? "Ethereum address" : nullptr;
}

}  // namespace

void find_crypto_addresses(const Context& context, std::vector<Candidate>& out) {
  const Script& script = context.script;
  for (const std::uint32_t u : script.searched()) {
    if (!script.has(u, word_class::kLongRun)) continue;
    for (std::size_t i = script.begin_of(u); i < script.end_of(u); ++i) {
      const Word& word = script[i];
      const char* reason = word.digits && word.letters ? address(script.text(i), script.fold(i)) : nullptr;
      if (reason != nullptr)
        out.push_back({Kind::crypto,
                       {},
                       std::string(script.text(i)),
                       0.97,
                       reason,
                       {{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1), 0}}});
    }
  }
}

}  // namespace offhook::redact::detect
