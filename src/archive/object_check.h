// check_object() holds one stored object and its index against what the manifest lists. A part of verify().
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "archive/manifest.h"
#include "archive/record_line.h"
#include "archive/verifier.h"
#include "base/result.h"
#include "model/object_store.h"

namespace offhook::archive {

struct CheckedRecord {
  const LineMember& member;
  std::string_view leaf;  // hex
  std::string_view line;
  std::uint64_t number;  // of the line in the object, from 0
};

struct ObjectCheck {
  model::ObjectStore& store;
  std::function<void(std::string code, std::string detail)> found;  // something is wrong
  std::function<void(const CheckedRecord&)> record;  // each line that agrees with its index line
};

// Reads index and object once, in bounded memory but for the index. An Error only where the store cannot be
// asked.
[[nodiscard]] Result<void> check_object(const ListedObject& object, const ObjectCheck& check);

}  // namespace offhook::archive
