// Documents made from the table of settings, so that none can drift from it: a commented configuration file,
// its JSON Schema, and the reference in docs/configuration.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings.h"

namespace offhook::cli {

struct SettingSection {
  std::string_view name;   // "s3"
  std::string_view title;  // "Amazon S3, or what speaks its protocol"
  std::vector<const SettingSpec*> settings;
};

// All settings by section, in the table's order.
[[nodiscard]] std::vector<SettingSection> setting_sections();

// What a value may be, where the type does not say it: "job or query", "1 to 19", "at least 1"; else "".
[[nodiscard]] std::string bounds_of(const SettingSpec& spec);

// The member's own name: "storage_class" of "s3.storage_class".
[[nodiscard]] std::string_view member_name(const SettingSpec& spec);

// A whole offhook.toml with every setting explained. Those of `written` stand in it as values; all others are
// commented out, with their defaults.
[[nodiscard]] std::string commented_toml(const std::map<std::string, std::string>& written);

// Of the whole file, JSON Schema draft 2020-12.
[[nodiscard]] std::string json_schema();

// The tables of docs/configuration.md.
[[nodiscard]] std::string settings_reference();

}  // namespace offhook::cli
