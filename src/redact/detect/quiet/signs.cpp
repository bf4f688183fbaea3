#include "redact/detect/quiet/signs.h"

#include <algorithm>
#include <bit>

#include "redact/dialogue.h"

namespace offhook::redact::detect {
namespace {

std::uint64_t behind(std::uint64_t mask, std::uint64_t before) { return mask << 1 | before >> 63; }
std::uint64_t ahead(std::uint64_t mask, std::uint64_t after) { return mask >> 1 | after << 63; }

void clear(std::array<Block, kMaxBlocks + 1>& blocks, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    Block& block = blocks[i / kBlockSize];
    const std::uint64_t bit = std::uint64_t{1} << (i % kBlockSize);
    block.upper &= ~bit;
    block.joiner &= ~bit;
    if ((block.digit & bit) != 0) block.letter |= bit;
    block.digit &= ~bit;
    block.odd &= ~bit;
  }
}

// Makes small letters of "PHONE-abcdef0123abcdef".
void soften_tokens(std::string_view text, Signs& signs) {
  for (std::size_t end = text.find(kTokenEnd); end != std::string_view::npos;
       end = text.find(kTokenEnd, end + 1)) {
    std::size_t first = end;
    while (first > 0 && ((text[first - 1] >= 'A' && text[first - 1] <= 'Z') || text[first - 1] == '_'))
      --first;
    clear(signs.blocks, first, end + kTokenEnd.size());
    ++signs.tokens;
  }
}

}  // namespace

void read_signs(std::string_view text, Classify classify, Signs& signs) {
  signs.count = blocks_of(text.size());
  classify(text, signs.blocks.data());
  signs.blocks[signs.count] = {};
  if (signs.blocks[0].upper != 0 || signs.count > 1) soften_tokens(text, signs);
  std::uint64_t odd = 0, strange = 0, capitals = 0, digits = 0, commas = 0;
  std::uint64_t letter = 0, digit = 0, joiner = 0;  // of the block before
  for (std::size_t b = 0; b < signs.count; ++b) {
    const Block& block = signs.blocks[b];
    const Block& next = signs.blocks[b + 1];
    const std::uint64_t letter_before = behind(block.letter, letter);
    const std::uint64_t letter_after = ahead(block.letter, next.letter);
    strange |= block.odd;
    capitals |= block.upper & letter_before;
    digits |= block.digit;
    commas |= block.comma;
    signs.words[b] = block.letter | block.digit;
    if ((block.apostrophe | block.dot | block.joiner | digits) != 0) {
      const std::uint64_t digit_before = behind(block.digit, digit);
      const std::uint64_t digit_after = ahead(block.digit, next.digit);
      signs.words[b] |= block.apostrophe & letter_before & letter_after;
      odd |= (block.dot & letter_after) | (block.apostrophe & digit_before) | (block.upper & digit_before);
      const std::uint64_t joins = block.joiner &
                                  (letter_before | digit_before | behind(block.joiner, joiner)) &
                                  (letter_after | digit_after | ahead(block.joiner, next.joiner));
      signs.joined += static_cast<std::uint32_t>(std::popcount(joins));
      signs.dots += static_cast<std::uint32_t>(std::popcount(block.dot & digit_after));
    }
    letter = block.letter;
    digit = block.digit;
    joiner = block.joiner;
  }
  signs.words[signs.count] = 0;
  signs.odd = (odd | strange) != 0;
  signs.ascii = strange == 0 || std::all_of(text.begin(), text.end(),
                                            [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  signs.capitals = capitals != 0;
  signs.digits = digits != 0;
  signs.commas = commas != 0;
}

}  // namespace offhook::redact::detect
