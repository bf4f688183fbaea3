// Replaced: a text as its next reader sees it, with marks replaced, and the way back to the original.
//
// Refers to nothing once made; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "redact/mark.h"
#include "redact/policy.h"

namespace offhook::redact {

class Replaced {
 public:
  // `marks` are the original's, settled. Detectors see that a token stands there, not which.
  Replaced(std::string_view original, const std::vector<Mark>& marks, const Policy& policy);

  [[nodiscard]] const std::string& text() const { return text_; }
  // A mark of text(), not empty, in the original: all of what it touches of a replaced mark.
  [[nodiscard]] Mark in_original(Mark mark) const;

 private:
  struct Part {
    std::size_t at;     // in `text_`
    std::size_t start;  // in the original
    std::size_t end;    // a literal part is as long in both
    bool literal;
  };

  std::string text_;
  std::vector<Part> parts_;
};

}  // namespace offhook::redact
