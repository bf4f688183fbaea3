// NameParts: the words that names are made of, and which names have them.
//
// Immutable once made, refers to nothing; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/detect/first_bytes.h"
#include "redact/dialogue.h"

namespace offhook::redact::detect {

class NameParts {
 public:
  struct Part {
    std::string text;                // folded
    std::vector<std::size_t> names;  // those that have it, by their place in the list
    bool word = false;               // also an English word, or a place
  };

  explicit NameParts(std::span<const Known::Name> names);

  [[nodiscard]] bool empty() const { return parts_.empty(); }
  // Does a part begin as the folded word does? Tells most words that are none.
  [[nodiscard]] bool may_be(std::string_view folded) const { return begins_.begins(folded); }
  [[nodiscard]] const Part* find(std::string_view folded) const;

 private:
  void add(std::string_view folded, bool word, std::size_t name);

  std::vector<Part> parts_;  // sorted
  FirstBytes begins_;
};

}  // namespace offhook::redact::detect
