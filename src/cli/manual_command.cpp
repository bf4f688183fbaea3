// `offhook man` and `offhook completion`: what belongs beside an installed program, made from the same
// declarations as --help.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "base/file.h"
#include "cli/command.h"
#include "cli/command_line.h"

namespace offhook::cli {

namespace fs = std::filesystem;

namespace {

class ManCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    program_ = app.get_parent();
    app.add_option("command", name_, "whose page; without it, the program's own");
    app.add_option("--to", folder_, "write all pages into this folder instead");
    app.footer(
        "Examples:\n"
        "  offhook man run | man -l -\n"
        "  offhook man --to /usr/local/share/man/man1");
  }

  [[nodiscard]] bool reads_file() const override { return false; }

  Result<ExitCode> run(CommandContext&) override {
    const CommandSummary program = summary_of(*program_);
    if (!folder_.empty()) return write_all(program);
    const bool known = name_.empty() || std::ranges::find(program.commands, name_, &CommandSummary::name) !=
                                            program.commands.end();
    if (!known) return fail(ErrorClass::permanent, "config.command", "there is no command " + name_);
    std::fputs(manual_page(program, name_).c_str(), stdout);
    return ExitCode::ok;
  }

 private:
  Result<ExitCode> write_all(const CommandSummary& program) const {
    OFFHOOK_CHECK_OK(make_directories(folder_, 0755));
    OFFHOOK_CHECK_OK(write_file_durably(fs::path(folder_) / "offhook.1", manual_page(program), 0644));
    for (const CommandSummary& command : program.commands)
      OFFHOOK_CHECK_OK(write_file_durably(fs::path(folder_) / fmt::format("offhook-{}.1", command.name),
                                          manual_page(program, command.name), 0644));
    return ExitCode::ok;
  }

  CLI::App* program_ = nullptr;
  std::string name_;
  std::string folder_;
};

class CompletionCommand final : public Command {
 public:
  void setup(CLI::App& app) override {
    program_ = app.get_parent();
    app.add_option("shell", shell_, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    app.footer(
        "Examples:\n"
        "  source <(offhook completion bash)\n"
        "  offhook completion fish > ~/.config/fish/completions/offhook.fish");
  }

  [[nodiscard]] bool reads_file() const override { return false; }

  Result<ExitCode> run(CommandContext&) override {
    const CommandSummary program = summary_of(*program_);
    const std::string script = shell_ == "bash"  ? bash_completion(program)
                               : shell_ == "zsh" ? zsh_completion(program)
                                                 : fish_completion(program);
    std::fputs(script.c_str(), stdout);
    return ExitCode::ok;
  }

 private:
  CLI::App* program_ = nullptr;
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_man_command() { return std::make_unique<ManCommand>(); }
std::unique_ptr<Command> make_completion_command() { return std::make_unique<CompletionCommand>(); }

}  // namespace offhook::cli
