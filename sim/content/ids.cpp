#include "sim/content/ids.h"

#include "sim/content/dice.h"

namespace offhook::sim {

namespace {

constexpr std::uint64_t kHalfMask = (1u << 24) - 1;
constexpr int kRounds = 4;

std::uint64_t round_key(std::uint64_t seed, int round, std::uint64_t half) {
  return mix(mix(seed + static_cast<std::uint64_t>(round) * 0x632be59bd9b4e019u) ^ half) & kHalfMask;
}

// A Feistel network over 48 bits: a permutation whatever the round function is.
std::uint64_t permute(std::uint64_t seed, std::uint64_t value) {
  std::uint64_t left = value >> 24 & kHalfMask;
  std::uint64_t right = value & kHalfMask;
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t next = left ^ round_key(seed, round, right);
    left = right;
    right = next;
  }
  return left << 24 | right;
}

std::uint64_t unpermute(std::uint64_t seed, std::uint64_t value) {
  std::uint64_t left = value >> 24 & kHalfMask;
  std::uint64_t right = value & kHalfMask;
  for (int round = kRounds - 1; round >= 0; --round) {
    const std::uint64_t previous = right ^ round_key(seed, round, left);
    right = left;
    left = previous;
  }
  return left << 24 | right;
}

std::string uuid(std::uint64_t high, std::uint64_t low) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  high = (high & ~std::uint64_t{0xf000}) | 0x4000;
  low = (low & ~(std::uint64_t{3} << 62)) | std::uint64_t{2} << 62;
  std::string text;
  text.reserve(36);
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text += '-';
    const std::uint64_t half = nibble < 16 ? high : low;
    text += kDigits[half >> (60 - 4 * (nibble % 16)) & 0xf];
  }
  return text;
}

}  // namespace

std::string conversation_id(std::uint64_t seed, std::uint64_t index) {
  const std::uint64_t noise = mix(mix(seed ^ 0x434f4e56) ^ index);
  return uuid(noise, (mix(noise) << 48) | permute(seed, index));
}

std::optional<std::uint64_t> conversation_index(std::uint64_t seed, std::string_view id) {
  if (id.size() != 36) return std::nullopt;
  std::uint64_t tail = 0;
  for (const char c : id.substr(24)) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'a' && c <= 'f')) return std::nullopt;
    tail = tail << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  const std::uint64_t index = unpermute(seed, tail);
  if (conversation_id(seed, index) != id) return std::nullopt;
  return index;
}

std::string other_id(std::uint64_t seed, std::uint64_t index, std::string_view purpose) {
  Dice dice(seed ^ 0x4f54484552, index, purpose);
  const std::uint64_t high = dice.next();
  return uuid(high, dice.next());
}

}  // namespace offhook::sim
