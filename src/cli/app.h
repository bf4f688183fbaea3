// The command line: subcommands, global options, and the one place where failures become messages and exit
// codes.
#pragma once

namespace offhook::cli {

[[nodiscard]] int run_app(int argc, const char* const* argv);

}  // namespace offhook::cli
