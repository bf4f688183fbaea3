#include "ledger/sqlite/schema.h"

#include <fmt/format.h>

#include <array>
#include <string>

namespace offhook::ledger {
namespace {

// Enumerations are stored as their number in model/ledger.h and model/slice.h; times as milliseconds since
// 1970.
constexpr std::array kSteps{
    R"sql(
CREATE TABLE process (epoch INTEGER NOT NULL);
INSERT INTO process VALUES (0);

CREATE TABLE slices (
  org TEXT NOT NULL, id TEXT NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  job TEXT NOT NULL DEFAULT '', cursor TEXT NOT NULL DEFAULT '',
  page INTEGER NOT NULL DEFAULT 0, position INTEGER NOT NULL DEFAULT 0, evidence TEXT NOT NULL DEFAULT '',
  manifests INTEGER NOT NULL DEFAULT 0,
  last_manifest_sha256 TEXT NOT NULL DEFAULT '', certificate_sha256 TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (org, id)
) WITHOUT ROWID;

CREATE TABLE objects (
  no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
  slice TEXT NOT NULL, org TEXT NOT NULL, dataset INTEGER NOT NULL, dt TEXT NOT NULL,
  sequence INTEGER NOT NULL, state INTEGER NOT NULL, size_bytes INTEGER NOT NULL, lines INTEGER NOT NULL,
  key TEXT NOT NULL, sha256 TEXT NOT NULL, merkle_root TEXT NOT NULL, part_size_bytes INTEGER NOT NULL,
  upload_token TEXT NOT NULL, upload_id TEXT NOT NULL, epoch INTEGER NOT NULL, stored TEXT NOT NULL
);
CREATE INDEX objects_of_slice ON objects (org, slice);

CREATE TABLE records (
  org TEXT NOT NULL, dataset INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
  conversation TEXT NOT NULL, commitment TEXT NOT NULL, key TEXT NOT NULL, leaf TEXT NOT NULL,
  object INTEGER NOT NULL REFERENCES objects (no),
  frame_offset INTEGER NOT NULL, frame_size INTEGER NOT NULL, line INTEGER NOT NULL,
  tokens TEXT NOT NULL,
  PRIMARY KEY (org, dataset, id, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX records_of_object ON records (object, frame_offset, line);

CREATE TABLE accounts (
  org TEXT NOT NULL, slice TEXT NOT NULL, dataset INTEGER NOT NULL, id TEXT NOT NULL,
  conversation TEXT NOT NULL, status INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
  due_ms INTEGER NOT NULL,
  PRIMARY KEY (org, slice, dataset, id)
) WITHOUT ROWID;
CREATE INDEX accounts_of_record ON accounts (org, dataset, id);
CREATE INDEX accounts_of_conversation ON accounts (org, conversation) WHERE conversation <> '';

CREATE TABLE prepared_manifests (
  org TEXT NOT NULL, slice TEXT NOT NULL, number INTEGER NOT NULL, bytes TEXT NOT NULL,
  PRIMARY KEY (org, slice, number)
);

CREATE TABLE audit (seq INTEGER PRIMARY KEY, line TEXT NOT NULL);

CREATE TABLE outbox (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL, time_ms INTEGER NOT NULL,
  data TEXT NOT NULL, manifest TEXT NOT NULL, attempts INTEGER NOT NULL, next_attempt_ms INTEGER NOT NULL
);
)sql",
    R"sql(
ALTER TABLE accounts ADD COLUMN start_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE records ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;
CREATE INDEX accounts_unsettled ON accounts (org, slice, due_ms) WHERE status >= 3;
CREATE INDEX accounts_open ON accounts (org, slice, id) WHERE reason = 'open';
CREATE INDEX records_of_conversation ON records (org, conversation) WHERE conversation <> '';
)sql",
    R"sql(
CREATE TABLE records_in_order (
  no INTEGER PRIMARY KEY,
  org TEXT NOT NULL, dataset INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
  conversation TEXT NOT NULL, commitment TEXT NOT NULL, key TEXT NOT NULL, leaf TEXT NOT NULL,
  object INTEGER NOT NULL REFERENCES objects (no),
  frame_offset INTEGER NOT NULL, frame_size INTEGER NOT NULL, line INTEGER NOT NULL,
  tokens TEXT NOT NULL, partial INTEGER NOT NULL DEFAULT 0
);
INSERT INTO records_in_order (org, dataset, id, version, conversation, commitment, key, leaf, object,
                              frame_offset, frame_size, line, tokens, partial)
  SELECT org, dataset, id, version, conversation, commitment, key, leaf, object, frame_offset, frame_size,
         line, tokens, partial
  FROM records ORDER BY object, frame_offset, line;
DROP TABLE records;
ALTER TABLE records_in_order RENAME TO records;
CREATE UNIQUE INDEX records_of_id ON records (org, dataset, id, version);
CREATE UNIQUE INDEX records_of_object ON records (object, frame_offset, line);
CREATE INDEX records_of_conversation ON records (org, conversation) WHERE conversation <> '';
CREATE INDEX records_changed ON records (object, frame_offset, line) WHERE version > 1;
)sql"};

Result<std::size_t> version_of(Database& database) {
  OFFHOOK_TRY(Statement version, database.prepare("PRAGMA user_version"));
  OFFHOOK_CHECK_OK(version.step());
  return version.number();
}

tl::unexpected<Error> wrong_version(std::size_t found) {
  return fail(
      ErrorClass::permanent, "ledger.schema",
      fmt::format("the ledger has schema {}, this program knows {}: use the program that wrote it, or "
                  "a newer one",
                  found, kSteps.size()));
}

}  // namespace

Result<void> migrate(Database& database) {
  OFFHOOK_TRY(Transaction transaction, Transaction::begin(database));
  OFFHOOK_TRY(const std::size_t found, version_of(database));
  if (found > kSteps.size()) return wrong_version(found);
  for (std::size_t step = found; step < kSteps.size(); ++step)
    OFFHOOK_CHECK_OK(database.execute(kSteps[step]));
  OFFHOOK_CHECK_OK(database.execute(fmt::format("PRAGMA user_version = {}", kSteps.size())));
  return transaction.commit();
}

Result<void> check_version(Database& database) {
  OFFHOOK_TRY(const std::size_t found, version_of(database));
  if (found != kSteps.size()) return wrong_version(found);
  return {};
}

}  // namespace offhook::ledger
