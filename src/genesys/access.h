// What an OAuth client may do, asked for all at once before a run.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "genesys/options.h"
#include "http/client.h"

namespace offhook::genesys {

struct AccessFinding {
  std::string what;        // "read conversation details"
  std::string permission;  // what grants it; empty: the login alone
  bool granted = false;
  std::string detail;  // why not, and what to do
};

// One request for each permission that a run needs, in its order; a refused login is the first finding and
// then the only one. An Error where neither could be found out (no answer, stopped). Whether every division
// is covered cannot be asked: a client without a division sees less and is told nothing.
[[nodiscard]] Result<std::vector<AccessFinding>> check_access(Options options, http::Client& client,
                                                              Clock& clock, Random& random);

}  // namespace offhook::genesys
