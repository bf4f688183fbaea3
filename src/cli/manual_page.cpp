// Manual pages, as man(7) of groff takes them.
#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "cli/command_line.h"

namespace offhook::cli {
namespace {

// Text that roff takes as it is: no escapes, no requests, and hyphens that can be copied.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += "\\&";
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + plain(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + plain(text) + "\\fR"; }

std::string value_of(const CommandFlag& flag) {
  if (!flag.takes_value) return "";
  if (flag.takes_file) return " " + italic("FILE");
  if (flag.choices.empty()) return " " + italic("VALUE");
  std::string choices;
  for (const std::string& choice : flag.choices) choices += (choices.empty() ? "" : "|") + bold(choice);
  return " " + choices;
}

void add_flags(std::string& page, const std::vector<CommandFlag>& flags, const std::string& group) {
  for (const CommandFlag& flag : flags)
    if (flag.group == group)
      page += fmt::format(".TP\n{}{}\n{}\n", bold(flag.name), value_of(flag), plain(flag.help));
}

void add_all_flags(std::string& page, const std::vector<CommandFlag>& flags) {
  std::vector<std::string> groups;
  for (const CommandFlag& flag : flags)
    if (std::ranges::find(groups, flag.group) == groups.end()) groups.push_back(flag.group);
  for (const std::string& group : groups) {
    std::string heading = group;
    std::ranges::transform(heading, heading.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    page += fmt::format(".SH {}\n", heading);
    add_flags(page, flags, group);
  }
}

// Paragraphs as text, examples line by line.
void add_notes(std::string& page, std::string_view notes) {
  constexpr std::string_view kExamples = "Examples:\n";
  const std::size_t examples = std::min(notes.find(kExamples), notes.size());
  std::string_view text = notes.substr(0, examples);
  while (text.ends_with('\n')) text.remove_suffix(1);
  if (!text.empty()) page += fmt::format(".SH DESCRIPTION\n{}\n", plain(text));
  if (examples < notes.size())
    page += fmt::format(".SH EXAMPLES\n.nf\n{}\n.fi\n", plain(notes.substr(examples + kExamples.size())));
}

std::string head(const std::string& name, std::string_view help) {
  std::string title = name;
  std::ranges::transform(title, title.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return fmt::format(".TH {} 1 \"\" \"offhook {}\"\n.SH NAME\n{} \\- {}\n", title, OFFHOOK_VERSION,
                     plain(name), plain(help));
}

constexpr std::string_view kExitStatus = R"(.SH EXIT STATUS
The first that applies:
.TP
.B 7
unredacted data was found in the archive
.TP
.B 5
stored bytes are not what they should be
.TP
.B 6
the gate refused the store; nothing was sent
.TP
.B 4
the source names conversations that its job did not bring; the rest is archived
.TP
.B 8
the source refused the login or a permission
.TP
.B 3
done in part: run it again
.TP
.B 75
stopped, throttled, full or locked: run it again later
.TP
.B 2
command line or configuration
.TP
.B 1
a fault of the program
.TP
.B 0
everything due is done
)";

std::string program_page(const CommandSummary& program) {
  std::string page =
      head(program.name, "takes interaction archives off Genesys Cloud and puts them into Amazon S3");
  page +=
      fmt::format(".SH SYNOPSIS\n.B {0}\n.I COMMAND\n[\\fIFLAGS\\fR]\n.SH DESCRIPTION\n{1}\n.SH COMMANDS\n",
                  program.name, plain(program.help));
  for (const CommandSummary& command : program.commands)
    page +=
        fmt::format(".TP\n{}\n{}\n", bold(program.name + "-" + command.name) + "(1)", plain(command.help));
  add_all_flags(page, program.flags);
  page += kExitStatus;
  page += fmt::format(
      ".SH FILES\n.TP\n.I offhook.toml\nthe configuration, in the working directory, unless "
      "\\fB\\-\\-config\\fR names another\n");
  return page;
}

std::string command_page(const CommandSummary& program, const CommandSummary& command) {
  std::string page = head(program.name + "-" + command.name, command.help);
  std::string synopsis = fmt::format(".SH SYNOPSIS\n.B {} {}\n", program.name, command.name);
  for (const std::string& argument : command.arguments) synopsis += italic(argument) + "\n";
  page += synopsis + "[\\fIFLAGS\\fR]\n";
  add_notes(page, command.notes);
  add_all_flags(page, command.flags);
  return page + fmt::format(".SH SEE ALSO\n.BR {} (1),\nwhose settings are flags of this command, too\n",
                            program.name);
}

}  // namespace

std::string manual_page(const CommandSummary& program, const std::string& name) {
  if (name.empty()) return program_page(program);
  const auto command = std::ranges::find(program.commands, name, &CommandSummary::name);
  check(command != program.commands.end(), "a manual page of no command");
  return command_page(program, *command);
}

}  // namespace offhook::cli
