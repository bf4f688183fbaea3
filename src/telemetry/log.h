// The log: one line an event on stderr, plain or JSON. Arguments are formatted by fmt; Sensitive<T> has no
// formatter, so content cannot be logged. Any thread.
#pragma once

#include <fmt/format.h>

#include <string_view>

namespace offhook::telemetry {

enum class Level { debug, info, warn, error };

struct LogOptions {
  Level level = Level::info;
  bool json = false;
};

void start_log(LogOptions options);
void write_log(Level level, std::string_view message);

template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  write_log(Level::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
  write_log(Level::warn, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  write_log(Level::error, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  write_log(Level::debug, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace offhook::telemetry
