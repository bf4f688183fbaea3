// Whether an Error that the source gave concerns the run, or only what was asked for.
#pragma once

#include "base/error.h"

namespace offhook::pipeline {

// The request budget keeps its count on our own disk: what fails there says nothing of what was asked for.
[[nodiscard]] inline bool stops_the_run(const Error& error) {
  return error.cls == ErrorClass::cancelled || error.cls == ErrorClass::throttled ||
         error.code.starts_with("source.refused") || error.code.starts_with("ledger.") ||
         error.code.starts_with("file.");
}

}  // namespace offhook::pipeline
