#include "cli/settings_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace offhook::cli {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTitles[] = {
    {"org", "the organisation; several have a table each, [org.NAME], with sections of their own"},
    {"genesys", "Genesys Cloud: where it is, and who we are there"},
    {"target", "where the archive goes"},
    {"s3", "Amazon S3, or a server that speaks its protocol"},
    {"gate", "what the bucket must be like before a byte of content goes there"},
    {"event", "who is told of each finished manifest"},
    {"redact", "what is personal data, and the key of the tokens that replace it"},
    {"state", "what this machine keeps: back it up"},
    {"sign", "the key that signs manifests"},
    {"spool", "redacted bytes that wait for their upload"},
    {"archive", "how objects are written"},
    {"source", "how conversations are read, and how much of the request budget is ours"},
    {"filters", "which conversations"},
    {"retry", "what is tried again, and when"},
    {"timeout", "when waiting ends"},
    {"run", "how a run works"},
    {"plan", "what `offhook plan` reckons with"},
    {"connection", "every connection"},
};

std::string_view title_of(std::string_view section) {
  const auto found =
      std::ranges::find(kTitles, section, &std::pair<std::string_view, std::string_view>::first);
  check(found != std::end(kTitles), "a section of settings without a title");
  return found->second;
}

std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      quoted += c;
  }
  return quoted + '"';
}

std::string toml_value(const SettingSpec& spec, std::string_view value) {
  switch (spec.type) {
    case SettingType::number:
    case SettingType::decimal:
    case SettingType::boolean:
      return std::string(value);
    case SettingType::text:
    case SettingType::secret:
    case SettingType::list:
      break;
  }
  return toml_string(value);
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

void add_setting(std::string& text, const SettingSpec& spec, const std::string* written) {
  const std::string bounds = bounds_of(spec);
  text += fmt::format("\n# {}{}{}\n", spec.help, bounds.empty() ? "" : ": ", bounds);
  if (!spec.aliases.empty()) text += fmt::format("# variable {}\n", joined(spec.aliases));
  text += fmt::format("{}{} = {}\n", written ? "" : "# ", member_name(spec),
                      toml_value(spec, written ? std::string_view(*written) : spec.fallback));
}

constexpr std::string_view kHeader =
    R"(# Configuration of offhook. `offhook config` shows what each setting is in effect, and where that comes from.
#
# Every setting is also a variable, OFFHOOK_SECTION_KEY, and, unless it is a secret, a flag, --section-key; a flag
# comes before a variable, and a variable before this file. Some have further variables, named below. What is
# commented out shows the default.
)";

}  // namespace

std::vector<SettingSection> setting_sections() {
  std::vector<SettingSection> sections;
  for (const SettingSpec& spec : setting_specs()) {
    const std::string_view name = spec.key.substr(0, spec.key.find('.'));
    auto section = std::ranges::find(sections, name, &SettingSection::name);
    if (section == sections.end())
      section = sections.insert(sections.end(), SettingSection{name, title_of(name), {}});
    section->settings.push_back(&spec);
  }
  return sections;
}

std::string bounds_of(const SettingSpec& spec) {
  static const SettingSpec unbounded{};
  if (!spec.choices.empty()) {
    std::string text(spec.choices);
    for (std::size_t bar = text.find('|'); bar != std::string::npos; bar = text.find('|', bar))
      text.replace(bar, 1, text.find('|', bar + 1) == std::string::npos ? " or " : ", ");
    return text;
  }
  if (spec.type != SettingType::number && spec.type != SettingType::decimal) return "";
  if (spec.most < unbounded.most) return fmt::format("{} to {}", spec.least, spec.most);
  if (spec.least > unbounded.least) return fmt::format("at least {}", spec.least);
  return "";
}

std::string_view member_name(const SettingSpec& spec) { return spec.key.substr(spec.key.find('.') + 1); }

std::string commented_toml(const std::map<std::string, std::string>& written) {
  std::string text(kHeader);
  for (const SettingSection& section : setting_sections()) {
    text += fmt::format("\n\n[{}]  # {}\n", section.name, section.title);
    for (const SettingSpec* spec : section.settings) {
      const auto found = written.find(std::string(spec->key));
      add_setting(text, *spec, found == written.end() ? nullptr : &found->second);
    }
  }
  return text;
}

}  // namespace offhook::cli
