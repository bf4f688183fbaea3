#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "cli/settings.h"

namespace offhook::cli {
namespace {

const SettingSpec* setting_of(const std::string& flag) {
  for (const SettingSpec& spec : setting_specs())
    if (flag == flag_name(spec.key) || flag == spec.flag) return &spec;
  return nullptr;
}

std::vector<std::string> words(std::string_view text, char between) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(between, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

CommandFlag flag_of(const CLI::Option& option) {
  CommandFlag flag;
  flag.name = "--" + option.get_lnames().front();
  flag.help = option.get_description();
  flag.group = option.get_group();
  flag.takes_value = option.get_items_expected_max() > 0;
  flag.takes_file = flag.name.ends_with("-file") || flag.name == "--config" || flag.name == "--policy";
  if (const SettingSpec* spec = setting_of(flag.name)) flag.choices = words(spec->choices, '|');
  return flag;
}

}  // namespace

CommandSummary summary_of(const CLI::App& app) {
  CommandSummary summary;
  summary.name = app.get_name();
  summary.help = app.get_description();
  summary.notes = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    if (!option->get_lnames().empty()) {
      summary.flags.push_back(flag_of(*option));
    } else {
      std::string name = option->get_name();
      std::ranges::transform(name, name.begin(),
                             [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
      summary.arguments.push_back(option->get_required() ? name : "[" + name + "]");
    }
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    if (command->get_name().empty())  // a group of options
      std::ranges::move(summary_of(*command).flags, std::back_inserter(summary.flags));
    else if (!command->get_group().empty())
      summary.commands.push_back(summary_of(*command));
  return summary;
}

}  // namespace offhook::cli
