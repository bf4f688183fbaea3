#include "aws/profile.h"

#include "base/file.h"

namespace offhook::aws {
namespace {

constexpr std::uint64_t kMaxFileBytes = 1u << 20;

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// A comment begins with '#' or ';' at the start of a line or after a blank.
std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i)
    if ((line[i] == '#' || line[i] == ';') && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t'))
      return line.substr(0, i);
  return line;
}

}  // namespace

void Profiles::add(std::string_view text, bool is_config) {
  Section* section = nullptr;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view raw = text.substr(at, end - at);
    at = end + 1;
    const std::string_view line = trim(without_comment(raw));
    if (line.empty()) continue;
    if (line.front() == '[' && line.back() == ']') {
      std::string_view name = trim(line.substr(1, line.size() - 2));
      section = nullptr;
      if (is_config && name != "default") {
        // Other sections of the config file ("[sso-session …]", "[services …]") are no profiles.
        if (!name.starts_with("profile ") && !name.starts_with("profile\t")) continue;
        name = trim(name.substr(8));
      }
      section = &profiles_[std::string(name)];
      continue;
    }
    const auto equals = line.find('=');
    // An indented line belongs to a nested block ("s3 ="), which holds nothing of ours.
    if (section == nullptr || equals == std::string_view::npos || raw.front() == ' ' || raw.front() == '\t')
      continue;
    (*section)[std::string(trim(line.substr(0, equals)))] = trim(line.substr(equals + 1));
  }
}

Result<Profiles> Profiles::read(const Environment& environment) {
  Profiles profiles;
  const std::filesystem::path home = environment("HOME").value_or("");
  const auto load = [&](const char* variable, const char* name, bool is_config) -> Result<void> {
    const auto named = environment(variable);
    if (!named && home.empty()) return {};
    const auto text = read_file(named ? std::filesystem::path(*named) : home / ".aws" / name, kMaxFileBytes);
    if (!text && text.error().cls == ErrorClass::not_found) return {};
    if (!text) return fail(text.error());
    profiles.add(*text, is_config);
    return {};
  };
  OFFHOOK_CHECK_OK(load("AWS_CONFIG_FILE", "config", true));
  OFFHOOK_CHECK_OK(load("AWS_SHARED_CREDENTIALS_FILE", "credentials", false));
  return profiles;
}

std::string Profiles::selected(const Environment& environment) {
  return environment("AWS_PROFILE").value_or("default");
}

std::optional<std::string> Profiles::find(std::string_view profile, std::string_view key) const {
  const auto section = profiles_.find(profile);
  if (section == profiles_.end()) return std::nullopt;
  const auto value = section->second.find(key);
  if (value == section->second.end() || value->second.empty()) return std::nullopt;
  return value->second;
}

Result<std::string> configured_region(const Environment& environment) {
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"})
    if (auto region = environment(variable)) return std::move(*region);
  OFFHOOK_TRY(const Profiles profiles, Profiles::read(environment));
  return profiles.find(Profiles::selected(environment), "region").value_or("");
}

}  // namespace offhook::aws
