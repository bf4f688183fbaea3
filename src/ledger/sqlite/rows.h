// How the rows of model/ledger.h are written to and read from the tables of schema.cpp.
#pragma once

#include <string_view>

#include "base/result.h"
#include "ledger/sqlite/database.h"
#include "model/ledger.h"

namespace offhook::ledger {

template <class Enumeration>
[[nodiscard]] constexpr std::uint64_t number_of(Enumeration value) {
  return static_cast<std::uint64_t>(value);
}

// Columns in the order of the read_…() functions.
inline constexpr std::string_view kSliceColumns =
    "org, from_ms, to_ms, state, job, cursor, page, position, evidence, manifests, last_manifest_sha256, "
    "certificate_sha256";
inline constexpr std::string_view kObjectColumns =
    "name, slice, org, dataset, dt, sequence, state, size_bytes, lines, key, sha256, merkle_root, "
    "part_size_bytes, upload_token, upload_id, epoch, stored";
inline constexpr std::string_view kAccountColumns =
    "slice, org, dataset, id, conversation, status, reason, detail, due_ms, start_ms";

extern const std::string_view kUpsertObject;
extern const std::string_view kInsertRecord;
extern const std::string_view kUpsertAccount;
extern const std::string_view kInsertAccount;
extern const std::string_view kTakeOverAccount;
extern const std::string_view kRestateAccount;
extern const std::string_view kSelectNewest;       // org, dataset, id
extern const std::string_view kSelectRecords;      // object's name, place of the last seen, limit
extern const std::string_view kSelectChanged;      // the same
extern const std::string_view kSelectAccounts;     // org, slice, dataset and id of the last seen, limit
extern const std::string_view kSelectUnarchived;   // org, slice, quarantined, absent, gap
extern const std::string_view kSelectAccount;      // org, slice, dataset, id
extern const std::string_view kSelectVersions;     // org, dataset, id, listed
extern const std::string_view kSelectTranscripts;  // org, dataset, conversation, listed
extern const std::string_view kSelectTranscriptAccounts;  // org, dataset, conversation
extern const std::string_view kSelectSlicesQuarantined;   // org, quarantined, committed
extern const std::string_view
    kLoseTranscripts;  // pending, reason, org, transcripts, archived, reason in parts, object
extern const std::string_view kSelectSlicesDue;  // org, pending, now, gap, committed

// Each takes the statement of the same name above.
[[nodiscard]] Result<void> write_object(Statement& upsert, const model::ObjectRow& object);
// `object`: its number.
[[nodiscard]] Result<void> write_record(Statement& insert, std::string_view org,
                                        const model::RecordRow& record, std::uint64_t object);
[[nodiscard]] Result<void> write_account(Statement& upsert, const model::AccountRow& account);
[[nodiscard]] Result<void> take_over_account(Statement& update, const model::AccountRow& account);
[[nodiscard]] Result<void> restate_account(Statement& update, const model::AccountRow& account);

[[nodiscard]] model::SliceRow read_slice(Statement& row);
[[nodiscard]] model::ObjectRow read_object(Statement& row);
[[nodiscard]] model::RecordRow read_record(Statement& row);
[[nodiscard]] model::KnownRecord read_known(Statement& row);
[[nodiscard]] model::AccountRow read_account(Statement& row);
[[nodiscard]] model::OutboxRow read_outbox(Statement& row);

}  // namespace offhook::ledger
