// Command: one subcommand. setup() declares its options and opens nothing; run() works.
//
// The table of commands is in app.cpp. stdout is data, stderr is log and progress.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/settings.h"
#include "cli/wiring.h"

namespace CLI {
class App;
}

namespace offhook::cli {

struct CommandContext {
  const Settings& settings;
  Process& process;
  std::stop_token stop;  // SIGINT, SIGTERM
  bool json = false;
  std::string config_file;  // the file's name, whether there is one or not
};

class Command {
 public:
  virtual ~Command() = default;
  virtual void setup(CLI::App& app) = 0;
  // Whether the configuration file is read, and has to be right, before run().
  [[nodiscard]] virtual bool reads_file() const { return true; }
  // An Error is printed and becomes the exit code.
  [[nodiscard]] virtual Result<ExitCode> run(CommandContext& context) = 0;
};

[[nodiscard]] std::unique_ptr<Command> make_init_command();
[[nodiscard]] std::unique_ptr<Command> make_demo_command();
[[nodiscard]] std::unique_ptr<Command> make_plan_command();
[[nodiscard]] std::unique_ptr<Command> make_run_command();
[[nodiscard]] std::unique_ptr<Command> make_verify_command();
[[nodiscard]] std::unique_ptr<Command> make_get_command();
[[nodiscard]] std::unique_ptr<Command> make_find_command();
[[nodiscard]] std::unique_ptr<Command> make_status_command();
[[nodiscard]] std::unique_ptr<Command> make_doctor_command();
[[nodiscard]] std::unique_ptr<Command> make_config_command();
[[nodiscard]] std::unique_ptr<Command> make_ledger_command();
[[nodiscard]] std::unique_ptr<Command> make_prove_command();
[[nodiscard]] std::unique_ptr<Command> make_man_command();
[[nodiscard]] std::unique_ptr<Command> make_completion_command();

}  // namespace offhook::cli
