// `offhook config`: every setting with its effective value and where that came from; and what settings there
// are. Secrets are not shown.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/command.h"
#include "cli/settings_document.h"
#include "json/value.h"

namespace offhook::cli {
namespace {

class ConfigCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    auto* schema =
        app.add_flag("--schema", schema_, "print the JSON Schema of offhook.toml, and read nothing");
    app.add_flag("--reference", reference_, "print the tables of docs/configuration.md")->excludes(schema);
    app.footer(
        "Each setting is a key in offhook.toml, a variable OFFHOOK_SECTION_KEY and, unless secret, a "
        "flag.\n\n"
        "Examples:\n"
        "  offhook config\n"
        "  offhook config --json | jq '.settings[] | select(.origin != \"default\")'\n"
        "  offhook config --schema > offhook.schema.json");
  }

  [[nodiscard]] bool reads_file() const override { return !schema_ && !reference_; }

  Result<ExitCode> run(CommandContext& context) override {
    if (schema_)
      std::fprintf(stdout, "%s\n", json_schema().c_str());
    else if (reference_)
      std::fputs(settings_reference().c_str(), stdout);
    else if (context.json)
      print_json(context.settings);
    else
      print(context.settings);
    return ExitCode::ok;
  }

 private:
  static std::string shown(const Settings& settings, const SettingSpec& spec) {
    const std::string& value = settings.text(spec.key);
    return spec.is_secret() && !value.empty() ? "(secret)" : value;
  }

  static void print(const Settings& settings) {
    for (const SettingSpec& spec : setting_specs())
      std::fprintf(stdout, "%-32s %-28s # %s; %s\n", std::string(spec.key).c_str(),
                   shown(settings, spec).c_str(), settings.origin(spec.key).c_str(),
                   std::string(spec.help).c_str());
  }

  static void print_json(const Settings& settings) {
    json::Value::Array all;
    for (const SettingSpec& spec : setting_specs())
      all.push_back(json::Value::Object{{"key", std::string(spec.key)},
                                        {"value", shown(settings, spec)},
                                        {"origin", settings.origin(spec.key)}});
    std::fprintf(stdout, "%s\n", json::compact(json::Value::Object{{"settings", std::move(all)}}).c_str());
  }

  bool schema_ = false;
  bool reference_ = false;
};

}  // namespace

std::unique_ptr<Command> make_config_command() { return std::make_unique<ConfigCommand>(); }

}  // namespace offhook::cli
