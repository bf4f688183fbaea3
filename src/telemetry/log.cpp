#include "telemetry/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace offhook::telemetry {
namespace {

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

}  // namespace

void start_log(LogOptions options) {
  auto logger = spdlog::stderr_color_mt("offhook");
  logger->set_level(to_spdlog(options.level));
  logger->set_pattern(
      options.json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%v})" : "%H:%M:%S %^%l%$ %v",
      spdlog::pattern_time_type::utc);
  spdlog::set_default_logger(std::move(logger));
}

void write_log(Level level, std::string_view message) {
  spdlog::default_logger_raw()->log(to_spdlog(level), "{}", message);
}

}  // namespace offhook::telemetry
