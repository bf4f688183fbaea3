// Views: what a field's text says once its encoding is taken off: HTML without its tags and entities, percent
// escapes decoded. What is found in a view leads back to the field's own bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redact/mark.h"

namespace offhook::redact {

struct View {
  std::string text;  // valid UTF-8
  // Byte i of `text` came from the source's bytes [begin[i], end[i]).
  std::vector<std::uint32_t> begin;
  std::vector<std::uint32_t> end;
};

// The views of `source` other than itself; usually none.
[[nodiscard]] std::vector<View> views_of(std::string_view source);

// The mark's bytes in the source. Where tags stand between its characters it comes in pieces, of which only
// the first takes the token, so that the tags stay.
[[nodiscard]] std::vector<Mark> back_to_source(const View& view, const Mark& mark);

}  // namespace offhook::redact
