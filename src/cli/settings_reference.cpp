// The reference of all settings in docs/configuration.md.
#include <fmt/format.h>

#include "cli/settings_document.h"

namespace offhook::cli {
namespace {

std::string code(std::string_view text) { return text.empty() ? "" : fmt::format("`{}`", text); }

std::string ways_of(const SettingSpec& spec) {
  std::string ways;
  for (const std::string_view alias : spec.aliases) ways += (ways.empty() ? "" : ", ") + code(alias);
  if (!spec.flag.empty()) ways += (ways.empty() ? "" : ", ") + code(spec.flag);
  return ways;
}

std::string meaning_of(const SettingSpec& spec) {
  const std::string bounds = bounds_of(spec);
  return fmt::format("{}{}{}{}", spec.help, bounds.empty() ? "" : ": ", bounds,
                     spec.is_secret() ? "; secret: no flag" : "");
}

}  // namespace

std::string settings_reference() {
  std::string text;
  for (const SettingSection& section : setting_sections()) {
    text += fmt::format("\n### [{}]: {}\n\n| key | default | what | also |\n|---|---|---|---|\n",
                        section.name, section.title);
    for (const SettingSpec* spec : section.settings)
      text += fmt::format("| {} | {} | {} | {} |\n", code(spec->key), code(spec->fallback), meaning_of(*spec),
                          ways_of(*spec));
  }
  return text;
}

}  // namespace offhook::cli
