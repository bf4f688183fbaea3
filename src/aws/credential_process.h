// Runs the program that a profile names as credential_process and reads what it prints (AWS SDKs and Tools
// Reference Guide, "Process credential provider").
#pragma once

#include <string>
#include <vector>

#include "aws/credentials.h"

namespace offhook::aws {

// Words as a shell would make them of quotes and backslashes, without any expansion: no shell is run.
// Error "aws.credential_process" for an unclosed quote or no word.
[[nodiscard]] Result<std::vector<std::string>> split_command(std::string_view command);

// At most 64 KiB and 60 s. Its stderr is ours. Error "aws.credential_process" with its exit status; the text
// it printed is never repeated.
[[nodiscard]] Result<Credentials> run_credential_process(const std::string& command);

}  // namespace offhook::aws
