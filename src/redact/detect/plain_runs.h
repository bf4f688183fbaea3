// PlainRuns: where runs of ASCII letters and digits stand in a text and what is in them, 64 bytes at a look.
//
// Keeps its memory from text to text; refers to none.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "redact/sixteen.h"

namespace offhook::redact::detect {

struct PlainRun {
  std::uint32_t size = 0;     // bytes, 64 at most
  std::uint64_t letters = 0;  // bit i: byte i of the run
  std::uint64_t digits = 0;
  std::uint64_t capitals = 0;
};

class PlainRuns {
 public:
  void read(std::string_view text) {
    blocks_.assign(text.size() / kBlock + 2, Block{});
    dash_or_bracket_ = 0;
    std::size_t at = 0;
    for (; at + Sixteen::kSize <= text.size(); at += Sixteen::kSize) sort(at, text.data() + at);
    if (at == text.size()) return;
    std::array<char, Sixteen::kSize> tail{};
    text.copy(tail.data(), tail.size(), at);
    sort(at, tail.data());
  }

  // Has the text a '-' or a '['?
  [[nodiscard]] bool dash_or_bracket() const { return dash_or_bracket_ != 0; }

  // The run that begins at byte `at` of the text; empty where none does. It may go on behind its 64 bytes.
  [[nodiscard]] PlainRun at(std::size_t at) const {
    const Block& block = blocks_[at / kBlock];
    const Block& next = blocks_[at / kBlock + 1];
    const auto from = static_cast<unsigned>(at % kBlock);
    const auto look = [from](std::uint64_t here, std::uint64_t behind) {
      return here >> from | behind << 1 << (kBlock - 1 - from);
    };
    PlainRun run{0, look(block.letters, next.letters), look(block.digits, next.digits),
                 look(block.capitals, next.capitals)};
    run.size = static_cast<std::uint32_t>(std::countr_one(run.letters | run.digits));
    const std::uint64_t mine = run.size == kBlock ? ~std::uint64_t{0} : (std::uint64_t{1} << run.size) - 1;
    run.letters &= mine;
    run.digits &= mine;
    run.capitals &= mine;
    return run;
  }

 private:
  static constexpr std::size_t kBlock = 64;
  struct Block {
    std::uint64_t letters = 0, digits = 0, capitals = 0;
  };

  void sort(std::size_t at, const char* sixteen) {
    const Sixteen bytes(sixteen);
    dash_or_bracket_ |= bytes.equal('-') | bytes.equal('[');
    Block& block = blocks_[at / kBlock];
    block.letters |= std::uint64_t{bytes.letters()} << at % kBlock;
    block.digits |= std::uint64_t{bytes.digits()} << at % kBlock;
    block.capitals |= std::uint64_t{bytes.capitals()} << at % kBlock;
  }

  std::uint32_t dash_or_bracket_ = 0;
  std::vector<Block> blocks_;  // and one behind the text
};

}  // namespace offhook::redact::detect
