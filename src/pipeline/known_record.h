// Whether a record of the source is archived as it is.
#pragma once

#include <optional>
#include <string_view>

#include "pipeline/services.h"

namespace offhook::pipeline {

// `known`: the newest version of it, if there is one. By its source commitment, which is compared under the
// key that the archived one was made with: a new token key alone makes no new version. A `partial` record
// never replaces a whole one.
[[nodiscard]] bool is_unchanged(const Services& services, const std::optional<model::KnownRecord>& known,
                                std::string_view raw, bool partial);

}  // namespace offhook::pipeline
