// Signs: the words of a text as bit masks, and what its punctuation tells.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "redact/detect/quiet/bytes.h"

namespace offhook::redact::detect {

constexpr std::size_t kMaxBlocks = 16;  // longer utterances are read

struct Signs {
  std::array<Block, kMaxBlocks + 1> blocks;
  std::array<std::uint64_t, kMaxBlocks + 1> words;  // letters, digits and apostrophes between letters
  std::size_t count;                                // of blocks; an empty one stands behind the last
  bool ascii = true;
  bool odd = false;       // bytes or neighbours that no plain sentence has
  bool capitals = false;  // inside a word
  bool digits = false;
  bool commas = false;
  std::uint32_t joined = 0;  // dashes and colons between letters or digits
  std::uint32_t dots = 0;    // before digits
  std::uint32_t tokens = 0;
};

// At most kMaxBlocks blocks. Tokens that stand for what was found are words in small letters here, without
// digits.
void read_signs(std::string_view text, Classify classify, Signs& signs);

}  // namespace offhook::redact::detect
