// Values that the conversation's metadata holds, as detectors look for them (known_values.cpp).
//
// Immutable once made, refer to nothing; any thread.
#pragma once

#include <bitset>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/dialogue.h"

namespace offhook::redact::detect {

// A value of digits alone.
struct KnownNumber {
  std::size_t value = 0;  // its place among the values
  std::string digits;
};
[[nodiscard]] std::vector<KnownNumber> known_numbers(std::span<const Known::Value> values);

// The other values, word for word; of an address also each part between commas.
class KnownTexts {
 public:
  struct Text {
    std::size_t value = 0;
    std::vector<std::string> words;  // folded
  };

  explicit KnownTexts(std::span<const Known::Value> values);

  [[nodiscard]] bool empty() const { return texts_.empty(); }
  // Does one begin with the folded word's first byte? Tells most words that begin none.
  [[nodiscard]] bool may_begin(std::string_view folded) const {
    return !folded.empty() && begins_[static_cast<unsigned char>(folded.front())];
  }
  // Those that begin with the word, in their order.
  [[nodiscard]] std::span<const Text> beginning_with(std::string_view folded) const;

 private:
  void add(const Known::Value& value, std::size_t place, const std::vector<std::string>& words);

  std::vector<Text> texts_;  // by their first words
  std::bitset<256> begins_;
};

}  // namespace offhook::redact::detect
