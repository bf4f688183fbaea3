// Ledger: what is durable about the work. All that recovery needs is here or in the spool files it names.
//
// One process writes a ledger: open() takes a lock and raises the epoch (the fencing number). Members may be
// called from any thread; each is one transaction, durable when it returns. Payload columns are canonical
// JSON made by the pipeline. No unredacted content and no unkeyed digest of any is ever handed in.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "model/notifier.h"
#include "model/slice.h"

namespace offhook::model {

enum class SliceState { planned, reading, read, committed };

struct SliceRow {
  Slice slice;
  SliceState state = SliceState::planned;
  std::string job;     // the source's job, while reading; empty: to be read anew
  std::string cursor;  // of the page being read
  std::uint64_t page = 0;
  std::uint64_t position = 0;        // records of that page already checkpointed
  std::string evidence;              // JSON: request ids, watermark, counts; grows with the pages
  std::uint64_t manifests = 0;       // committed so far
  std::string last_manifest_sha256;  // hex; empty when none
  std::string certificate_sha256;    // hex, of the last manifest's certificate; empty when none
};

// One line of an object, as the spool holds it and the index will.
struct RecordRow {
  Dataset dataset{};
  std::string id;
  std::string conversation;  // of a transcript
  std::uint32_t version = 1;
  std::string commitment;  // hex HMAC (formats, digests of unredacted bytes)
  std::string key;         // id of the key it was made with
  std::string leaf;        // hex
  std::string object;      // local name of the spool object that holds it
  std::uint64_t frame_offset = 0;
  std::uint64_t frame_size = 0;
  std::uint32_t line = 0;
  std::vector<std::string> tokens;
  bool partial = false;  // from a listing that lacks what a job's records have
};

enum class ObjectState { open, sealed, uploading, stored, listed };

// An object, from its first spooled frame to its place in a manifest.
struct ObjectRow {
  std::string name;  // local: <slice>/<dataset>/<dt>/<seq>; unique
  std::string slice;
  std::string org;
  Dataset dataset{};
  std::string dt;
  std::uint32_t sequence = 0;
  ObjectState state = ObjectState::open;
  std::uint64_t size_bytes = 0;  // durable bytes of the spool file
  std::uint64_t lines = 0;
  // From sealing on:
  std::string key;
  std::string sha256;
  std::string merkle_root;
  std::uint64_t part_size_bytes = 0;
  // From the intent on:
  std::string upload_token;
  std::string upload_id;    // empty: not begun, or the answer was lost
  std::uint64_t epoch = 0;  // of the process that began it
  std::string stored;       // JSON: what HEAD stated
};

// How one expected record of a slice is accounted for. Conversations are counted by their id ("page/position"
// where the source gave none), transcripts by their communication's id: that is what a recorded session lets
// us expect. A gap is an id that can be named and is none of the others.
enum class AccountStatus { archived, quarantined, absent, pending, gap };

// Why a communication of which something is archived is pending: it may have been recorded in more parts.
inline constexpr std::string_view kMorePartsReason = "transcript.more_parts";

// Why a transcript that was archived is pending again: its bytes were lost before they were stored.
inline constexpr std::string_view kLostReason = "spool.lost";

struct AccountRow {
  std::string slice;
  std::string org;
  Dataset dataset{};
  std::string id;
  std::string conversation;  // of a transcript
  AccountStatus status{};
  std::string
      reason;  // quarantined: not_object, no_id, too_large, malformed, …; absent, pending: the source's code
  std::string detail;  // evidence: ids, sizes, positions, times
  TimePoint due{};     // pending: when it is asked for again
  TimePoint start{};   // of a conversation; 1970 where it is not known
};

struct OutboxRow {
  Event event;
  std::string manifest;  // key
  int attempts = 0;
  TimePoint next_attempt{};
};

// What one checkpoint makes durable, all or nothing. Frames are already fsynced in the spool.
struct Checkpoint {
  std::string slice;
  std::string org;
  std::string cursor;
  std::uint64_t page = 0;
  std::uint64_t position = 0;
  std::string evidence;
  bool slice_read = false;         // no page follows
  std::vector<ObjectRow> objects;  // new, grown, or sealed
  std::vector<RecordRow> records;
  // Each replaces the row of the same slice, dataset and id. What differs in status, reason or due time is
  // taken over by that id's rows in other slices, too; what is newly archived, if only in part, with the
  // detail "elsewhere".
  std::vector<AccountRow> accounts;
  // What is known of records that stand where they stood: of each one's rows in all slices, status, reason
  // and due time.
  std::vector<AccountRow> restated;
  // What another slice accounts for and this one expects as well: left out where this slice has a row.
  std::vector<AccountRow> references;
};

// What commits a manifest, all or nothing.
struct Commit {
  std::string slice;
  std::string org;
  std::uint64_t number = 0;
  std::string manifest_key;
  std::string manifest_sha256;
  std::string certificate_sha256;
  std::vector<std::string> objects;  // local names: they become `listed`
  // Appended to the audit log: these; then one for each record of the slice that is quarantined, absent or a
  // gap, by dataset and id; then the last one. The functions are called in this order, within the
  // transaction, and must not call the ledger. Those that are empty make no line.
  std::vector<std::string> audit_lines;
  std::function<std::string(const AccountRow&)> account_line{};
  std::function<std::string()> last_line{};
  std::optional<OutboxRow> outbox;
};

struct KnownRecord {
  std::uint32_t version = 0;
  std::string commitment;
  std::string key;
  std::string leaf;
  std::string object;  // local name; tells in which slice it stands
  bool partial = false;
};

// Takes the rows of a list one by one, so that none is held whole; may call the ledger. An Error of its ends
// the list. What is written to a list while it is read may be missed.
using RecordRowSink = std::function<Result<void>(RecordRow)>;
using AccountRowSink = std::function<Result<void>(AccountRow)>;

class Ledger {
 public:
  virtual ~Ledger() = default;

  [[nodiscard]] virtual std::uint64_t epoch() const = 0;

  // All that `work` does with this ledger as one transaction: durable when this returns, or undone where
  // `work` returned an Error or the process died. `work` hands on every Error; no other thread uses the
  // ledger meanwhile.
  [[nodiscard]] virtual Result<void> all_or_nothing(const std::function<Result<void>()>& work) = 0;

  // Slices. plan_slice() leaves a known slice as it is.
  [[nodiscard]] virtual Result<void> plan_slice(const Slice& slice) = 0;
  // Of one organisation, or of all with org "".
  [[nodiscard]] virtual Result<std::vector<SliceRow>> slices(std::string_view org) = 0;
  // Error class not_found where there is none.
  [[nodiscard]] virtual Result<SliceRow> slice(std::string_view org, std::string_view slice) = 0;
  // Begins (again) to read a slice: state reading, cursor, page and position cleared. Quarantined records
  // that have no name but their place in the last reading ("page/position") are forgotten: this one names
  // them anew.
  [[nodiscard]] virtual Result<void> start_slice(std::string_view org, std::string_view slice,
                                                 std::string_view job) = 0;
  [[nodiscard]] virtual Result<void> checkpoint(const Checkpoint& checkpoint) = 0;

  // The newest version of a record in any state, if there is one.
  [[nodiscard]] virtual Result<std::optional<KnownRecord>> find_record(std::string_view org, Dataset dataset,
                                                                       std::string_view id) = 0;
  // The lines of an object, in its order.
  [[nodiscard]] virtual Result<void> each_record(std::string_view object, const RecordRowSink& sink) = 0;
  // Of them, those that are a later version of their record than the first.
  [[nodiscard]] virtual Result<void> each_changed_record(std::string_view object,
                                                         const RecordRowSink& sink) = 0;
  // All versions of a record, and of the transcripts of a conversation, that stand in listed objects: by id,
  // then version.
  [[nodiscard]] virtual Result<std::vector<RecordRow>> versions_of(std::string_view org, Dataset dataset,
                                                                   std::string_view id) = 0;
  [[nodiscard]] virtual Result<std::vector<RecordRow>> transcripts_of(std::string_view org,
                                                                      std::string_view conversation) = 0;

  // Objects of one slice in every state but `listed`.
  [[nodiscard]] virtual Result<std::vector<ObjectRow>> open_objects(std::string_view org,
                                                                    std::string_view slice) = 0;
  // Objects that manifests list, of one slice, or of all with slice "".
  [[nodiscard]] virtual Result<std::vector<ObjectRow>> listed_objects(std::string_view org,
                                                                      std::string_view slice) = 0;
  [[nodiscard]] virtual Result<void> update_object(const ObjectRow& object) = 0;
  // Objects of a slice, not stored yet, whose bytes are lost: they and their records are forgotten, the
  // transcripts of their conversations are pending and due, and the slice is to be read anew (state reading,
  // without a job).
  [[nodiscard]] virtual Result<void> forget_objects(std::string_view org, std::string_view slice,
                                                    const std::vector<std::string>& names) = 0;

  // How a slice's expected records are accounted for, sorted by dataset and id (bytewise).
  [[nodiscard]] virtual Result<void> each_account(std::string_view org, std::string_view slice,
                                                  const AccountRowSink& sink) = 0;
  // How a slice accounts for these ids, in any order; nothing for one that it does not expect.
  [[nodiscard]] virtual Result<std::vector<AccountRow>> accounts_of(std::string_view org,
                                                                    std::string_view slice, Dataset dataset,
                                                                    const std::vector<std::string>& ids) = 0;
  // What is known of a conversation's transcripts, over all slices, one row a communication.
  [[nodiscard]] virtual Result<std::vector<AccountRow>> transcript_accounts(
      std::string_view org, std::string_view conversation) = 0;

  // Committed slices that hold something to ask for again: a pending record that is due, or a gap.
  [[nodiscard]] virtual Result<std::vector<std::string>> slices_due(std::string_view org, TimePoint now) = 0;
  // Committed slices that hold something quarantined.
  [[nodiscard]] virtual Result<std::vector<std::string>> slices_quarantined(std::string_view org) = 0;
  // Archived conversations that had not ended, one row a slice and conversation.
  [[nodiscard]] virtual Result<std::vector<AccountRow>> open_conversations(std::string_view org) = 0;

  // The manifest's bytes, kept before they are put, so that a second try puts the same.
  [[nodiscard]] virtual Result<void> prepare_manifest(std::string_view org, std::string_view slice,
                                                      std::uint64_t number, std::string_view bytes) = 0;
  [[nodiscard]] virtual Result<std::optional<std::string>> prepared_manifest(std::string_view org,
                                                                             std::string_view slice,
                                                                             std::uint64_t number) = 0;
  [[nodiscard]] virtual Result<void> commit(const Commit& commit) = 0;
  // A slice read again that brought nothing new: back to `committed` without a manifest.
  [[nodiscard]] virtual Result<void> settle_slice(std::string_view org, std::string_view slice) = 0;

  // The audit log: lines in order. append_audit() is for what happens outside a commit (gate, delivery).
  // Lines from `from_sequence` (0-based) on, at most `limit`.
  [[nodiscard]] virtual Result<void> append_audit(const std::vector<std::string>& lines) = 0;
  [[nodiscard]] virtual Result<std::vector<std::string>> audit_lines(std::uint64_t from_sequence,
                                                                     std::uint64_t limit) = 0;
  [[nodiscard]] virtual Result<std::uint64_t> audit_size() = 0;

  [[nodiscard]] virtual Result<std::vector<OutboxRow>> due_events(TimePoint now) = 0;
  [[nodiscard]] virtual Result<void> event_failed(std::string_view event_id, int attempts,
                                                  TimePoint next_attempt) = 0;
  // Delivered: the row goes and the audit line comes, together.
  [[nodiscard]] virtual Result<void> event_delivered(std::string_view event_id,
                                                     std::string_view audit_line) = 0;
};

}  // namespace offhook::model
