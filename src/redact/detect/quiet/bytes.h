// Bytes: what sort of byte stands where in a text, 64 at a time, as bit masks. The first look at every text:
// it runs at the speed of memory, with AVX-512 or AVX2 where the processor has it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace offhook::redact::detect {

// Not initialised: there are many, and classify() fills them. Bit i: the byte at offset i of the block is
// one. Behind the text's end no bit is set.
struct Block {
  std::uint64_t letter;  // A-Z, a-z
  std::uint64_t upper;
  std::uint64_t digit;
  std::uint64_t apostrophe;
  std::uint64_t dot;
  std::uint64_t comma;
  std::uint64_t joiner;  // '-' ':'
  std::uint64_t odd;     // neither of these nor a sign of plain sentences
};

constexpr std::size_t kBlockSize = 64;
[[nodiscard]] constexpr std::size_t blocks_of(std::size_t size) {
  return (size + kBlockSize - 1) / kBlockSize;
}

// Fills blocks_of(text.size()) blocks. Reads nothing behind the text.
using Classify = void (*)(std::string_view text, Block* blocks);

// Those that this processor can run, the fastest first, the portable one last. All give the same masks.
[[nodiscard]] std::span<const Classify> classifiers();

}  // namespace offhook::redact::detect
