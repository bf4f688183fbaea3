// Settings: every configuration value, where it may come from, and where the effective one did come from.
//
// One table (settings.cpp) names each key once; flags, environment, file and documentation are made from it.
// Precedence: flag, environment, file, default. A secret has no flag. An empty variable counts as not set.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sensitive.h"

namespace offhook::cli {

struct SettingSpec {
  std::string_view key;  // "s3.storage_class"
  std::vector<std::string_view>
      aliases;                // variables people already have, first wins; after OFFHOOK_S3_STORAGE_CLASS
  std::string_view fallback;  // default, as text
  std::string_view help;
  bool secret = false;
  bool number = false;  // must be a whole number ≥ 0
};

[[nodiscard]] std::span<const SettingSpec> setting_specs();

// "s3.storage_class" -> "--s3-storage-class" / "OFFHOOK_S3_STORAGE_CLASS".
[[nodiscard]] std::string flag_name(std::string_view key);
[[nodiscard]] std::string variable_name(std::string_view key);

using Environment = std::function<std::optional<std::string>(const std::string& name)>;
[[nodiscard]] Environment process_environment();

class Settings {
 public:
  // `flags`: key to value, from the command line. `file_text`: the TOML file's, named `file_name` in errors.
  // Unknown keys and wrong types are Error "config.invalid" with file and line.
  [[nodiscard]] static Result<Settings> resolve(const std::map<std::string, std::string>& flags,
                                                const Environment& environment, std::string_view file_text,
                                                std::string_view file_name);

  // The effective value; "" where there is none. `key` must be in the table.
  [[nodiscard]] const std::string& text(std::string_view key) const;
  [[nodiscard]] Sensitive<std::string> secret(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return !text(key).empty(); }
  [[nodiscard]] bool enabled(std::string_view key) const { return text(key) == "true"; }
  [[nodiscard]] std::uint64_t number(std::string_view key) const;
  // The parts between commas, without blanks around them; empty ones are left out.
  [[nodiscard]] std::vector<std::string> list(std::string_view key) const;
  // "flag --s3-bucket", "environment S3_BUCKET", "file offhook.toml:3", "default", or "not set".
  [[nodiscard]] const std::string& origin(std::string_view key) const;

  // Error "config.missing" that names the key and both ways to set it.
  [[nodiscard]] Result<std::string> require(std::string_view key) const;

 private:
  struct Effective {
    std::string value;
    std::string origin;
  };
  std::map<std::string, Effective, std::less<>> values_;
};

}  // namespace offhook::cli
