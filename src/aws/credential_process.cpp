#include "aws/credential_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "aws/metadata.h"
#include "json/value.h"

extern char** environ;

namespace offhook::aws {
namespace {

constexpr std::size_t kMaxOutput = 64u << 10;
constexpr int kPatienceMs = 60'000;

Error failed(std::string what) {
  return {ErrorClass::permanent, "aws.credential_process", "credential_process " + std::move(what)};
}

// Reads until the end; false when too much came or it took too long.
bool read_all(int fd, std::string& output) {
  char buffer[4096];
  for (;;) {
    pollfd wait{fd, POLLIN, 0};
    const int ready = ::poll(&wait, 1, kPatienceMs);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    output.append(buffer, static_cast<std::size_t>(got));
    if (output.size() > kMaxOutput) return false;
  }
}

}  // namespace

Result<std::vector<std::string>> split_command(std::string_view command) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (quote == 0 && (c == ' ' || c == '\t')) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
      words.back() += command[++i];
    } else {
      words.back() += c;
    }
  }
  if (quote != 0 || words.empty()) return fail(failed("is not a command"));
  return words;
}

Result<Credentials> run_credential_process(const std::string& command) {
  OFFHOOK_TRY(std::vector<std::string> words, split_command(command));
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(failed("got no pipe"));
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t child = 0;
  const int started = ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string output;
  const bool whole = started == 0 && read_all(ends[0], output);
  ::close(ends[0]);
  if (started != 0) return fail(failed("could not be started"));
  if (!whole) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!whole) return fail(failed("printed too much or took over a minute"));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return fail(failed(fmt::format("ended with status {}", WIFEXITED(status) ? WEXITSTATUS(status) : -1)));
  const auto document = json::parse(output);
  if (!document || document->number("Version") != 1) return fail(failed("printed no JSON of version 1"));
  return read_credentials_json(output, "credential_process");
}

}  // namespace offhook::aws
