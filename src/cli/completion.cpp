// Completions for bash, zsh and fish. Each knows the commands, the flags of each, and the values of those
// that have a few.
#include <fmt/format.h>

#include "cli/command_line.h"

namespace offhook::cli {
namespace {

std::string names_of(const std::vector<CommandSummary>& commands) {
  std::string text;
  for (const CommandSummary& command : commands) text += (text.empty() ? "" : " ") + command.name;
  return text;
}

std::string names_of(const std::vector<CommandFlag>& flags) {
  std::string text;
  for (const CommandFlag& flag : flags) text += (text.empty() ? "" : " ") + flag.name;
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Of the program and its commands, each name once.
std::vector<CommandFlag> all_flags(const CommandSummary& program) {
  std::vector<CommandFlag> flags = program.flags;
  for (const CommandSummary& command : program.commands)
    for (const CommandFlag& flag : command.flags) {
      bool known = false;
      for (const CommandFlag& other : flags) known |= other.name == flag.name;
      if (!known) flags.push_back(flag);
    }
  return flags;
}

// In single quotes of a shell.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

// As zsh's _describe wants it: "name:help".
std::string described(std::string_view name, std::string_view help) {
  std::string safe;
  for (const char c : name) safe += c == ':' ? "\\:" : std::string(1, c);
  return quoted(fmt::format("{}:{}", safe, help));
}

}  // namespace

std::string bash_completion(const CommandSummary& program) {
  std::string values, flags;
  for (const CommandFlag& flag : all_flags(program)) {
    if (!flag.choices.empty())
      values += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", flag.name,
                            joined(flag.choices));
    else if (flag.takes_file)
      values += fmt::format("    {}) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n", flag.name);
    else if (flag.takes_value)
      values += fmt::format("    {}) return ;;\n", flag.name);
  }
  for (const CommandSummary& command : program.commands)
    flags += fmt::format("    {}) flags='{}' ;;\n", command.name, names_of(command.flags));
  return fmt::format(R"(# bash completion for offhook
_offhook() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command='' flags='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case " {commands} " in *" ${{COMP_WORDS[i]}} "*) command=${{COMP_WORDS[i]}}; break ;; esac
  done
  case $before in
{values}  esac
  case $command in
{flags}    *) [[ $word == -* ]] || {{ COMPREPLY=($(compgen -W '{commands}' -- "$word")); return; }} ;;
  esac
  COMPREPLY=($(compgen -W "$flags {globals}" -- "$word"))
}}
complete -F _offhook offhook
)",
                     fmt::arg("commands", names_of(program.commands)), fmt::arg("values", values),
                     fmt::arg("flags", flags), fmt::arg("globals", names_of(program.flags)));
}

std::string zsh_completion(const CommandSummary& program) {
  std::string commands, values, flags, globals;
  for (const CommandSummary& command : program.commands) {
    commands += fmt::format("    {}\n", described(command.name, command.help));
    flags += fmt::format("    {}) flags+=(\n", command.name);
    for (const CommandFlag& flag : command.flags)
      flags += fmt::format("      {}\n", described(flag.name, flag.help));
    flags += "    ) ;;\n";
  }
  for (const CommandFlag& flag : program.flags)
    globals += fmt::format("    {}\n", described(flag.name, flag.help));
  for (const CommandFlag& flag : all_flags(program)) {
    if (!flag.choices.empty())
      values += fmt::format("    {}) compadd -- {}; return ;;\n", flag.name, joined(flag.choices));
    else if (flag.takes_file)
      values += fmt::format("    {}) _files; return ;;\n", flag.name);
    else if (flag.takes_value)
      values += fmt::format("    {}) return ;;\n", flag.name);
  }
  return fmt::format(R"(#compdef offhook
_offhook() {{
  local -a commands flags
  local command='' i
  commands=(
{commands}  )
  flags=(
{globals}  )
  for ((i = 2; i < CURRENT; i++)); do
    if [[ -z $command && " {names} " == *" ${{words[i]}} "* ]]; then command=${{words[i]}}; fi
  done
  case ${{words[CURRENT - 1]}} in
{values}  esac
  case $command in
{flags}  esac
  if [[ -z $command && ${{words[CURRENT]}} != -* ]]; then
    _describe command commands
  else
    _describe flag flags
  fi
}}
_offhook "$@"
)",
                     fmt::arg("commands", commands), fmt::arg("globals", globals),
                     fmt::arg("names", names_of(program.commands)), fmt::arg("values", values),
                     fmt::arg("flags", flags));
}

std::string fish_completion(const CommandSummary& program) {
  const std::string names = names_of(program.commands);
  std::string text = "# fish completion for offhook\ncomplete -c offhook -f\n";
  const auto add = [&text](const std::string& condition, const CommandFlag& flag) {
    text += fmt::format("complete -c offhook{} -l {}", condition, flag.name.substr(2));
    if (flag.takes_value) text += flag.takes_file ? " -r -F" : " -x";
    if (!flag.choices.empty()) text += " -a " + quoted(joined(flag.choices));
    text += " -d " + quoted(flag.help) + "\n";
  };
  for (const CommandSummary& command : program.commands)
    text += fmt::format("complete -c offhook -n 'not __fish_seen_subcommand_from {}' -a {} -d {}\n", names,
                        command.name, quoted(command.help));
  for (const CommandFlag& flag : program.flags) add("", flag);
  for (const CommandSummary& command : program.commands)
    for (const CommandFlag& flag : command.flags)
      if (flag.name != "--help") add(fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name), flag);
  return text;
}

}  // namespace offhook::cli
