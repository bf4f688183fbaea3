// The configuration file: TOML with a section for each part of the settings, and a table for each
// organisation that has settings of its own.
//
//   [s3]
//   region = "eu-central-1"
//   [org.acme]
//   expected_org_id = "…"
//   [org.acme.genesys]
//   client_id = "…"
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace offhook::cli {

struct FileValue {
  std::string value;
  unsigned line = 0;
};
using FileValues = std::map<std::string, FileValue, std::less<>>;  // by key

struct SettingsFile {
  FileValues values;
  std::map<std::string, FileValues, std::less<>> organisations;  // by name
};

// Error "config.invalid" with file and line: no TOML, a key outside the table of settings, a value of a type
// that no setting has.
[[nodiscard]] Result<SettingsFile> read_settings_file(std::string_view text, std::string_view name);

}  // namespace offhook::cli
