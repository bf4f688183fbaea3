// check(condition, what): a bug stops the program, in release builds too. The lease expires, another run
// resumes. `what` names the broken assumption; never content.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace offhook {

inline void check(bool condition, const char* what) {
  if (condition) [[likely]]
    return;
  std::fprintf(stderr, "offhook: broken assumption: %s\n", what);
  std::abort();
}

}  // namespace offhook
