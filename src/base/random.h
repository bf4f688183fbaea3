// Random: the only source of chance, so that tests and simulations inject it.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>

namespace offhook {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  [[nodiscard]] std::uint64_t next();
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);  // uniform in [0, bound); bound > 0
  [[nodiscard]] double unit();                             // uniform in [0, 1)
  [[nodiscard]] std::string uuid();                        // version 4, RFC 9562
};

// The kernel's generator (getrandom). Any thread.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

// SplitMix64 (Steele, Lea, Flood 2014) from a seed: the same everywhere. Not for secrets. Any thread.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mutex mutex_;
  std::uint64_t state_;
};

}  // namespace offhook
