#include "redact/detect/network/hex_run.h"

#include <algorithm>

#include "redact/detect/checksums.h"

namespace offhook::redact::detect {

HexRun read_hex_run(const Script& script, std::size_t first) {
  HexRun run;
  run.last = first + 1;
  if (run.last >= script.size() || script[run.last].space_before) return run;  // most words stand alone
  std::size_t i = first;
  for (; i < script.size() && (i == first || !script[i].space_before); ++i) {
    if (script.sign(i, ':'))
      ++run.colons;
    else if (script.sign(i, '-'))
      ++run.dashes;
    else if (script.sign(i, '.'))
      ++run.dots;
    else if (!script[i].alnum() || !hexadecimal(script.fold(i)))
      break;
  }
  run.last = i;
  return run;
}

}  // namespace offhook::redact::detect
