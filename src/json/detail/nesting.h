// Nesting finds where a value ends without reading what is in it: it knows strings, escapes and depth only,
// so brackets that balance without matching, and all else that is malformed inside, pass.
//
// The value may come in chunks; the first byte read is its bracket or quote. Nothing but its own state.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "json/detail/brackets.h"

namespace offhook::json::detail {

class Nesting {
 public:
  // Reads on. The byte behind the value's last one; null where all of [p, end) is inside the value.
  [[nodiscard]] const char* end_of(const char* p, const char* end) {
    for (;;) {
      if (depth_ > 0 && skip_blocks(p, end)) return p;
      // Behind a value's first byte blocks may do; a block that is not plain is read byte by byte.
      const std::ptrdiff_t slowly = depth_ > 0 ? kBlockBytes : 1;
      for (const char* const until = p + std::min(slowly, end - p); p != until;)
        if (ends_with(*p++)) return p;
      if (p == end) return nullptr;
    }
  }

 private:
  // Goes on by whole blocks, as far as they are plain to read; true behind the value's end.
  bool skip_blocks(const char*& p, const char* end) {
    for (; end - p >= kBlockBytes; p += kBlockBytes) {
      const Brackets block = brackets_of(p, in_string_, escaped_);
      if (!block.known) return false;
      for (std::uint64_t left = block.opens | block.closes; left != 0; left &= left - 1) {
        const std::uint64_t bit = left & (~left + 1);
        if ((block.opens & bit) != 0) {
          ++depth_;
        } else if (--depth_ == 0) {
          p += std::countr_zero(bit) + 1;
          return true;
        }
      }
      in_string_ = block.in_string;
      escaped_ = block.escaped;
    }
    return false;
  }

  bool ends_with(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (in_string_) {
      escaped_ = c == '\\';
      in_string_ = c != '"';
      return !in_string_ && depth_ == 0;
    } else if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      return --depth_ == 0;
    }
    return false;
  }

  std::uint64_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;  // the byte before was a backslash in a string
};

}  // namespace offhook::json::detail
