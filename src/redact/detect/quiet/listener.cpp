#include "redact/detect/quiet/listener.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "redact/detect/names/people.h"
#include "redact/detect/quiet/ear.h"
#include "redact/detect/quiet/signs.h"
#include "redact/detect/script.h"

namespace offhook::redact::detect {
namespace {

// Eight bytes from `at`, less those behind the text, letters in lower case. Digits and apostrophes have the
// bit of lower case as well.
std::uint64_t eight(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  if (at + 8 <= text.size()) {
    std::memcpy(&bytes, text.data() + at, 8);
  } else if (text.size() >= 8) {
    std::memcpy(&bytes, text.data() + text.size() - 8, 8);
    bytes >>= 8 * (at + 8 - text.size());
  } else {
    std::memcpy(&bytes, text.data() + at, text.size() - at);
  }
  return bytes | 0x2020202020202020u;
}

std::uint64_t key_at(std::string_view text, std::size_t at, std::size_t size) {
  const std::uint64_t first = eight(text, at);
  if (size >= 8) return word_key(first, size == 8 ? 0 : eight(text, at + size - 8), size);
  return word_key(first & ((std::uint64_t{1} << (8 * size)) - 1), 0, size);
}

// An utterance that is not understood here.
Heard anything() {
  constexpr Mass kMany{100, 100, 100};
  constexpr Clusters kAll{kMany, kMany, 1, true, true, 0, 0};
  return {true, true, true, true, true, true, true, true, true, true, true, true, 0, 0, kAll, kAll};
}

}  // namespace

Listener::Listener(const Known& known, Classify classify)
    : classify_(classify), vocabulary_(&Vocabulary::instance()) {
  for (const Known::Name& name : known.names) {
    add_name(name.full);
    for (auto& sound : sounds_of(name.full)) sounds_.push_back(std::move(sound));
  }
  for (const Known::Value& value : known.values) {
    bool begins = true;
    std::string word;
    for (const char c : fold(value.text) + ",") {
      const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '\'' && !word.empty()) ||
                        static_cast<unsigned char>(c) >= 0x80;
      if (part) {
        word += c;
        continue;
      }
      if (begins && !word.empty()) {
        add_word(word, false);
        begins = false;
      }
      word.clear();
      if (c == ',') begins = true;
    }
  }
}

void Listener::add_name(std::string_view name) {
  std::string word;
  for (const char c : fold(name) + " ") {
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '\'' && !word.empty()) ||
                      static_cast<unsigned char>(c) >= 0x80;
    if (part) {
      word += c;
    } else if (!word.empty()) {
      add_word(word, true);
      word.clear();
    }
  }
}

bool Listener::learn_name(std::string_view name) {
  const std::size_t before = starts_.size();
  add_name(name);
  return starts_.size() != before;
}

void Listener::add_word(std::string_view folded, bool inflected) {
  list(word_key(folded));
  if (inflected && folded.size() < 4)
    for (const char* ending : {"s", "'s"}) list(word_key(std::string(folded) + ending));
  // "d'angelo's": the part in front of the apostrophe may stand alone.
  if (folded.ends_with("'s")) add_word(folded.substr(0, folded.size() - 2), inflected);
}

void Listener::list(std::uint64_t key) {
  const auto start = static_cast<std::uint32_t>(key);
  const std::uint32_t bit = (start * 0x9e3779b1u) >> 21;
  filter_[bit >> 6] |= std::uint64_t{1} << (bit & 63);
  const auto place = std::lower_bound(starts_.begin(), starts_.end(), start);
  if (place == starts_.end() || *place != start) starts_.insert(place, start);
}

void Listener::hear(std::string_view text, Heard& heard) const {
  if (blocks_of(text.size()) > kMaxBlocks) return void(heard = anything());
  Signs signs;
  read_signs(text, classify_, signs);
  if (!signs.ascii) return void(heard = anything());
  heard = {};
  Ear ear(text, signs, *vocabulary_, sounds_, heard);
  std::uint64_t carry = 0;
  for (std::size_t b = 0; b < signs.count; ++b) {
    const std::uint64_t mask = signs.words[b];
    std::uint64_t starts = mask & ~(mask << 1 | carry);
    carry = mask >> 63;
    for (; starts != 0; starts &= starts - 1) {
      const auto offset = static_cast<unsigned>(std::countr_zero(starts));
      EarWord word;
      word.at = b * kBlockSize + offset;
      word.size = static_cast<std::size_t>(std::countr_one(mask >> offset));
      if (offset + word.size == kBlockSize)
        word.size += static_cast<std::size_t>(std::countr_one(signs.words[b + 1]));
      if (word.size > kLongestWord) return void(heard = anything());
      word.key = key_at(text, word.at, word.size);
      word.traits = vocabulary_->find(word.key);
      word.capital = (signs.blocks[b].upper >> offset & 1) != 0;
      word.listed = listed(word.key);
      if (signs.digits) {
        const std::uint64_t digits = signs.blocks[b].digit >> offset |
                                     (offset == 0 ? 0 : signs.blocks[b + 1].digit << (kBlockSize - offset));
        word.written =
            static_cast<std::uint32_t>(std::popcount(digits & ((std::uint64_t{1} << word.size) - 1)));
      }
      ear.word(word);
    }
  }
  ear.finish();
}

}  // namespace offhook::redact::detect
