// FirstBytes: what the words of a set begin with, their first two bytes. Tells most other words at a glance.
//
// Immutable but for add(); any thread.
#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>

namespace offhook::redact::detect {

class FirstBytes {
 public:
  // `folded` is not empty. A word of one letter begins its possessive, too.
  void add(std::string_view folded) {
    bits_.set(slot(folded));
    if (folded.size() == 1) bits_.set(slot(folded.front(), '\''));
  }
  // False: no word of the set begins so.
  [[nodiscard]] bool begins(std::string_view folded) const { return !folded.empty() && bits_[slot(folded)]; }

 private:
  static constexpr std::size_t kSlots = 1024;
  static std::size_t slot(char first, char second) {
    return (static_cast<unsigned char>(first) * 32u + static_cast<unsigned char>(second)) % kSlots;
  }
  static std::size_t slot(std::string_view folded) {
    return slot(folded.front(), folded.size() > 1 ? folded[1] : '\0');
  }
  std::bitset<kSlots> bits_;
};

}  // namespace offhook::redact::detect
