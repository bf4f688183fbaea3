// The model::Source that reads a Genesys Cloud organisation.
#pragma once

#include <memory>

#include "base/clock.h"
#include "base/random.h"
#include "genesys/options.h"
#include "http/client.h"
#include "model/source.h"

namespace offhook::genesys {

// Client, clock and random outlive the source. Nothing is sent before the first call. Error
// "source.options".
[[nodiscard]] Result<std::unique_ptr<model::Source>> make_source(Options options, http::Client& client,
                                                                 Clock& clock, Random& random);

}  // namespace offhook::genesys
