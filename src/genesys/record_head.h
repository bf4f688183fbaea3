// What the source itself needs to know of a conversation record. Nothing is refused here: a record that
// cannot be read has an empty head and goes on to where it is judged.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace offhook::genesys {

struct RecordHead {
  std::string id;                  // conversationId
  std::optional<TimePoint> start;  // conversationStart
};

[[nodiscard]] RecordHead read_head(std::string_view record);

}  // namespace offhook::genesys
