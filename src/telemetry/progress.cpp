#include "telemetry/progress.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "telemetry/detail/terminal.h"

namespace offhook::telemetry {
namespace {

class StderrOutput final : public ProgressOutput {
 public:
  bool is_terminal() const override { return terminal_; }
  void show_status(std::string_view text) override { show_status_line(text); }
  void write_line(std::string_view text) override {
    write_above_status_line([&] { fmt::print(stderr, "{}\n", text); });
  }

 private:
  const bool terminal_ = telemetry::is_terminal();
};

}  // namespace

ProgressOutput& stderr_output() {
  static StderrOutput output;
  return output;
}

Progress::Progress(ProgressOptions options, Clock& clock, ProgressOutput& output)
    : options_(std::move(options)),
      clock_(clock),
      output_(output),
      started_(clock.monotonic()),
      total_(options_.total),
      shown_(started_) {}

Progress::~Progress() { finish(); }

void Progress::add(std::uint64_t items, std::uint64_t bytes) {
  const MutexLock lock(mutex_);
  items_ += items;
  bytes_ += bytes;
  show_if_due();
}

void Progress::set_total(std::uint64_t total) {
  const MutexLock lock(mutex_);
  total_ = total;
}

void Progress::finish() {
  const MutexLock lock(mutex_);
  if (finished_) return;
  finished_ = true;
  if (output_.is_terminal()) output_.show_status("");
  output_.write_line(line(true));
}

void Progress::show_if_due() {
  const auto now = clock_.monotonic();
  const bool terminal = output_.is_terminal();
  if (finished_ || now - shown_ < (terminal ? options_.refresh : options_.interval)) return;
  shown_ = now;
  if (terminal) {
    output_.show_status(line(false));
  } else {
    output_.write_line(line(false));
  }
}

std::string Progress::line(bool last) const {
  const auto elapsed = std::chrono::duration_cast<Milliseconds>(clock_.monotonic() - started_);
  const double seconds = std::chrono::duration<double>(elapsed).count();
  std::string text = options_.label + ": " + format_count(items_);
  if (total_) text += (options_.total_is_estimate ? " of about " : " of ") + format_count(*total_);
  text += " " + options_.unit;
  if (total_ && *total_ > 0)
    text += fmt::format(" ({:.0f} %)", 100.0 * static_cast<double>(items_) / static_cast<double>(*total_));
  if (bytes_ > 0) text += ", " + format_bytes(static_cast<double>(bytes_));
  if (seconds > 0 && items_ > 0) {
    text += bytes_ > 0 ? fmt::format(", {}/s", format_bytes(static_cast<double>(bytes_) / seconds))
                       : fmt::format(", {:.1f}/s", static_cast<double>(items_) / seconds);
  }
  if (last) return text + ", in " + format_duration(elapsed);
  if (total_ && items_ > 0 && *total_ > items_) {
    const double left = seconds * static_cast<double>(*total_ - items_) / static_cast<double>(items_);
    text += ", " + format_duration(Milliseconds(static_cast<std::int64_t>(left * 1000))) + " left";
  }
  return text;
}

std::string format_count(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string format_bytes(double bytes) {
  static constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 999.95 && unit + 1 < kUnits.size()) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", bytes, unit == 0 ? 0 : 1, kUnits[unit]);
}

std::string format_duration(Milliseconds duration) {
  const auto seconds = std::chrono::round<std::chrono::seconds>(duration).count();
  if (seconds >= 3600) return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
  if (seconds >= 60) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{:.1f} s", std::chrono::duration<double>(duration).count());
}

}  // namespace offhook::telemetry
