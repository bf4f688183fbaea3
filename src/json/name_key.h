// NameKey: a member's name as two words and a size, so that names are compared and looked up without a call.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace offhook::json {

struct NameKey {
  std::uint64_t head = 0;  // all of a name of up to eight bytes, else its first eight
  std::uint64_t tail = 0;  // its last eight, of a longer name
  std::size_t size = 0;

  [[nodiscard]] static NameKey of(std::string_view name) {
    const auto at = [&]<class Word>(std::size_t i, Word word) -> std::uint64_t {
      std::memcpy(&word, name.data() + i, sizeof word);
      return word;
    };
    const std::size_t size = name.size();
    if (size >= 8) return {at(0, std::uint64_t{}), at(size - 8, std::uint64_t{}), size};
    if (size >= 4) return {at(0, std::uint32_t{}) | at(size - 4, std::uint32_t{}) << 32, 0, size};
    if (size == 0) return {};
    return {at(0, std::uint8_t{}) | at(size / 2, std::uint8_t{}) << 8 | at(size - 1, std::uint8_t{}) << 16, 0,
            size};
  }

  // Of names of up to 16 bytes this says that they are equal, of longer ones that they may be.
  bool operator==(const NameKey&) const = default;
  static constexpr std::size_t kDecides = 16;

  // 32 bits, one as good as another.
  [[nodiscard]] std::uint64_t hash() const {
    return ((head + size) ^ std::rotl(tail, 29)) * 0x9e3779b97f4a7c15u >> 32;
  }
};

[[nodiscard]] inline bool same_name(const NameKey& a, std::string_view a_name, const NameKey& b,
                                    std::string_view b_name) {
  return a == b && (a.size <= NameKey::kDecides || a_name == b_name);
}

// A name that a reader knows, and may wait for.
struct KnownName {
  std::string_view name;
  NameKey key;
  std::size_t number = 0;  // among those of the same object
  std::string quoted;      // as it stands in compact JSON, with quotes and colon; empty of what needs escapes

  KnownName(std::string_view its_name, std::size_t its_number)
      : name(its_name), key(NameKey::of(name)), number(its_number) {
    const auto plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
    if (!name.empty() && std::all_of(name.begin(), name.end(), plain))
      quoted = '"' + std::string(name) + "\":";
  }

  // Overlapping words are compared, so that no size is a special one.
  [[nodiscard]] bool stands_at(const char* p, const char* end) const {
    const auto same = [&]<class Word>(std::size_t at, Word a) {
      Word b = a;
      std::memcpy(&a, p + at, sizeof a);
      std::memcpy(&b, quoted.data() + at, sizeof b);
      return a == b;
    };
    const std::size_t size = quoted.size();
    if (size == 0 || static_cast<std::size_t>(end - p) < size) return false;
    if (size < 8) return same(0, std::uint32_t{}) && same(size - 4, std::uint32_t{});
    for (std::size_t at = 0; at + 8 < size; at += 8)
      if (!same(at, std::uint64_t{})) return false;
    return same(size - 8, std::uint64_t{});
  }
};

}  // namespace offhook::json
