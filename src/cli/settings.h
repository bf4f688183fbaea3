// Settings: every configuration value, where it may come from, and where the effective one did come from.
//
// One table (settings_table.cpp) names each key once; flags, environment, file, schema and documentation are
// made from it. Precedence: flag, environment, the organisation's table in the file, the file, default. A
// secret has no flag. An empty variable counts as not set.
#pragma once

#include <chrono>
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

enum class SettingType {
  text,
  secret,   // text that is never shown
  number,   // whole
  decimal,  // with a fraction
  boolean,
  list,  // by comma; in the file also an array
};

struct SettingSpec {
  std::string_view key;                        // "s3.storage_class"
  std::vector<std::string_view> aliases = {};  // variables; first wins, after OFFHOOK_S3_STORAGE_CLASS
  std::string_view fallback = {};              // default, as text
  std::string_view help = {};
  SettingType type = SettingType::text;
  std::string_view choices = {};  // "job|query"; empty: anything
  double least = 0;               // of numbers and decimals
  double most = 1e17;
  std::string_view flag = {};  // a shorter flag, at the commands that read the source
  [[nodiscard]] bool is_secret() const { return type == SettingType::secret; }
};

[[nodiscard]] std::span<const SettingSpec> setting_specs();
[[nodiscard]] const SettingSpec& spec_of(std::string_view key);  // one of the table

// "s3.storage_class" -> "--s3-storage-class" / "OFFHOOK_S3_STORAGE_CLASS".
[[nodiscard]] std::string flag_name(std::string_view key);
[[nodiscard]] std::string variable_name(std::string_view key);

using Environment = std::function<std::optional<std::string>(const std::string& name)>;
[[nodiscard]] Environment process_environment();

class Settings {
 public:
  // `flags`: key to value, from the command line. `file_text`: the TOML file's, named `file_name` in errors.
  // Unknown keys and wrong values are Error "config.invalid" with file and line.
  [[nodiscard]] static Result<Settings> resolve(const std::map<std::string, std::string>& flags,
                                                const Environment& environment, std::string_view file_text,
                                                std::string_view file_name);

  // The effective value; "" where there is none. `key` must be in the table.
  [[nodiscard]] const std::string& text(std::string_view key) const;
  [[nodiscard]] Sensitive<std::string> secret(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return !text(key).empty(); }
  [[nodiscard]] bool enabled(std::string_view key) const { return text(key) == "true"; }
  [[nodiscard]] std::uint64_t number(std::string_view key) const;
  [[nodiscard]] double decimal(std::string_view key) const;
  [[nodiscard]] std::chrono::milliseconds seconds(std::string_view key) const;
  // The parts between commas, without blanks around them; empty ones are left out.
  [[nodiscard]] std::vector<std::string> list(std::string_view key) const;
  // "flag --s3-bucket", "environment S3_BUCKET", "file offhook.toml:3", "default", or "not set".
  [[nodiscard]] const std::string& origin(std::string_view key) const;
  [[nodiscard]] bool is_default(std::string_view key) const { return origin(key) == "default"; }

  // Error "config.missing" that names the key and both ways to set it.
  [[nodiscard]] Result<std::string> require(std::string_view key) const;

  // Organisations that have a table of their own in the file. Where there is one only, it is chosen; where
  // there are more and none is, require_choice() is Error "config.org".
  [[nodiscard]] const std::vector<std::string>& organisations() const { return organisations_; }
  [[nodiscard]] Result<void> require_choice() const;
  // Does a secret stand in the file itself? Then nobody else may read it.
  [[nodiscard]] bool has_secret_in_file() const { return secret_in_file_; }

 private:
  struct Effective {
    std::string value;
    std::string origin;
  };
  std::map<std::string, Effective, std::less<>> values_;
  std::vector<std::string> organisations_;
  bool secret_in_file_ = false;
};

}  // namespace offhook::cli
