// store_options() reads what the settings say of an S3 bucket and its gate.
#pragma once

#include "cli/settings.h"
#include "cli/target.h"
#include "store/least_privilege.h"
#include "store/s3_store.h"

namespace offhook::cli {

// Error "config.invalid" names the setting and where it came from.
[[nodiscard]] Result<store::S3Options> store_options(const Settings& settings, const Target& target);

// What the policies that `offhook doctor` prints are made for; the program's role is known to its caller
// only.
[[nodiscard]] store::LeastPrivilege least_privilege(const Settings& settings, const Target& target);

}  // namespace offhook::cli
