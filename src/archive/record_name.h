// RecordName: what a record that parse_head() refuses is called by.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace offhook::archive {

// What can still be read of a record that parse_head() refuses, to name it by: the id and the start that
// stand in front of what is wrong; else "" and the epoch. A name and no more, since nothing of such a record
// is certain.
struct RecordName {
  std::string id;
  TimePoint start;
};
[[nodiscard]] RecordName name_of(std::string_view raw_record);

}  // namespace offhook::archive
