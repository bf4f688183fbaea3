#include "ledger/sqlite/rows.h"

namespace offhook::ledger {
namespace {

using namespace model;

// Tokens contain no line break (formats, keys and tokens).
std::string join(const std::vector<std::string>& tokens) {
  std::string joined;
  for (const std::string& token : tokens) joined.append(token).push_back('\n');
  return joined;
}

std::vector<std::string> split(std::string_view joined) {
  std::vector<std::string> tokens;
  for (std::size_t end; (end = joined.find('\n')) != std::string_view::npos; joined.remove_prefix(end + 1))
    tokens.emplace_back(joined.substr(0, end));
  return tokens;
}

}  // namespace

// SQLite knows nothing of how many rows share a column's value: where two indexes seem as good, the statement
// names its own. rows_test.cpp asks for each plan.

constinit const std::string_view kUpsertObject = R"sql(
INSERT INTO objects (name, slice, org, dataset, dt, sequence, state, size_bytes, lines, key, sha256, merkle_root,
                     part_size_bytes, upload_token, upload_id, epoch, stored)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET
  state = excluded.state, size_bytes = excluded.size_bytes, lines = excluded.lines, key = excluded.key,
  sha256 = excluded.sha256, merkle_root = excluded.merkle_root, part_size_bytes = excluded.part_size_bytes,
  upload_token = excluded.upload_token, upload_id = excluded.upload_id, epoch = excluded.epoch,
  stored = excluded.stored)sql";

constinit const std::string_view kInsertRecord = R"sql(
INSERT INTO records (org, dataset, id, version, conversation, commitment, key, leaf, object, frame_offset,
                     frame_size, line, tokens, partial)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constinit const std::string_view kUpsertAccount = R"sql(
INSERT INTO accounts (slice, org, dataset, id, conversation, status, reason, detail, due_ms, start_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET
  conversation = excluded.conversation, status = excluded.status, reason = excluded.reason,
  detail = excluded.detail, due_ms = excluded.due_ms, start_ms = excluded.start_ms)sql";

constinit const std::string_view kInsertAccount = R"sql(
INSERT INTO accounts (slice, org, dataset, id, conversation, status, reason, detail, due_ms, start_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING)sql";

// A record that is archived now stands in the slice that the row comes from: for all others, elsewhere. One
// that was archived before stands where it stood.
constinit const std::string_view kTakeOverAccount = R"sql(
UPDATE accounts INDEXED BY accounts_of_record SET status = ?1, reason = ?2, due_ms = ?4,
                    detail = CASE WHEN ?1 <> ?9 AND ?2 <> ?10 THEN ?3
                                  WHEN status = ?9 OR reason = ?10 THEN detail ELSE 'elsewhere' END
WHERE org = ?5 AND dataset = ?6 AND id = ?7 AND slice <> ?8 AND
      (status <> ?1 OR reason <> ?2 OR due_ms <> ?4))sql";

constinit const std::string_view kRestateAccount = R"sql(
UPDATE accounts INDEXED BY accounts_of_record SET status = ?, reason = ?, due_ms = ? WHERE org = ? AND dataset = ? AND id = ?)sql";

constinit const std::string_view kSelectNewest = R"sql(
SELECT version, commitment, records.key, leaf, objects.name, partial
FROM records JOIN objects ON objects.no = records.object
WHERE records.org = ? AND records.dataset = ? AND records.id = ?
ORDER BY version DESC LIMIT 1)sql";

constinit const std::string_view kSelectRecords = R"sql(
SELECT records.dataset, records.id, conversation, version, commitment, records.key, leaf, objects.name,
       frame_offset, frame_size, line, tokens, partial
FROM objects JOIN records INDEXED BY records_of_object ON records.object = objects.no
WHERE objects.name = ? AND (frame_offset, line) > (?, ?)
ORDER BY frame_offset, line LIMIT ?)sql";

constinit const std::string_view kSelectChanged = R"sql(
SELECT records.dataset, records.id, conversation, version, commitment, records.key, leaf, objects.name,
       frame_offset, frame_size, line, tokens, partial
FROM objects JOIN records INDEXED BY records_changed ON records.object = objects.no
WHERE objects.name = ? AND version > 1 AND (frame_offset, line) > (?, ?)
ORDER BY frame_offset, line LIMIT ?)sql";

constinit const std::string_view kSelectAccounts = R"sql(
SELECT slice, org, dataset, id, conversation, status, reason, detail, due_ms, start_ms
FROM accounts
WHERE org = ? AND slice = ? AND (dataset, id) > (?, ?)
ORDER BY dataset, id LIMIT ?)sql";

constinit const std::string_view kSelectUnarchived = R"sql(
SELECT slice, org, dataset, id, conversation, status, reason, detail, due_ms, start_ms
FROM accounts
WHERE org = ? AND slice = ? AND status IN (?, ?, ?)
ORDER BY dataset, id)sql";

constinit const std::string_view kSelectAccount = R"sql(
SELECT slice, org, dataset, id, conversation, status, reason, detail, due_ms, start_ms
FROM accounts
WHERE org = ? AND slice = ? AND dataset = ? AND id = ?)sql";

constinit const std::string_view kSelectVersions = R"sql(
SELECT records.dataset, records.id, conversation, version, commitment, records.key, leaf, objects.name,
       frame_offset, frame_size, line, tokens, partial
FROM records JOIN objects ON objects.no = records.object
WHERE records.org = ? AND records.dataset = ? AND records.id = ? AND objects.state = ?
ORDER BY version)sql";

constinit const std::string_view kSelectTranscripts = R"sql(
SELECT records.dataset, records.id, conversation, version, commitment, records.key, leaf, objects.name,
       frame_offset, frame_size, line, tokens, partial
FROM records INDEXED BY records_of_conversation JOIN objects ON objects.no = records.object
WHERE records.org = ? AND records.dataset = ? AND conversation = ? AND conversation <> '' AND objects.state = ?
ORDER BY records.id, version)sql";

// Of several slices' rows the newest slice's: SQLite takes the other columns from the row of the max().
constinit const std::string_view kSelectTranscriptAccounts = R"sql(
SELECT max(slice), org, dataset, id, conversation, status, reason, detail, due_ms, start_ms
FROM accounts INDEXED BY accounts_of_conversation
WHERE org = ? AND dataset = ? AND conversation = ? AND conversation <> ''
GROUP BY id ORDER BY id)sql";

// "status >= 3" is pending or a gap: the words of the partial index.
constinit const std::string_view kSelectSlicesQuarantined = R"sql(
SELECT DISTINCT slice FROM accounts JOIN slices ON slices.org = accounts.org AND slices.id = accounts.slice
WHERE accounts.org = ?1 AND accounts.status = ?2 AND slices.state = ?3
ORDER BY slice)sql";

// Of every conversation that has a transcript in the object: what is archived of it, wherever it is accounted
// for. The detail stays: what is found to be stored elsewhere stands there still.
constinit const std::string_view kLoseTranscripts = R"sql(
UPDATE accounts INDEXED BY accounts_of_conversation SET status = ?1, reason = ?2, due_ms = 0
WHERE org = ?3 AND conversation <> '' AND dataset = ?4 AND (status = ?5 OR reason = ?6) AND
      conversation IN (SELECT records.conversation FROM objects JOIN records ON records.object = objects.no
                       WHERE objects.name = ?7 AND records.dataset = ?4))sql";

constinit const std::string_view kSelectSlicesDue = R"sql(
SELECT DISTINCT slice FROM accounts INDEXED BY accounts_unsettled JOIN slices ON slices.org = accounts.org AND slices.id = accounts.slice
WHERE accounts.org = ?1 AND accounts.status >= 3 AND
      ((accounts.status = ?2 AND due_ms <= ?3) OR accounts.status = ?4) AND slices.state = ?5
ORDER BY slice)sql";

Result<void> write_object(Statement& upsert, const ObjectRow& it) {
  return upsert.run(it.name, it.slice, it.org, number_of(it.dataset), it.dt, std::uint64_t{it.sequence},
                    number_of(it.state), it.size_bytes, it.lines, it.key, it.sha256, it.merkle_root,
                    it.part_size_bytes, it.upload_token, it.upload_id, it.epoch, it.stored);
}

Result<void> write_record(Statement& insert, std::string_view org, const RecordRow& it,
                          std::uint64_t object) {
  return insert.run(org, number_of(it.dataset), it.id, std::uint64_t{it.version}, it.conversation,
                    it.commitment, it.key, it.leaf, object, it.frame_offset, it.frame_size,
                    std::uint64_t{it.line}, join(it.tokens), std::uint64_t{it.partial});
}

Result<void> write_account(Statement& upsert, const AccountRow& it) {
  return upsert.run(it.slice, it.org, number_of(it.dataset), it.id, it.conversation, number_of(it.status),
                    it.reason, it.detail, it.due, it.start);
}

Result<void> take_over_account(Statement& update, const AccountRow& it) {
  return update.run(number_of(it.status), it.reason, it.detail, it.due, it.org, number_of(it.dataset), it.id,
                    it.slice, number_of(AccountStatus::archived), kMorePartsReason);
}

Result<void> restate_account(Statement& update, const AccountRow& it) {
  return update.run(number_of(it.status), it.reason, it.due, it.org, number_of(it.dataset), it.id);
}

SliceRow read_slice(Statement& row) {
  return {.slice = {.org = row.text(), .from = row.time(), .to = row.time()},
          .state = static_cast<SliceState>(row.number()),
          .job = row.text(),
          .cursor = row.text(),
          .page = row.number(),
          .position = row.number(),
          .evidence = row.text(),
          .manifests = row.number(),
          .last_manifest_sha256 = row.text(),
          .certificate_sha256 = row.text()};
}

ObjectRow read_object(Statement& row) {
  return {.name = row.text(),
          .slice = row.text(),
          .org = row.text(),
          .dataset = static_cast<Dataset>(row.number()),
          .dt = row.text(),
          .sequence = static_cast<std::uint32_t>(row.number()),
          .state = static_cast<ObjectState>(row.number()),
          .size_bytes = row.number(),
          .lines = row.number(),
          .key = row.text(),
          .sha256 = row.text(),
          .merkle_root = row.text(),
          .part_size_bytes = row.number(),
          .upload_token = row.text(),
          .upload_id = row.text(),
          .epoch = row.number(),
          .stored = row.text()};
}

RecordRow read_record(Statement& row) {
  return {.dataset = static_cast<Dataset>(row.number()),
          .id = row.text(),
          .conversation = row.text(),
          .version = static_cast<std::uint32_t>(row.number()),
          .commitment = row.text(),
          .key = row.text(),
          .leaf = row.text(),
          .object = row.text(),
          .frame_offset = row.number(),
          .frame_size = row.number(),
          .line = static_cast<std::uint32_t>(row.number()),
          .tokens = split(row.text()),
          .partial = row.number() != 0};
}

KnownRecord read_known(Statement& row) {
  return {.version = static_cast<std::uint32_t>(row.number()),
          .commitment = row.text(),
          .key = row.text(),
          .leaf = row.text(),
          .object = row.text(),
          .partial = row.number() != 0};
}

AccountRow read_account(Statement& row) {
  return {.slice = row.text(),
          .org = row.text(),
          .dataset = static_cast<Dataset>(row.number()),
          .id = row.text(),
          .conversation = row.text(),
          .status = static_cast<AccountStatus>(row.number()),
          .reason = row.text(),
          .detail = row.text(),
          .due = row.time(),
          .start = row.time()};
}

OutboxRow read_outbox(Statement& row) {
  return {.event = {.id = row.text(),
                    .source = row.text(),
                    .type = row.text(),
                    .subject = row.text(),
                    .time = row.time(),
                    .data = row.text()},
          .manifest = row.text(),
          .attempts = static_cast<int>(row.number()),
          .next_attempt = row.time()};
}

}  // namespace offhook::ledger
