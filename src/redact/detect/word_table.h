// WordTable: a constant dictionary, built by the compiler: open addressing over FNV-1a, read-only, no
// start-up cost.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace offhook::redact::detect {

constexpr std::uint32_t hash_word(std::string_view word) {
  std::uint32_t hash = 2166136261u;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash ^ (hash >> 15);
}

// `Entry` has a member `word` (std::string_view). Slots are a power of two, at least twice the entries.
template <class Entry, std::size_t Count, std::size_t Slots>
class WordTable {
  static_assert((Slots & (Slots - 1)) == 0 && Slots >= 2 * Count && Count < 65535);

 public:
  constexpr explicit WordTable(const std::array<Entry, Count>& entries) : entries_(entries) {
    for (std::size_t i = 0; i < Count; ++i) {
      std::size_t slot = hash_word(entries_[i].word) & (Slots - 1);
      while (slots_[slot] != 0) {
        if (entries_[slots_[slot] - 1u].word == entries_[i].word) throw "a word stands twice in the table";
        slot = (slot + 1) & (Slots - 1);
      }
      slots_[slot] = static_cast<std::uint16_t>(i + 1);
    }
  }
  [[nodiscard]] constexpr const Entry* find(std::string_view word) const {
    for (std::size_t slot = hash_word(word) & (Slots - 1); slots_[slot] != 0; slot = (slot + 1) & (Slots - 1))
      if (entries_[slots_[slot] - 1u].word == word) return &entries_[slots_[slot] - 1u];
    return nullptr;
  }

 private:
  std::array<Entry, Count> entries_;
  std::array<std::uint16_t, Slots> slots_{};
};

}  // namespace offhook::redact::detect
