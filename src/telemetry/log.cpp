#include "telemetry/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdlib>

#include "telemetry/detail/line_text.h"
#include "telemetry/detail/terminal.h"

namespace offhook::telemetry {
namespace {

std::atomic<bool> as_json = false;

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// https://no-color.org: any value but an empty one.
spdlog::color_mode color_mode() {
  const char* no_color = std::getenv("NO_COLOR");
  return no_color != nullptr && *no_color != '\0' ? spdlog::color_mode::never : spdlog::color_mode::automatic;
}

}  // namespace

void start_log(LogOptions options) {
  auto sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>(color_mode());
  auto logger = std::make_shared<spdlog::logger>("offhook", std::move(sink));
  logger->set_level(to_spdlog(options.level));
  logger->set_pattern(
      options.json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%v})" : "%H:%M:%S %^%l%$ %v",
      spdlog::pattern_time_type::utc);
  as_json = options.json;
  spdlog::set_default_logger(std::move(logger));
}

void write_log(Level level, std::string_view message) {
  spdlog::logger* logger = spdlog::default_logger_raw();
  if (!logger->should_log(to_spdlog(level))) return;
  const std::string text = as_json ? json_string(message) : one_line(message);
  write_above_status_line([&] { logger->log(to_spdlog(level), "{}", text); });
}

}  // namespace offhook::telemetry
