// Runs of hexadecimal words with colons, dashes and dots and no space between them: what IPv6 and MAC
// addresses are written in. Pure; any thread.
#pragma once

#include <cstddef>

#include "redact/detect/script.h"

namespace offhook::redact::detect {

struct HexRun {
  std::size_t last = 0;  // the word behind it
  unsigned colons = 0;
  unsigned dashes = 0;
  unsigned dots = 0;

  [[nodiscard]] unsigned signs() const { return colons + dashes + dots; }
};

[[nodiscard]] HexRun read_hex_run(const Script& script, std::size_t first);

}  // namespace offhook::redact::detect
