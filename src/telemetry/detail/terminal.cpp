#include "telemetry/detail/terminal.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/mutex.h"

namespace offhook::telemetry {
namespace {

Mutex mutex;
std::string status GUARDED_BY(mutex);

constexpr const char* kEraseLine = "\r\x1b[K";

void write_to_stderr(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

bool is_terminal() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

void show_status_line(std::string_view text) {
  const MutexLock lock(mutex);
  status = text;
  write_to_stderr(kEraseLine + status);
}

void write_above_status_line(const std::function<void()>& write) {
  const MutexLock lock(mutex);
  if (!status.empty()) write_to_stderr(kEraseLine);
  write();
  if (!status.empty()) write_to_stderr(status);
}

}  // namespace offhook::telemetry
