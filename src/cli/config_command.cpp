// `offhook config`: every setting with its effective value and where that came from. Secrets are not shown.
#include <CLI/CLI.hpp>

#include <cstdio>

#include "cli/command.h"

namespace offhook::cli {
namespace {

class ConfigCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.footer(
        "Each setting is a key in offhook.toml, a variable OFFHOOK_SECTION_KEY and, unless secret, a "
        "flag.\n\n"
        "Examples:\n"
        "  offhook config");
  }

  Result<ExitCode> run(CommandContext& context) override {
    for (const SettingSpec& spec : setting_specs()) {
      const std::string& value = context.settings.text(spec.key);
      const std::string shown = spec.is_secret() && !value.empty() ? "(secret)" : value;
      std::fprintf(stdout, "%-32s %-28s # %s; %s\n", std::string(spec.key).c_str(), shown.c_str(),
                   context.settings.origin(spec.key).c_str(), std::string(spec.help).c_str());
    }
    return ExitCode::ok;
  }
};

}  // namespace

std::unique_ptr<Command> make_config_command() { return std::make_unique<ConfigCommand>(); }

}  // namespace offhook::cli
