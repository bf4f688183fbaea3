#include "cli/settings_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "cli/settings.h"

namespace offhook::cli {
namespace {

constexpr std::string_view kOrganisations = "org";

tl::unexpected<Error> invalid(std::string message) {
  return fail(ErrorClass::permanent, "config.invalid", std::move(message));
}

// A list of strings, or a table of them, as the flag and the variable would have it: "a,b", "name=a,name=b".
std::optional<std::string> list_of(const toml::node& node) {
  std::string text;
  const auto add = [&](const toml::node& value, std::string_view name) {
    const auto* string = value.as_string();
    if (string == nullptr || string->get().find(',') != std::string::npos) return false;
    text += (text.empty() ? "" : ",") + (name.empty() ? "" : std::string(name) + "=") + string->get();
    return true;
  };
  if (const auto* array = node.as_array()) {
    for (const toml::node& value : *array)
      if (!add(value, "")) return std::nullopt;
    return text;
  }
  if (const auto* table = node.as_table()) {
    for (const auto& [name, value] : *table)
      if (!add(value, name.str())) return std::nullopt;
    return text;
  }
  return std::nullopt;
}

// What a setting can hold, as text; nothing for anything else.
std::optional<std::string> text_of(const toml::node& node, SettingType type) {
  if (const auto* string = node.as_string()) return string->get();
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  if (type == SettingType::list) return list_of(node);
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(std::string_view name) : name_(name) {}

  Result<SettingsFile> read(const toml::table& document) {
    SettingsFile file;
    for (const auto& [section, node] : document) {
      const toml::table* members = node.as_table();
      if (!members) return outside_a_section(section.str(), node);
      for (const auto& [member, value] : *members) {
        const toml::table* own = section.str() == kOrganisations ? value.as_table() : nullptr;
        if (own) {
          OFFHOOK_CHECK_OK(read_organisation(*own, file.organisations[std::string(member.str())]));
        } else {
          OFFHOOK_CHECK_OK(add(fmt::format("{}.{}", section.str(), member.str()), value, file.values));
        }
      }
    }
    return file;
  }

 private:
  Result<void> read_organisation(const toml::table& own, FileValues& values) const {
    for (const auto& [section, node] : own) {
      if (section.str() == "expected_org_id") {
        OFFHOOK_CHECK_OK(add("org.expected_id", node, values));
        continue;
      }
      const toml::table* members = node.as_table();
      if (!members || section.str() == kOrganisations) return outside_a_section(section.str(), node);
      for (const auto& [member, value] : *members)
        OFFHOOK_CHECK_OK(add(fmt::format("{}.{}", section.str(), member.str()), value, values));
    }
    return {};
  }

  Result<void> add(std::string key, const toml::node& node, FileValues& values) const {
    const unsigned line = node.source().begin.line;
    const auto specs = setting_specs();
    const auto spec = std::ranges::find(specs, key, &SettingSpec::key);
    if (spec == specs.end())
      return invalid(fmt::format("{}:{}: unknown key '{}'; `offhook config` lists them", name_, line, key));
    auto text = text_of(node, spec->type);
    if (!text)
      return invalid(fmt::format("{}:{}: '{}' must be {}", name_, line, key,
                                 spec->type == SettingType::list ? "a string, or a list or table of strings"
                                                                 : "a string, a number or a boolean"));
    values[std::move(key)] = {std::move(*text), line};
    return {};
  }

  tl::unexpected<Error> outside_a_section(std::string_view key, const toml::node& node) const {
    return invalid(fmt::format("{}:{}: '{}' stands outside a section; write it as [section] and key", name_,
                               node.source().begin.line, key));
  }

  std::string_view name_;
};

}  // namespace

Result<SettingsFile> read_settings_file(std::string_view text, std::string_view name) {
  try {
    return Reader(name).read(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return invalid(fmt::format("{}:{}: {}", name, error.source().begin.line, error.description()));
  }
}

}  // namespace offhook::cli
