// `offhook init`: a commented configuration file and a token key to begin with. Overwrites nothing.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>

#include "base/encoding.h"
#include "cli/command.h"
#include "cli/private_file.h"
#include "cli/settings_document.h"
#include "json/value.h"

namespace offhook::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kTokenKeyBytes = 32;

// Nothing runs without one of each line.
struct Needed {
  std::string_view key;
  std::string_view instead = key;
};
constexpr Needed kNeeded[] = {
    {"genesys.region", "genesys.api_base"},
    {"genesys.client_id"},
    {"genesys.client_secret", "genesys.client_secret_file"},
    {"target.url", "target.bucket"},
};

class InitCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.footer(
        "Writes the file that --config names, or offhook.toml, and beside it offhook.token-key: a random "
        "key,\n"
        "which only its owner may read. Settings given as flags are filled in. A file that exists is never\n"
        "overwritten; a token key that is set already (TOKENIZATION_KEY, redact.token_key_file) is kept.\n\n"
        "Examples:\n"
        "  offhook init\n"
        "  offhook init --genesys-region eu-central-1 --target-url s3://my-bucket/archive\n"
        "  offhook init --config /etc/offhook/offhook.toml");
  }

  [[nodiscard]] bool reads_file() const override { return false; }

  Result<ExitCode> run(CommandContext& context) override {
    const Settings& settings = context.settings;
    const fs::path config = fs::absolute(context.config_file).lexically_normal();
    std::map<std::string, std::string> written;
    std::vector<std::string> missing;
    for (const auto& [key, instead] : kNeeded) {
      if (settings.has(key) || settings.has(instead)) continue;
      written[std::string(key)] = "";
      missing.emplace_back(key);
    }
    for (const SettingSpec& spec : setting_specs())
      if (settings.origin(spec.key).starts_with("flag "))
        written[std::string(spec.key)] = settings.text(spec.key);

    OFFHOOK_CHECK_OK(refuse_existing(config));
    fs::path key;
    if (!settings.has("redact.token_key")) {
      key = settings.has("redact.token_key_file") ? fs::path(settings.text("redact.token_key_file"))
                                                  : config.parent_path() / "offhook.token-key";
      key = fs::absolute(key).lexically_normal();
      written["redact.token_key_file"] = key.string();
    }
    const bool make_key = !key.empty() && (!settings.has("redact.token_key_file") || !fs::exists(key));
    if (make_key) OFFHOOK_CHECK_OK(write_token_key(key, context.process.random));
    OFFHOOK_CHECK_OK(create_private_file(config, commented_toml(written)));
    context.json ? say_json(config, key, make_key, missing) : say(config, key, make_key, missing);
    return ExitCode::ok;
  }

 private:
  static Result<void> refuse_existing(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) return {};
    return fail(file_exists(path));
  }

  static Result<void> write_token_key(const fs::path& path, Random& random) {
    std::array<std::uint8_t, kTokenKeyBytes> bytes{};
    random.fill(bytes);
    return create_private_file(path, "hex:" + to_hex(bytes) + "\n");
  }

  static void say(const fs::path& config, const fs::path& key, bool key_made,
                  const std::vector<std::string>& missing) {
    std::string text = fmt::format("wrote {}\n", config.string());
    if (key_made)
      text += fmt::format(
          "wrote {}, a new token key: keep a copy in a safe place. Without it, the same number gets another\n"
          "token, and nobody can search the archive for a value.\n",
          key.string());
    if (!missing.empty()) text += "\nFill in, there or as a variable:\n";
    for (const std::string& name : missing) {
      const SettingSpec& spec = spec_of(name);
      text += fmt::format("  {:<24}{:<24}{}\n", name,
                          spec.aliases.empty() ? variable_name(name) : std::string(spec.aliases.front()),
                          spec.help);
    }
    text +=
        fmt::format("\nThen:\n  offhook doctor{0}\n  offhook plan --last 7d{0}\n  offhook run --last 7d{0}\n",
                    config.filename() == "offhook.toml" ? "" : " --config " + config.string());
    std::fwrite(text.data(), 1, text.size(), stdout);
  }

  static void say_json(const fs::path& config, const fs::path& key, bool key_made,
                       const std::vector<std::string>& missing) {
    const json::Value::Object members{{"event", "init.finished"},
                                      {"config_file", config.string()},
                                      {"token_key_file", key.string()},
                                      {"token_key_made", key_made},
                                      {"missing", json::Value::Array(missing.begin(), missing.end())}};
    std::fprintf(stdout, "%s\n", json::compact(members).c_str());
  }
};

}  // namespace

std::unique_ptr<Command> make_init_command() { return std::make_unique<InitCommand>(); }

}  // namespace offhook::cli
