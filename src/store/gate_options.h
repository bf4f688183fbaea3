// What the gate of a bucket demands. docs/gate.md has the table profile × check.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace offhook::store {

enum class Demand { off, warn, require };

struct GateOptions {
  // "standard", "strict" or "custom" (standard, changed by `demands`).
  std::string profile = "standard";
  std::map<std::string, Demand> demands{};  // by check
  // Checks whose answer may stay unknown (a permission that is not given, a server that does not know them).
  std::set<std::string> accept_unknown{};

  std::string lock_mode{};              // "GOVERNANCE" or "COMPLIANCE" at least; empty: either
  int lock_days = 1;                    // default retention at least this long
  int retention_days = 0;               // no lifecycle rule may expire objects earlier; 0: never
  std::vector<std::string> tag_keys{};  // that the check "tagging" wants
};

// A check of the table, for `--help`, documents and the reading of a custom profile.
struct GateCheck {
  std::string_view name;
  Demand standard;
  Demand strict;
  std::string_view wants;
};
[[nodiscard]] std::vector<GateCheck> gate_checks();

// Error "config.invalid" for a profile or check that does not exist.
[[nodiscard]] Result<void> validate(const GateOptions& options);

}  // namespace offhook::store
