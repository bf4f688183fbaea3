// Keeps temporary credentials and fetches new ones in time. One thread fetches while the others go on with
// what is still valid; a fetch that fails is forgiven as long as that lasts.
#pragma once

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"

namespace offhook::aws {

using Fetch = std::function<Result<Credentials>()>;

[[nodiscard]] std::unique_ptr<Provider> make_caching_provider(Fetch fetch, Clock& clock, Random& random);

}  // namespace offhook::aws
