// Values that the conversation's metadata holds, as detectors look for them (known_values.cpp).
//
// Immutable once made, refer to nothing; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/detect/first_bytes.h"
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
  // Does the first word of one begin as the folded word does? Tells most words that begin none.
  [[nodiscard]] bool may_begin(std::string_view folded) const { return begins_.begins(folded); }
  // Those that begin with the word, in their order.
  [[nodiscard]] std::span<const Text> beginning_with(std::string_view folded) const;

 private:
  void add(const Known::Value& value, std::size_t place, const std::vector<std::string>& words);

  std::vector<Text> texts_;  // by their first words
  FirstBytes begins_;
};

}  // namespace offhook::redact::detect
