// What `offhook doctor` looks at beside gate and permissions: clock, spool's disk, event receiver. Each check
// asks once, sends no content, and says what it saw and what to do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "cli/exit_code.h"
#include "http/client.h"
#include "model/object_store.h"

namespace offhook::cli {

struct Check {
  model::Verdict verdict{};
  std::string name;
  std::string seen;
  std::string mend;                   // what to do; empty where nothing is
  ExitCode exit_code = ExitCode::ok;  // of the command, where the check failed
};

[[nodiscard]] Check passed(std::string name, std::string seen);
[[nodiscard]] Check failed(std::string name, const Error& error);

// The first exit code that applies, in the order of ExitCode.
[[nodiscard]] ExitCode exit_code_of(const std::vector<Check>& checks);

// RFC 9110 §5.6.7, the form that servers must send: "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] Result<TimePoint> parse_http_date(std::string_view text);

struct TimeServer {
  std::string name;  // "the store"
  std::string url;
  http::Client* client = nullptr;
};
// Our clock against the Date header of the first server that states one; each is sent one HEAD without
// credentials.
[[nodiscard]] Check check_clock(const std::vector<TimeServer>& servers, const Clock& clock);

// Whether somebody answers there, whatever the answer.
[[nodiscard]] Check check_receiver(const std::string& destination, const std::string& url,
                                   http::Client& client);

// Whether the spool may grow to `max_bytes` on its disk; `used` of them are there already.
[[nodiscard]] Check check_spool(const std::filesystem::path& folder, std::uint64_t used,
                                std::uint64_t max_bytes);

}  // namespace offhook::cli
