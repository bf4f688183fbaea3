// `offhook redact`: the engine as a filter. One record a line in, the redacted line out; nothing else of the
// program takes part.
//
// A line is {"id","text"}, {"id","turns":[{"role","text"}]} (either may carry `participants`), or a whole
// source record (a conversation, a transcript). A line that cannot be redacted is left out and named by its
// number.
#pragma once

#include <istream>
#include <ostream>
#include <string>

#include "base/result.h"
#include "redact/engine.h"

namespace offhook::cli {

struct RedactOptions {
  bool spans = false;    // {"id","spans":[…]} instead of the redacted line
  bool explain = false;  // each span with its confidence and its reason, for people
};

// Returns the exit code: 0, or 3 when lines were left out.
[[nodiscard]] int run_redact(const redact::Engine& engine, const RedactOptions& options, std::istream& in,
                             std::ostream& out, std::ostream& err);

// What another policy would change: for each line that comes out differently
// {"id","gone":[spans that only `before` replaces],"new":[…]}, and on `err` the counts by kind that differ.
[[nodiscard]] int run_redact_diff(const redact::Engine& before, const redact::Engine& after, std::istream& in,
                                  std::ostream& out, std::ostream& err);

// What the command line and the environment say; empty strings for what they do not.
struct RedactSetup {
  std::string key_file;
  std::string key_text;  // of TOKENIZATION_KEY
  std::string policy;    // a file, or us, uk, eu
};
// Reads key and policy. Errors name what is missing and how to give it.
[[nodiscard]] Result<redact::Engine> open_engine(const RedactSetup& setup);
[[nodiscard]] Result<redact::Policy> read_policy(const std::string& name);

}  // namespace offhook::cli
