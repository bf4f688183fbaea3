// Exit codes of the program, as the manual lists them: the first that applies, in this order.
#pragma once

#include "base/error.h"

namespace offhook::cli {

enum class ExitCode {
  leak = 7,       // unredacted data was found in the archive
  integrity = 5,  // stored bytes are not what they should be
  gate = 6,       // the store is not fit to hold the archive, or is not there
  gap = 4,        // an id that can be named is missing
  refused = 8,    // the source refuses us: login or permission
  partial = 3,    // done in part; run again
  later = 75,     // stopped, full, throttled or locked; run again (EX_TEMPFAIL of sysexits.h)
  usage = 2,      // command line or configuration
  internal = 1,
  ok = 0,
};

// What an Error that ends a command means for its exit code.
[[nodiscard]] ExitCode exit_code_for(const Error& error);

}  // namespace offhook::cli
