// Dice: chance that depends on (seed, index, purpose) only, so that any conversation can be made again,
// alone, in any order, by any thread. SplitMix64 (Steele, Lea, Flood 2014); not for secrets.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace offhook::sim {

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t z) {
  z += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

// FNV-1a, mixed.
[[nodiscard]] constexpr std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325u;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return mix(value);
}

class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t index, std::string_view purpose)
      : state_(mix(seed) ^ mix(index * 0x2545f4914f6cdd1du) ^ hash(purpose)) {}

  std::uint64_t next() { return mix(state_++); }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  std::int64_t between(std::int64_t low, std::int64_t high) {  // both included
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
  }
  bool chance(unsigned per_thousand) { return below(1000) < per_thousand; }
  template <class Range>
  const auto& pick(const Range& range) {
    return range[below(std::size(range))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace offhook::sim
