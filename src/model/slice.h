// Slice: the unit of work. One organisation, one half-open interval of activity.
#pragma once

#include <string>

#include "base/time.h"

namespace offhook::model {

struct Slice {
  std::string org;  // the configured name, [a-z0-9-]{1,40}
  TimePoint from;   // inclusive
  TimePoint to;     // exclusive
  // 20261120T000000Z-20261121T000000Z (formats, objects)
  [[nodiscard]] std::string id() const { return format_basic(from) + "-" + format_basic(to); }
  bool operator==(const Slice&) const = default;
};

enum class Dataset { conversations, transcripts };
[[nodiscard]] constexpr std::string_view to_string(Dataset dataset) {
  return dataset == Dataset::conversations ? "conversations" : "transcripts";
}

}  // namespace offhook::model
