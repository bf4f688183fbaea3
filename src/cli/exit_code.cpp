#include "cli/exit_code.h"

#include <string_view>

namespace offhook::cli {

ExitCode exit_code_for(const Error& error) {
  const std::string_view code = error.code;
  const auto is = [&](std::string_view prefix) { return code.starts_with(prefix); };
  if (is("gate.") || code == "s3.no_such_bucket") return ExitCode::gate;
  if (is("source.refused")) return ExitCode::refused;
  if (code == "run.quarantine") return ExitCode::partial;
  // Nothing stored is wrong: the source contradicts itself, or lost its job under us more often than is
  // borne.
  if (is("source.") && (error.cls == ErrorClass::corrupt || error.cls == ErrorClass::not_found))
    return ExitCode::later;
  if (is("config.") || is("policy.") || is("url.") || is("time.") || is("webhook.url") ||
      is("webhook.secret") || is("source.options") || is("archive.org_name") || is("crypto.private_key") ||
      is("http.plain") || is("http.tls") || (is("aws.") && error.cls == ErrorClass::permanent))
    return ExitCode::usage;
  switch (error.cls) {
    case ErrorClass::throttled:
    case ErrorClass::retryable:
    case ErrorClass::cancelled:
      return ExitCode::later;
    case ErrorClass::corrupt:
      return ExitCode::integrity;
    case ErrorClass::conflict:
      return code == "ledger.locked" || code == "ledger.fenced" ? ExitCode::later : ExitCode::integrity;
    case ErrorClass::permanent:
    case ErrorClass::not_found:
      return ExitCode::internal;
  }
  return ExitCode::internal;
}

}  // namespace offhook::cli
