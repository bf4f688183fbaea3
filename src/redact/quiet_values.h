// QuietValues: labelled values in which nothing personal was found, remembered from one conversation to the
// next. Menus, tiers, languages and ids stand in a thousand records, and each search costs microseconds.
//
// Of one engine, whose policy decides what is found. Bounded; a value that is new takes another's place.
// One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "redact/fields.h"
#include "redact/known_words.h"

namespace offhook::redact {

class QuietValues {
 public:
  QuietValues() : entries_(kEntries) {}

  // Was nothing found in this value, and can nothing be in it that this conversation knows?
  [[nodiscard]] bool has(const FieldText& value, const KnownWords& known) const;
  // Nothing was found in it.
  void add(const FieldText& value);

 private:
  static constexpr std::size_t kEntries = 1024;
  static constexpr std::size_t kLongest = 64;  // label and text
  struct Entry {
    std::array<char, kLongest> bytes{};
    std::uint8_t label = 0;  // sizes
    std::uint8_t text = 0;
    Field field{};
    bool used = false;
    PlainValue plain;
  };
  std::vector<Entry> entries_;
};

}  // namespace offhook::redact
