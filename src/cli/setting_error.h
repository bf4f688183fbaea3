// Says of an Error which setting it is about, and where the value came from.
#pragma once

#include <string_view>

#include "cli/settings.h"

namespace offhook::cli {

// "run.time_zone (environment OFFHOOK_RUN_TIME_ZONE): …". A file that is not there is a mistake of the
// configuration, too: "config.file".
[[nodiscard]] Error about(const Settings& settings, std::string_view key, Error error);

}  // namespace offhook::cli
