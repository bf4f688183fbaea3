#include "cli/setting_error.h"

#include <fmt/format.h>

namespace offhook::cli {

Error about(const Settings& settings, std::string_view key, Error error) {
  if (error.cls == ErrorClass::not_found) {
    error.cls = ErrorClass::permanent;
    error.code = "config.file";
  }
  error.message = fmt::format("{} ({}): {}", key, settings.origin(key), error.message);
  return error;
}

}  // namespace offhook::cli
