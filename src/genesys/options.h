// Options of the Genesys Cloud source: where it is, who we are, and what it may cost.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/backoff.h"
#include "base/result.h"
#include "base/sensitive.h"
#include "base/time.h"
#include "genesys/filters.h"
#include "model/request_log.h"

namespace offhook::genesys {

struct BudgetOptions {
  // Until the source has announced its limit (inin-ratelimit-allowed); its documented default is 300.
  int assumed_per_minute = 300;
  // Share of the announced limit that is left to the other users of this OAuth client.
  double head_room = 0.1;
  // In what proportion pages and transcripts share the budget while both wait for it; 1 or more.
  int pages_weight = 1;
  int transcripts_weight = 1;
  // Fair use: requests in a calendar month (UTC); 0: no cap. Without a log this process's alone are counted.
  std::uint64_t monthly_cap = 0;
  // What other processes send with the same client, and what the month has cost; it outlives the source.
  model::RequestLog* log = nullptr;
  // As Options has it: nobody waits longer for the source's leave.
  Milliseconds longest_wait{300'000};
};

enum class ReadMode {
  job,    // conversation details job: history, with participant attributes
  query,  // synchronous query: recent, small intervals; without attributes
};

struct Options {
  std::string api_base;    // https://api.mypurecloud.de
  std::string login_base;  // empty: derived from api_base, see login_base_for()
  std::string client_id;
  Sensitive<std::string> client_secret;

  ReadMode mode = ReadMode::job;
  Filters filters;
  int job_page_size = 1000;   // conversations a page: about 14 MB of JSON
  int query_page_size = 100;  // what Genesys's own exporter uses at most

  Milliseconds connect_timeout{10'000};
  Milliseconds idle_timeout{30'000};
  BackoffLimits retry{Milliseconds(2000), Milliseconds(60'000), 8};
  // A longer wait than this, when asked for, is not sat out: the call fails as throttled.
  Milliseconds longest_wait{300'000};
  // A job that is not ready after so long is given up.
  Milliseconds job_patience{3'600'000};
  BudgetOptions budget;

  // Ends the waits of calls that are given no stop token of their own.
  std::stop_token stop;
};

// https://api.D logs in at https://login.D; any other base logs in at itself.
[[nodiscard]] std::string login_base_for(std::string_view api_base);

// The options with bases normalised (no trailing slash) and completed; Error "source.options" says what is
// missing or malformed.
[[nodiscard]] Result<Options> checked(Options options);

}  // namespace offhook::genesys
