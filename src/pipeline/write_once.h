// write_once() puts a small object of ours under a key that nobody may have used, or finds that it is there
// already with the same bytes: after a lost answer, or in an earlier life of this run.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/object_store.h"

namespace offhook::pipeline {

struct SmallObject {
  std::string key;
  std::string content_type;
};

// True when this call stored it, false when the same bytes were there. Error class conflict
// ("store.conflict") when other bytes are.
[[nodiscard]] Result<bool> write_once(model::ObjectStore& store, const SmallObject& object,
                                      std::string_view bytes);

}  // namespace offhook::pipeline
