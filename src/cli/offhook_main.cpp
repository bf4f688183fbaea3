// The program. Its memory holds unredacted content: no core dump, no other process may look into it.
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdio>
#include <exception>

#include "cli/app.h"
#include "cli/exit_code.h"

int main(int argc, char** argv) {
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // Large buffers (parts of an upload, frames) go back to the system when they are freed. Left to itself
  // glibc raises this bound with each that it sees, and keeps what every thread once had.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
  try {
    return offhook::cli::run_app(argc, argv);
  } catch (const std::exception&) {
    // what() may repeat its argument; its type is all that is safe to say, and it is a bug in any case.
    std::fputs("offhook: an unexpected exception ended the program; what was durable is kept\n", stderr);
    return static_cast<int>(offhook::cli::ExitCode::internal);
  }
}
