// abort_uploads() takes back uploads that were begun for an object and that nobody will complete.
#pragma once

#include <string>

#include "base/result.h"
#include "model/object_store.h"

namespace offhook::pipeline {

// All that are open under this very key, which names its content.
[[nodiscard]] Result<void> abort_uploads(model::ObjectStore& store, const std::string& key);

}  // namespace offhook::pipeline
