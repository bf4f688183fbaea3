// Edits replaces byte ranges of a record and copies all other bytes unchanged.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/walk.h"

namespace offhook::json {

struct Edit {
  Span span;              // in the original bytes
  std::string_view text;  // inserted as it is: the caller quotes and escapes
};

// Edits are sorted here; overlapping ones are Error "json.overlapping_edits" (a bug of the caller, who fails
// closed).
[[nodiscard]] Result<std::string> splice(std::string_view bytes, std::vector<Edit> edits);

}  // namespace offhook::json
