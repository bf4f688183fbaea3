#include "cli/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/check.h"
#include "cli/settings_file.h"

namespace offhook::cli {
namespace {

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorClass::permanent, "config.invalid", std::move(message));
}

std::optional<double> decimal_of(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_choice(std::string_view value, std::string_view choices) {
  for (std::size_t at = 0; at <= choices.size();) {
    const std::size_t bar = std::min(choices.find('|', at), choices.size());
    if (choices.substr(at, bar - at) == value) return true;
    at = bar + 1;
  }
  return false;
}

// Why a value cannot be what the setting says; nothing when it can.
std::optional<std::string> objection(const SettingSpec& spec, std::string_view value) {
  switch (spec.type) {
    case SettingType::boolean:
      if (value != "true" && value != "false") return "is neither true nor false";
      break;
    case SettingType::number:
      if (value.empty() || value.find_first_not_of("0123456789") != std::string_view::npos)
        return "is not a whole number";
      [[fallthrough]];
    case SettingType::decimal: {
      const auto number = decimal_of(value);
      if (!number) return "is not a number";
      if (*number < spec.least) return fmt::format("must be at least {}", spec.least);
      if (*number > spec.most) return fmt::format("must be at most {}", spec.most);
      break;
    }
    case SettingType::text:
    case SettingType::secret:
    case SettingType::list:
      break;
  }
  if (!spec.choices.empty() && !value.empty() && !is_choice(value, spec.choices))
    return fmt::format("must be one of {}", spec.choices);
  return std::nullopt;
}

struct Found {
  std::string value;
  std::string origin;
};

// Where each value may come from, in the order of precedence.
class Sources {
 public:
  Sources(const std::map<std::string, std::string>& flags, const Environment& environment,
          const SettingsFile& file, std::string_view file_name)
      : flags_(flags), environment_(environment), file_(file), file_name_(file_name) {}

  [[nodiscard]] std::optional<Found> find(const SettingSpec& spec, const FileValues* organisation) const {
    const std::string key(spec.key);
    if (const auto flag = flags_.find(key); flag != flags_.end() && !spec.is_secret())
      return Found{flag->second, "flag " + flag_name(key)};
    std::vector<std::string> variables = {variable_name(key)};
    variables.insert(variables.end(), spec.aliases.begin(), spec.aliases.end());
    for (const std::string& variable : variables)
      if (auto value = environment_(variable)) return Found{std::move(*value), "environment " + variable};
    for (const FileValues* values : {organisation, &file_.values}) {
      if (!values) continue;
      if (const auto in_file = values->find(key); in_file != values->end())
        return Found{in_file->second.value, fmt::format("file {}:{}", file_name_, in_file->second.line)};
    }
    if (spec.fallback.empty()) return std::nullopt;
    return Found{std::string(spec.fallback), "default"};
  }

 private:
  const std::map<std::string, std::string>& flags_;
  const Environment& environment_;
  const SettingsFile& file_;
  std::string_view file_name_;
};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

const SettingSpec& spec_of(std::string_view key) {
  for (const SettingSpec& spec : setting_specs())
    if (spec.key == key) return spec;
  check(false, "a setting outside the table");
  std::abort();
}

std::string flag_name(std::string_view key) {
  std::string name = "--" + std::string(key);
  std::replace_if(name.begin(), name.end(), [](char c) { return c == '.' || c == '_'; }, '-');
  return name;
}

std::string variable_name(std::string_view key) {
  std::string name = "OFFHOOK_" + std::string(key);
  for (char& c : name) c = c == '.' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return name;
}

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (!value || !*value) return std::nullopt;
    return std::string(value);
  };
}

Result<Settings> Settings::resolve(const std::map<std::string, std::string>& flags,
                                   const Environment& environment, std::string_view file_text,
                                   std::string_view file_name) {
  OFFHOOK_TRY(const SettingsFile file, read_settings_file(file_text, file_name));
  const Sources sources(flags, environment, file, file_name);
  Settings settings;
  for (const auto& [name, values] : file.organisations) settings.organisations_.push_back(name);

  auto name = sources.find(spec_of("org.name"), nullptr);
  if (!name && file.organisations.size() == 1)
    name = Found{settings.organisations_.front(), fmt::format("file {}", file_name)};
  const FileValues* organisation = nullptr;
  if (name && !file.organisations.empty()) {
    const auto own = file.organisations.find(name->value);
    if (own == file.organisations.end())
      return fail(ErrorClass::permanent, "config.org",
                  fmt::format("{} has no table [org.{}] ({}); it has {}", file_name, name->value,
                              name->origin, joined(settings.organisations_)));
    organisation = &own->second;
  }

  for (const SettingSpec& spec : setting_specs()) {
    auto found = spec.key == "org.name" ? name : sources.find(spec, organisation);
    if (found) {
      if (const auto why = objection(spec, found->value))
        return invalid(fmt::format("{} ({}) {}", spec.key, found->origin, *why));
      settings.secret_in_file_ |= spec.is_secret() && found->origin.starts_with("file ");
    }
    Found effective = std::move(found).value_or(Found{"", "not set"});
    settings.values_.emplace(std::string(spec.key),
                             Effective{std::move(effective.value), std::move(effective.origin)});
  }
  return settings;
}

const std::string& Settings::text(std::string_view key) const {
  return values_.at(std::string(spec_of(key).key)).value;
}

Sensitive<std::string> Settings::secret(std::string_view key) const {
  return Sensitive<std::string>(text(key));
}

std::uint64_t Settings::number(std::string_view key) const { return std::stoull(text(key)); }

double Settings::decimal(std::string_view key) const { return decimal_of(text(key)).value_or(0); }

std::chrono::milliseconds Settings::seconds(std::string_view key) const {
  return std::chrono::milliseconds(static_cast<std::int64_t>(decimal(key) * 1000));
}

std::vector<std::string> Settings::list(std::string_view key) const {
  std::vector<std::string> parts;
  const std::string& value = text(key);
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    const std::size_t first = value.find_first_not_of(' ', at), last = value.find_last_not_of(' ', comma - 1);
    if (first < comma) parts.push_back(value.substr(first, last - first + 1));
    at = comma + 1;
  }
  return parts;
}

const std::string& Settings::origin(std::string_view key) const {
  return values_.at(std::string(spec_of(key).key)).origin;
}

Result<std::string> Settings::require(std::string_view key) const {
  if (has(key)) return text(key);
  const SettingSpec& spec = spec_of(key);
  const std::string variable = spec.aliases.empty() ? variable_name(key) : std::string(spec.aliases.front());
  const std::size_t dot = key.find('.');
  return fail(
      ErrorClass::permanent, "config.missing",
      fmt::format("{} is not set ({}): set the variable {}, or write `{} = …` under [{}] in offhook.toml",
                  key, spec.help, variable, key.substr(dot + 1), key.substr(0, dot)));
}

Result<void> Settings::require_choice() const {
  if (has("org.name") || organisations_.size() < 2) return {};
  return fail(ErrorClass::permanent, "config.org",
              "the configuration names several organisations: choose one of " + joined(organisations_) +
                  " with --org or OFFHOOK_ORG");
}

}  // namespace offhook::cli
