// CommandLine: the declared commands and flags as plain data, from which man pages and completions are made.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace offhook::cli {

struct CommandFlag {
  std::string name;   // "--last"
  std::string help;   // one sentence
  std::string group;  // "Options", "Settings", …
  bool takes_value = false;
  bool takes_file = false;           // the value is a file's name
  std::vector<std::string> choices;  // of the value, where it is one of a few
};

struct CommandSummary {
  std::string name;  // "run"
  std::string help;
  std::string notes;                   // what its help says below the flags: paragraphs, then "Examples:"
  std::vector<std::string> arguments;  // "ID", or "[ID]" where it may be left out
  std::vector<CommandFlag> flags;
  std::vector<CommandSummary> commands;  // in the order of the table
};

// Of the program or one of its commands. Hidden flags and commands are left out.
[[nodiscard]] CommandSummary summary_of(const CLI::App& app);

// A manual page (man(7)) of the program itself, or of its command `name`. `name` must be there.
[[nodiscard]] std::string manual_page(const CommandSummary& program, const std::string& name = {});

[[nodiscard]] std::string bash_completion(const CommandSummary& program);
[[nodiscard]] std::string zsh_completion(const CommandSummary& program);
[[nodiscard]] std::string fish_completion(const CommandSummary& program);

}  // namespace offhook::cli
