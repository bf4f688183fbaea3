// Child: a program that this one starts beside itself, for `offhook demo`.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace offhook::cli {

struct ChildOptions {
  std::filesystem::path program;
  std::vector<std::string> arguments;              // without the program's name
  std::map<std::string, std::string> environment;  // nothing else
  bool captured = false;                           // stdout is for us; else it is ours
};

// Ends, at the latest, with its owner: SIGTERM, and waited for. Not thread-safe.
class Child {
 public:
  // Error "demo.start", permanent.
  [[nodiscard]] static Result<Child> start(const ChildOptions& options);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();

  // What it has written up to the end of a line, or its own end; only where captured.
  [[nodiscard]] std::string read_line();
  // All that it writes, up to `max_bytes`.
  [[nodiscard]] std::string read_all(std::size_t max_bytes = 64u << 20);
  // Its exit code, or 128 and the signal's number.
  int wait();

 private:
  Child(pid_t pid, int out) : pid_(pid), out_(out) {}
  pid_t pid_ = -1;
  int out_ = -1;
};

// The program that runs.
[[nodiscard]] std::filesystem::path own_program();

}  // namespace offhook::cli
