// Progress shows on stderr how far a piece of work has come: on a terminal one line that is rewritten in
// place, elsewhere a plain line every `interval`, and one at the end.
//
// Any thread may call any member. Clock and output outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/mutex.h"

namespace offhook::telemetry {

struct ProgressOptions {
  std::string label{};                   // "archiving"
  std::string unit = "conversations";    // what add() counts
  std::optional<std::uint64_t> total{};  // unknown: no percentage, no ETA
  bool total_is_estimate = false;        // "of about"
  Milliseconds interval{10'000};         // between plain lines
  Milliseconds refresh{100};             // between rewritten ones
};

// Where it is shown. Any thread.
class ProgressOutput {
 public:
  virtual ~ProgressOutput() = default;
  [[nodiscard]] virtual bool is_terminal() const = 0;
  virtual void show_status(std::string_view text) = 0;  // rewrites a terminal's last line; empty: removes it
  virtual void write_line(std::string_view text) = 0;
};
[[nodiscard]] ProgressOutput& stderr_output();

class Progress {
 public:
  Progress(ProgressOptions options, Clock& clock, ProgressOutput& output = stderr_output());
  ~Progress();  // as finish()
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void add(std::uint64_t items, std::uint64_t bytes = 0);
  void set_total(std::uint64_t total);  // shown with what is added next
  // The last line, with the whole duration. Further calls do nothing.
  void finish();

 private:
  [[nodiscard]] std::string line(bool last) const REQUIRES_LOCK(mutex_);
  void show_if_due() REQUIRES_LOCK(mutex_);

  const ProgressOptions options_;
  Clock& clock_;
  ProgressOutput& output_;
  const Clock::Monotonic started_;

  mutable Mutex mutex_;
  std::optional<std::uint64_t> total_ GUARDED_BY(mutex_);
  std::uint64_t items_ GUARDED_BY(mutex_) = 0;
  std::uint64_t bytes_ GUARDED_BY(mutex_) = 0;
  Clock::Monotonic shown_ GUARDED_BY(mutex_);
  bool finished_ GUARDED_BY(mutex_) = false;
};

// "1,234,567", "3.4 MB" (decimal units), "1 h 02 min", "2 min 05 s", "4.2 s".
[[nodiscard]] std::string format_count(std::uint64_t count);
[[nodiscard]] std::string format_bytes(double bytes);
[[nodiscard]] std::string format_duration(Milliseconds duration);

}  // namespace offhook::telemetry
