// Alignment: the same speech in two forms ("three one seven …" and "317-…"): what was found in one is removed
// from the other.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "redact/mark.h"

namespace offhook::redact {

// A text cut into words. Refers to the text.
class Alignable {
 public:
  struct Word {
    std::size_t start;
    std::size_t end;
    std::string folded;  // ASCII letters in lower case
  };
  explicit Alignable(std::string_view text);
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const std::vector<Word>& words() const { return words_; }

 private:
  std::string_view text_;
  std::vector<Word> words_;
};

// The marks of `from` brought to where their words stand in `to`: between the nearest words on both sides
// that the two texts share. Those whose place is covered by the marks that `to` has already are left out, as
// are those of whose words `to` has none.
[[nodiscard]] std::vector<Mark> carried_over(const Alignable& from, const std::vector<Mark>& marks,
                                             const Alignable& to, const std::vector<Mark>& already);

}  // namespace offhook::redact
