// SqliteLedger: the ledger of one process, in one SQLite file (WAL, synchronous=FULL) with mode 0600. Who
// reads does not wait for who writes, but for the commit itself.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "model/ledger.h"

namespace offhook::ledger {

// Opens or makes the file, migrates its schema, and raises the epoch. A lock beside it (`<path>.lock`) is
// held until the ledger is destroyed: a second process gets Error class conflict, code "ledger.locked". A
// schema newer than this program is "ledger.schema", a damaged file "ledger.damaged" (class corrupt).
[[nodiscard]] Result<std::unique_ptr<model::Ledger>> open_sqlite(const std::filesystem::path& path);

// Reads alone (status, get, find): takes no lock and raises no epoch. Every write is Error
// "ledger.read_only".
[[nodiscard]] Result<std::unique_ptr<model::Ledger>> open_sqlite_read_only(const std::filesystem::path& path);

}  // namespace offhook::ledger
