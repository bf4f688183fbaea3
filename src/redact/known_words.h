// KnownWords: could anything be found in a value only because the conversation knows it? Told from the
// beginnings of words and from digits alone, so that "no" is sure and costs little.
//
// Const members from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "redact/dialogue.h"

namespace offhook::redact {

// What is found only since it is known is found with no more confidence than this.
inline constexpr double kSurestKnown = 0.97;

// A labelled value whose words are told apart by their beginnings: short, of ASCII, without spoken numbers,
// spelled letters and words that announce a name, behind which a known name is also found misheard.
class PlainValue {
 public:
  // Nothing for any other value.
  [[nodiscard]] static std::optional<PlainValue> of(std::string_view label, std::string_view text);

 private:
  friend class KnownWords;
  static constexpr std::size_t kMaxWords = 12;
  static constexpr std::size_t kMaxDigits = 48;

  bool read(std::string_view text);
  bool word(std::string_view word);

  std::array<std::uint32_t, kMaxWords> words_{};  // the first four bytes of each
  std::array<char, kMaxDigits> digits_{};         // all of them, whatever stands between
  std::uint8_t word_count_ = 0;
  std::uint8_t digit_count_ = 0;
};

class KnownWords {
 public:
  KnownWords() = default;
  explicit KnownWords(const Known& known);
  void add(const Known::Name& name) { add(name.full); }
  void add(const Known::Value& value);

  [[nodiscard]] bool may_stand_in(const PlainValue& value) const;

 private:
  void add(std::string_view text);
  void list(std::string_view word);

  std::array<std::uint64_t, 32> words_{};  // a bit for each beginning; two may have the same
  std::vector<std::uint32_t> ends_;        // the last digits of numbers
};

}  // namespace offhook::redact
