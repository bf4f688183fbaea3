#include "base/crash_point.h"

#ifndef NDEBUG

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace offhook {
namespace {

// Sends the process `signal` at the place that a variable names.
class Trap {
 public:
  Trap(const char* variable, int signal) : signal_(signal) {
    const char* text = std::getenv(variable);
    if (text == nullptr) return;
    name_ = text;
    const std::size_t colon = name_.find(':');
    if (colon == std::string_view::npos) return;
    time_ = std::atoi(text + colon + 1);
    name_ = name_.substr(0, colon);
  }

  void pass(std::string_view point) {
    if (point == name_ && ++passed_ == time_) ::kill(::getpid(), signal_);
  }

 private:
  const int signal_;
  std::string_view name_;
  int time_ = 1;
  std::atomic<int> passed_ = 0;
};

}  // namespace

void crash_point(CrashPoint point) {
  static Trap crash("OFFHOOK_CRASH_AT", SIGKILL);
  static Trap stop("OFFHOOK_STOP_AT", SIGSTOP);
  crash.pass(point.name());
  stop.pass(point.name());
}

}  // namespace offhook

#endif
