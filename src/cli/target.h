// Target: where the archive lives, from `s3://bucket/prefix` or `file:///folder`, or bucket and prefix apart.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "cli/settings.h"

namespace offhook::cli {

struct Target {
  std::string bucket;            // empty for a folder
  std::filesystem::path folder;  // empty for a bucket
  std::string prefix;            // without slashes at its ends
};

// Error "config.target" or "config.missing".
[[nodiscard]] Result<Target> read_target(const Settings& settings);

}  // namespace offhook::cli
