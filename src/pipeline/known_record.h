// Whether a record of the source is archived as it is.
#pragma once

#include <string_view>

#include "pipeline/services.h"

namespace offhook::pipeline {

// By its source commitment, which is compared under the key that the archived one was made with: a new token
// key alone makes no new version. A `partial` record never replaces a whole one.
[[nodiscard]] Result<bool> is_unchanged(const Services& services, std::string_view org,
                                        model::Dataset dataset, std::string_view id, std::string_view raw,
                                        bool partial);

}  // namespace offhook::pipeline
