// The ledger's tables and their migrations. A version is never changed once released: what comes later is a
// further step.
#pragma once

#include "base/result.h"
#include "ledger/sqlite/database.h"

namespace offhook::ledger {

// Brings a database, new or older, to the newest version, in one transaction. Error "ledger.schema" where it
// is newer than this program.
[[nodiscard]] Result<void> migrate(Database& database);
// The same check without changing anything: also an Error where it is older.
[[nodiscard]] Result<void> check_version(Database& database);

}  // namespace offhook::ledger
