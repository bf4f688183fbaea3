#include "cli/app.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "base/crash_point.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/private_file.h"
#include "cli/redact_command.h"
#include "cli/stop_signals.h"
#include "telemetry/log.h"

namespace offhook::cli {
namespace {

constexpr std::uint64_t kMaxConfigBytes = 1u << 20;

struct Entry {
  const char* name;
  const char* summary;
  std::unique_ptr<Command> (*make)();
  bool reads_source = false;  // takes the short flags of filters and source
};

class RedactCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    app.add_flag("--spans", options_.spans, R"(print {"id","spans":[…]} instead of the redacted line)");
    app.add_flag("--explain", options_.explain, "print each span with its confidence and reason");
    app.add_option("--key-file", setup_.key_file, "file with the token key (else TOKENIZATION_KEY)");
    app.add_option("--policy", setup_.policy, "policy file, or us, uk, eu");
    app.add_option("--diff", other_policy_, "another policy: show what it would change, redact nothing");
    app.footer(
        "A filter: one JSON record a line on stdin, the redacted line on stdout. A record is "
        "{\"id\",\"text\"},\n"
        "{\"id\",\"turns\":[{\"role\",\"text\"}]}, or a whole conversation or transcript. A line that cannot "
        "be\n"
        "redacted with certainty is left out and named on stderr; the exit code is then 3.\n\n"
        "Examples:\n"
        "  TOKENIZATION_KEY=… offhook redact < calls.ndjson > redacted.ndjson\n"
        "  offhook redact --key-file key --spans < calls.ndjson\n"
        "  offhook redact --policy us --diff my-policy.toml < calls.ndjson");
  }

  Result<ExitCode> run(CommandContext& context) override {
    const Settings& settings = context.settings;
    if (setup_.policy.empty()) setup_.policy = settings.text("redact.policy");
    OFFHOOK_TRY(const Sensitive<std::string> key, find_secret(settings, "redact.token_key"));
    setup_.key_text = key.reveal();
    OFFHOOK_TRY(const redact::Engine engine, open_engine(setup_));
    std::ios::sync_with_stdio(false);
    if (!other_policy_.empty()) {
      RedactSetup other = setup_;
      other.policy = other_policy_;
      OFFHOOK_TRY(const redact::Engine after, open_engine(other));
      return static_cast<ExitCode>(run_redact_diff(engine, after, std::cin, std::cout, std::cerr));
    }
    return static_cast<ExitCode>(run_redact(engine, options_, std::cin, std::cout, std::cerr));
  }

 private:
  RedactOptions options_;
  RedactSetup setup_;
  std::string other_policy_;
};

std::unique_ptr<Command> make_redact_command() { return std::make_unique<RedactCommand>(); }

constexpr Entry kCommands[] = {
    {"init", "write a configuration file and a token key", make_init_command},
    {"demo", "show everything with a simulated organisation", make_demo_command},
    {"doctor", "check store, key and source, sending no content", make_doctor_command},
    {"plan", "what a run would ask, take and cost", make_plan_command, true},
    {"run", "archive an interval", make_run_command, true},
    {"status", "what was done, and what is quarantined or pending", make_status_command},
    {"verify", "read the archive back and prove it", make_verify_command},
    {"get", "print one record of the archive", make_get_command},
    {"find", "find the records that hold a given value", make_find_command},
    {"prove", "print a proof that a record is in the archive", make_prove_command},
    {"ledger", "rebuild a lost ledger", make_ledger_command},
    {"redact", "redact records from stdin to stdout", make_redact_command},
    {"config", "show every setting and where it comes from", make_config_command},
    {"man", "print a manual page", make_man_command},
    {"completion", "print completions for a shell", make_completion_command},
};

constexpr const char* kDefaultConfig = "offhook.toml";

struct Globals {
  std::string config_file;
  bool json = false;
  bool verbose = false;
  std::map<std::string, std::string> flags;
};

#ifndef NDEBUG
// Tests end the program at one of these: base/crash_point.h.
void add_crash_points(CLI::App& app) {
  app.add_flag_callback(
      "--crash-points",
      [] {
        for (const std::string_view name : kCrashPoints) fmt::print("{}\n", name);
        throw CLI::Success();
      },
      "list the places where a test may end the program");
}
#else
void add_crash_points(CLI::App&) {}
#endif

void add_setting(CLI::App& app, const SettingSpec& spec, const std::string& flag, const char* group,
                 Globals& globals) {
  const auto take = [&globals, key = std::string(spec.key)](const std::string& value) {
    globals.flags[key] = value;
  };
  app.add_option_function<std::string>(flag, take, std::string(spec.help))->group(group);
}

void add_globals(CLI::App& app, Globals& globals) {
  app.add_option("--config", globals.config_file,
                 "configuration file (default: offhook.toml, if there is one)");
  app.add_flag("--json", globals.json, "machine-readable output and log");
  app.add_flag("--verbose", globals.verbose, "log more");
  for (const SettingSpec& spec : setting_specs())
    if (!spec.is_secret()) add_setting(app, spec, flag_name(spec.key), "Settings", globals);
}

void add_short_flags(CLI::App& app, bool reads_source, Globals& globals) {
  for (const SettingSpec& spec : setting_specs())
    if (!spec.flag.empty() && (reads_source || spec.key == "org.name"))
      add_setting(app, spec, std::string(spec.flag), "Which", globals);
}

Result<Settings> read_settings(const Globals& globals) {
  const bool named = !globals.config_file.empty();
  const std::string name = named ? globals.config_file : kDefaultConfig;
  auto text = read_file(name, kMaxConfigBytes);
  if (!text && (named || text.error().cls != ErrorClass::not_found))
    return fail(ErrorClass::permanent, "config.file", text.error().message);
  OFFHOOK_TRY(Settings settings,
              Settings::resolve(globals.flags, process_environment(), text.value_or(""), name));
  // A secret in it makes the file one that only its owner may read.
  if (settings.has_secret_in_file()) OFFHOOK_CHECK_OK(read_private_file(name));
  return settings;
}

Result<ExitCode> run_command(Command& command, const Globals& globals, std::stop_token stop) {
  OFFHOOK_TRY(const Settings settings,
              command.reads_file()
                  ? read_settings(globals)
                  : Settings::resolve(globals.flags, process_environment(), "", kDefaultConfig));
  Process process(stop);
  CommandContext context{settings, process, std::move(stop), globals.json,
                         globals.config_file.empty() ? kDefaultConfig : globals.config_file};
  return command.run(context);
}

}  // namespace

int run_app(int argc, const char* const* argv) {
  CLI::App app{
      "offhook takes interaction archives off Genesys Cloud and puts them into Amazon S3:\n"
      "redacted before they touch a disk or the network, verified, and provably complete.",
      "offhook"};
  app.set_version_flag("--version", "offhook " OFFHOOK_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  Globals globals;
  add_globals(app, globals);
  add_crash_points(app);
  std::vector<std::pair<CLI::App*, std::unique_ptr<Command>>> commands;
  for (const Entry& entry : kCommands) {
    commands.emplace_back(app.add_subcommand(entry.name, entry.summary), entry.make());
    commands.back().second->setup(*commands.back().first);
    add_short_flags(*commands.back().first, entry.reads_source, globals);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, std::cout, std::cerr);
    return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }

  const StopSignals signals;
  telemetry::start_log({globals.verbose ? telemetry::Level::debug : telemetry::Level::info, globals.json});
  for (const auto& [sub, command] : commands) {
    if (!sub->parsed()) continue;
    const Result<ExitCode> done = run_command(*command, globals, signals.token());
    if (done) return static_cast<int>(*done);
    telemetry::error("{} [{}]", done.error().message, done.error().code);
    return static_cast<int>(exit_code_for(done.error()));
  }
  return static_cast<int>(ExitCode::usage);
}

}  // namespace offhook::cli
