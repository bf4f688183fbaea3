#include "ledger/sqlite/sqlite_ledger.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <map>
#include <utility>

#include "base/file.h"
#include "base/mutex.h"
#include "ledger/sqlite/database.h"
#include "ledger/sqlite/rows.h"
#include "ledger/sqlite/schema.h"

namespace offhook::ledger {
namespace {

using namespace model;

constexpr std::uint64_t kMaxDueEvents = 1000;
constexpr std::uint64_t kPageRows = 500;          // of a long list, in memory at a time
constexpr std::uint64_t kBeforeAll = UINT64_MAX;  // to SQLite, whose numbers have a sign: -1

class SqliteLedger final : public Ledger {
 public:
  // Two connections to the same file. `lock`: none for reading alone.
  SqliteLedger(Database database, Database reader, std::optional<File> lock, std::uint64_t epoch)
      : lock_(std::move(lock)), epoch_(epoch), database_(std::move(database)), reader_(std::move(reader)) {}

  std::uint64_t epoch() const override { return epoch_; }

  Result<void> all_or_nothing(const std::function<Result<void>()>& work) override {
    {
      const MutexLock hold(mutex_);
      OFFHOOK_TRY(Transaction begun, begin());
      whole_.emplace(std::move(begun));
    }
    const Result<void> done = work();
    const MutexLock hold(mutex_);
    Transaction whole = std::move(*whole_);
    whole_.reset();
    if (!done) return done;
    return commit(std::move(whole));
  }

  // ---- Slices ----

  Result<void> plan_slice(const Slice& slice) override {
    return write([&]() -> Result<void> {
      return run("INSERT INTO slices (org, id, from_ms, to_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                 slice.org, slice.id(), slice.from, slice.to);
    });
  }

  Result<std::vector<SliceRow>> slices(std::string_view org) override {
    return read<SliceRow>(
        fmt::format("SELECT {} FROM slices WHERE ?1 = '' OR org = ?1 ORDER BY org, id", kSliceColumns),
        read_slice, org);
  }

  Result<SliceRow> slice(std::string_view org, std::string_view slice) override {
    OFFHOOK_TRY(auto rows,
                read<SliceRow>(fmt::format("SELECT {} FROM slices WHERE org = ? AND id = ?", kSliceColumns),
                               read_slice, org, slice));
    if (rows.empty()) return fail(missing("slice", slice));
    return std::move(rows.front());
  }

  Result<void> start_slice(std::string_view org, std::string_view slice, std::string_view job) override {
    return write([&]() -> Result<void> {
      OFFHOOK_CHECK_OK(run(
          "DELETE FROM accounts WHERE org = ? AND slice = ? AND dataset = ? AND status = ? AND id LIKE '%/%'",
          org, slice, number_of(Dataset::conversations), number_of(AccountStatus::quarantined)));
      return run_on_one("slice", slice,
                        "UPDATE slices SET state = ?, job = ?, cursor = '', page = 0, position = 0 "
                        "WHERE org = ? AND id = ?",
                        number_of(SliceState::reading), job, org, slice);
    });
  }

  Result<void> settle_slice(std::string_view org, std::string_view slice) override {
    return write([&]() -> Result<void> {
      return run_on_one("slice", slice, "UPDATE slices SET state = ? WHERE org = ? AND id = ?",
                        number_of(SliceState::committed), org, slice);
    });
  }

  Result<void> checkpoint(const Checkpoint& checkpoint) override {
    return write([&]() -> Result<void> {
      OFFHOOK_CHECK_OK(run_on_one("slice", checkpoint.slice,
                                  "UPDATE slices SET cursor = ?, page = ?, position = ?, evidence = ?, "
                                  "state = CASE WHEN ? THEN ? ELSE state END WHERE org = ? AND id = ?",
                                  checkpoint.cursor, checkpoint.page, checkpoint.position,
                                  checkpoint.evidence, std::uint64_t{checkpoint.slice_read},
                                  number_of(SliceState::read), checkpoint.org, checkpoint.slice));
      OFFHOOK_TRY(Statement put_object, database_.prepare(kUpsertObject));
      for (const ObjectRow& object : checkpoint.objects) OFFHOOK_CHECK_OK(write_object(put_object, object));
      OFFHOOK_CHECK_OK(write_records(checkpoint));
      OFFHOOK_TRY(Statement put_account, database_.prepare(kUpsertAccount));
      OFFHOOK_TRY(Statement take_over, database_.prepare(kTakeOverAccount));
      for (const AccountRow& account : checkpoint.accounts) {
        OFFHOOK_CHECK_OK(write_account(put_account, account));
        OFFHOOK_CHECK_OK(take_over_account(take_over, account));
      }
      OFFHOOK_TRY(Statement restate, database_.prepare(kRestateAccount));
      for (const AccountRow& account : checkpoint.restated)
        OFFHOOK_CHECK_OK(restate_account(restate, account));
      OFFHOOK_TRY(Statement refer, database_.prepare(kInsertAccount));
      for (const AccountRow& account : checkpoint.references) OFFHOOK_CHECK_OK(write_account(refer, account));
      return {};
    });
  }

  // ---- Records and objects ----

  Result<std::optional<KnownRecord>> find_record(std::string_view org, Dataset dataset,
                                                 std::string_view id) override {
    OFFHOOK_TRY(auto rows, read<KnownRecord>(kSelectNewest, read_known, org, number_of(dataset), id));
    if (rows.empty()) return std::optional<KnownRecord>();
    return std::optional<KnownRecord>(std::move(rows.front()));
  }

  Result<void> each_record(std::string_view object, const RecordRowSink& sink) override {
    return read_records(kSelectRecords, object, sink);
  }

  Result<void> each_changed_record(std::string_view object, const RecordRowSink& sink) override {
    return read_records(kSelectChanged, object, sink);
  }

  Result<std::vector<RecordRow>> versions_of(std::string_view org, Dataset dataset,
                                             std::string_view id) override {
    return read<RecordRow>(kSelectVersions, read_record, org, number_of(dataset), id,
                           number_of(ObjectState::listed));
  }

  Result<std::vector<RecordRow>> transcripts_of(std::string_view org,
                                                std::string_view conversation) override {
    return read<RecordRow>(kSelectTranscripts, read_record, org, number_of(Dataset::transcripts),
                           conversation, number_of(ObjectState::listed));
  }

  Result<std::vector<ObjectRow>> open_objects(std::string_view org, std::string_view slice) override {
    return read<ObjectRow>(fmt::format("SELECT {} FROM objects WHERE org = ? AND slice = ? AND state <> ? "
                                       "ORDER BY dataset, dt, sequence",
                                       kObjectColumns),
                           read_object, org, slice, number_of(ObjectState::listed));
  }

  Result<std::vector<ObjectRow>> listed_objects(std::string_view org, std::string_view slice) override {
    const auto select = [](std::string_view of_slice) {
      return fmt::format(
          "SELECT {} FROM objects WHERE org = ? AND state = ? {} "
          "ORDER BY slice, dataset, dt, sequence",
          kObjectColumns, of_slice);
    };
    if (slice.empty()) return read<ObjectRow>(select(""), read_object, org, number_of(ObjectState::listed));
    return read<ObjectRow>(select("AND slice = ?"), read_object, org, number_of(ObjectState::listed), slice);
  }

  Result<void> update_object(const ObjectRow& object) override {
    return write([&]() -> Result<void> {
      OFFHOOK_TRY(const std::uint64_t number, object_number(object.name));
      if (number == 0) return fail(missing("object", object.name));
      OFFHOOK_TRY(Statement put, database_.prepare(kUpsertObject));
      return write_object(put, object);
    });
  }

  Result<void> forget_objects(std::string_view org, std::string_view slice,
                              const std::vector<std::string>& names) override {
    return write([&]() -> Result<void> {
      for (const std::string& name : names) {
        OFFHOOK_CHECK_OK(run(kLoseTranscripts, number_of(AccountStatus::pending), kLostReason, org,
                             number_of(Dataset::transcripts), number_of(AccountStatus::archived),
                             kMorePartsReason, name));
        OFFHOOK_CHECK_OK(
            run("DELETE FROM records WHERE object = (SELECT no FROM objects WHERE name = ?)", name));
        OFFHOOK_CHECK_OK(run_on_one(
            "object", name, "DELETE FROM objects WHERE org = ? AND slice = ? AND name = ? AND state < ?", org,
            slice, name, number_of(ObjectState::stored)));
      }
      return run_on_one("slice", slice,
                        "UPDATE slices SET state = ?, job = '', cursor = '', page = 0, position = 0 "
                        "WHERE org = ? AND id = ?",
                        number_of(SliceState::reading), org, slice);
    });
  }

  // ---- Accounts ----

  Result<void> each_account(std::string_view org, std::string_view slice,
                            const AccountRowSink& sink) override {
    std::uint64_t dataset = kBeforeAll;
    std::string id;
    for (;;) {
      OFFHOOK_TRY(auto rows,
                  read<AccountRow>(kSelectAccounts, read_account, org, slice, dataset, id, kPageRows));
      if (!rows.empty()) {
        dataset = number_of(rows.back().dataset);
        id = rows.back().id;
      }
      for (AccountRow& row : rows) OFFHOOK_CHECK_OK(sink(std::move(row)));
      if (rows.size() < kPageRows) return {};
    }
  }

  Result<std::vector<AccountRow>> accounts_of(std::string_view org, std::string_view slice, Dataset dataset,
                                              const std::vector<std::string>& ids) override {
    return reading([&](Database& database) -> Result<std::vector<AccountRow>> {
      OFFHOOK_TRY(Statement find, database.prepare(kSelectAccount));
      std::vector<AccountRow> rows;
      for (const std::string& id : ids) {
        OFFHOOK_CHECK_OK(find.bind(org, slice, number_of(dataset), id));
        OFFHOOK_TRY(const bool found, find.step());
        if (found) rows.push_back(read_account(find));
      }
      return rows;
    });
  }

  Result<std::vector<AccountRow>> transcript_accounts(std::string_view org,
                                                      std::string_view conversation) override {
    return read<AccountRow>(kSelectTranscriptAccounts, read_account, org, number_of(Dataset::transcripts),
                            conversation);
  }

  Result<std::vector<std::string>> slices_due(std::string_view org, TimePoint now) override {
    return read<std::string>(
        kSelectSlicesDue, [](Statement& row) { return row.text(); }, org, number_of(AccountStatus::pending),
        now, number_of(AccountStatus::gap), number_of(SliceState::committed));
  }

  Result<std::vector<std::string>> slices_quarantined(std::string_view org) override {
    return read<std::string>(
        kSelectSlicesQuarantined, [](Statement& row) { return row.text(); }, org,
        number_of(AccountStatus::quarantined), number_of(SliceState::committed));
  }

  Result<std::vector<AccountRow>> open_conversations(std::string_view org) override {
    return read<AccountRow>(fmt::format("SELECT {} FROM accounts WHERE org = ? AND reason = 'open' AND "
                                        "dataset = ? AND status = ? ORDER BY slice, id",
                                        kAccountColumns),
                            read_account, org, number_of(Dataset::conversations),
                            number_of(AccountStatus::archived));
  }

  // ---- Manifests ----

  Result<void> prepare_manifest(std::string_view org, std::string_view slice, std::uint64_t number,
                                std::string_view bytes) override {
    return write([&]() -> Result<void> {
      return run(
          "INSERT INTO prepared_manifests (org, slice, number, bytes) VALUES (?, ?, ?, ?) "
          "ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
          org, slice, number, bytes);
    });
  }

  Result<std::optional<std::string>> prepared_manifest(std::string_view org, std::string_view slice,
                                                       std::uint64_t number) override {
    OFFHOOK_TRY(auto rows,
                read<std::string>(
                    "SELECT bytes FROM prepared_manifests WHERE org = ? AND slice = ? AND number = ?",
                    [](Statement& row) { return row.text(); }, org, slice, number));
    if (rows.empty()) return std::optional<std::string>();
    return std::optional<std::string>(std::move(rows.front()));
  }

  Result<void> commit(const Commit& commit) override {
    return write([&]() -> Result<void> {
      OFFHOOK_CHECK_OK(
          run("UPDATE slices SET state = ?, manifests = ?, last_manifest_sha256 = ?, "
              "certificate_sha256 = ? WHERE org = ? AND id = ? AND manifests = ? - 1",
              number_of(SliceState::committed), commit.number, commit.manifest_sha256,
              commit.certificate_sha256, commit.org, commit.slice, commit.number));
      if (database_.changes() != 1)
        return fail(ErrorClass::conflict, "ledger.manifest_number",
                    fmt::format("manifest {} does not follow the last one of slice {} of {}", commit.number,
                                commit.slice, commit.org));
      for (const std::string& name : commit.objects)
        OFFHOOK_CHECK_OK(run_on_one(
            "stored object", name, "UPDATE objects SET state = ? WHERE name = ? AND org = ? AND state = ?",
            number_of(ObjectState::listed), name, commit.org, number_of(ObjectState::stored)));
      OFFHOOK_CHECK_OK(run("DELETE FROM prepared_manifests WHERE org = ? AND slice = ? AND number <= ?",
                           commit.org, commit.slice, commit.number));
      OFFHOOK_CHECK_OK(write_audit(commit.audit_lines));
      if (commit.account_line) OFFHOOK_CHECK_OK(write_account_lines(commit));
      if (commit.last_line) OFFHOOK_CHECK_OK(write_audit({commit.last_line()}));
      if (!commit.outbox) return {};
      const OutboxRow& row = *commit.outbox;
      return run(
          "INSERT INTO outbox (id, source, type, subject, time_ms, data, manifest, attempts, "
          "next_attempt_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          row.event.id, row.event.source, row.event.type, row.event.subject, row.event.time, row.event.data,
          row.manifest, static_cast<std::uint64_t>(row.attempts), row.next_attempt);
    });
  }

  // ---- Audit log ----

  Result<void> append_audit(const std::vector<std::string>& lines) override {
    return write([&]() -> Result<void> { return write_audit(lines); });
  }

  Result<std::vector<std::string>> audit_lines(std::uint64_t from_sequence, std::uint64_t limit) override {
    return read<std::string>(
        "SELECT line FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?",
        [](Statement& row) { return row.text(); }, from_sequence, limit);
  }

  Result<std::uint64_t> audit_size() override {
    OFFHOOK_TRY(auto rows, read<std::uint64_t>("SELECT coalesce(max(seq) + 1, 0) FROM audit",
                                               [](Statement& row) { return row.number(); }));
    return rows.front();
  }

  // ---- Outbox ----

  Result<std::vector<OutboxRow>> due_events(TimePoint now) override {
    return read<OutboxRow>(
        "SELECT id, source, type, subject, time_ms, data, manifest, attempts, next_attempt_ms FROM outbox "
        "WHERE next_attempt_ms <= ? ORDER BY no LIMIT ?",
        read_outbox, now, kMaxDueEvents);
  }

  Result<void> event_failed(std::string_view event_id, int attempts, TimePoint next_attempt) override {
    return write([&]() -> Result<void> {
      return run_on_one("event", event_id, "UPDATE outbox SET attempts = ?, next_attempt_ms = ? WHERE id = ?",
                        static_cast<std::uint64_t>(attempts), next_attempt, event_id);
    });
  }

  Result<void> event_delivered(std::string_view event_id, std::string_view audit_line) override {
    return write([&]() -> Result<void> {
      OFFHOOK_CHECK_OK(run_on_one("event", event_id, "DELETE FROM outbox WHERE id = ?", event_id));
      return write_audit({std::string(audit_line)});
    });
  }

 private:
  // One transaction, fenced: a process whose epoch was taken over writes nothing more.
  template <class Work>
  Result<void> write(Work work) {
    const MutexLock hold(mutex_);
    if (whole_) return work();
    OFFHOOK_TRY(Transaction transaction, begin());
    OFFHOOK_CHECK_OK(work());
    return commit(std::move(transaction));
  }

  // Who reads waits for this alone, and sees what was written when it goes on. Under one that reads what was
  // there before, SQLite would not take its write-ahead log back into the database, and the log would grow
  // with the run.
  Result<void> commit(Transaction transaction) {
    const MutexLock hold(reading_mutex_);
    reading_.reset();
    return transaction.commit();
  }

  Result<Transaction> begin() {
    if (!lock_) return fail(ErrorClass::permanent, "ledger.read_only", "the ledger was opened to read");
    OFFHOOK_TRY(Transaction transaction, Transaction::begin(database_));
    OFFHOOK_CHECK_OK(require_epoch());
    return transaction;
  }

  // On its own, so that the statement has ended before the commit: under one that reads, SQLite never takes
  // its write-ahead log back into the database, and the log grows with the run.
  Result<void> require_epoch() {
    OFFHOOK_TRY(Statement current, database_.prepare("SELECT epoch FROM process"));
    OFFHOOK_CHECK_OK(current.step());
    if (const std::uint64_t newest = current.number(); newest != epoch_)
      return fail(ErrorClass::conflict, "ledger.fenced",
                  fmt::format("another process (epoch {}) has taken the ledger over from this one ({})",
                              newest, epoch_));
    return {};
  }

  // Reads on a connection of its own, so that a record is found while a checkpoint is written; within
  // all_or_nothing() on the one that sees what its work wrote so far. A statement that reads by itself asks
  // the system for locks and gives them back, which takes longer than to find a record: so all that is read
  // between two commits is read in one transaction. Without the lock others write, whose commits end nothing
  // here.
  template <class Read>
  auto reading(Read read) -> decltype(read(std::declval<Database&>())) {
    if (whole_) return read(database_);
    const MutexLock hold(reading_mutex_);
    if (lock_ && !reading_) {
      OFFHOOK_TRY(Transaction begun, Transaction::begin_reading(reader_));
      reading_.emplace(std::move(begun));
    }
    return read(reader_);
  }

  template <class Row, class... Values>
  Result<std::vector<Row>> read(std::string_view sql, Row (*read_row)(Statement&), const Values&... values) {
    return reading([&](Database& database) -> Result<std::vector<Row>> {
      OFFHOOK_TRY(Statement statement, database.prepare(sql));
      OFFHOOK_CHECK_OK(statement.bind(values...));
      std::vector<Row> rows;
      for (;;) {
        OFFHOOK_TRY(const bool more, statement.step());
        if (!more) return rows;
        rows.push_back(read_row(statement));
      }
    });
  }

  // The lines of an object, page by page, so that the sink may take its time and call the ledger.
  Result<void> read_records(std::string_view sql, std::string_view object, const RecordRowSink& sink) {
    std::uint64_t offset = 0, line = kBeforeAll;
    for (;;) {
      OFFHOOK_TRY(auto rows, read<RecordRow>(sql, read_record, object, offset, line, kPageRows));
      if (!rows.empty()) {
        offset = rows.back().frame_offset;
        line = rows.back().line;
      }
      for (RecordRow& row : rows) OFFHOOK_CHECK_OK(sink(std::move(row)));
      if (rows.size() < kPageRows) return {};
    }
  }

  template <class... Values>
  Result<void> run(std::string_view sql, const Values&... values) {
    OFFHOOK_TRY(Statement statement, database_.prepare(sql));
    return statement.run(values...);
  }

  // For a statement that must change exactly one row, the one that `name` names.
  template <class... Values>
  Result<void> run_on_one(std::string_view what, std::string_view name, std::string_view sql,
                          const Values&... values) {
    OFFHOOK_CHECK_OK(run(sql, values...));
    return database_.changes() == 1 ? Result<void>() : fail(missing(what, name));
  }

  static Error missing(std::string_view what, std::string_view name) {
    return {ErrorClass::not_found, "ledger.not_found", fmt::format("the ledger has no {} {}", what, name)};
  }

  Result<void> write_records(const Checkpoint& checkpoint) {
    OFFHOOK_TRY(Statement put, database_.prepare(kInsertRecord));
    std::map<std::string_view, std::uint64_t> numbers;  // of the objects, by name: few
    for (const RecordRow& record : checkpoint.records) {
      const auto [number, unknown] = numbers.try_emplace(record.object);
      if (unknown) {
        OFFHOOK_TRY(number->second, object_number(record.object));
      }
      OFFHOOK_CHECK_OK(write_record(put, checkpoint.org, record, number->second));
    }
    return {};
  }

  // 0 where there is none, which no record can refer to.
  Result<std::uint64_t> object_number(std::string_view name) {
    OFFHOOK_TRY(Statement find, database_.prepare("SELECT no FROM objects WHERE name = ?"));
    OFFHOOK_CHECK_OK(find.bind(name));
    OFFHOOK_TRY(const bool found, find.step());
    return found ? find.number() : 0;
  }

  Result<void> write_audit(const std::vector<std::string>& lines) {
    OFFHOOK_TRY(
        Statement append,
        database_.prepare("INSERT INTO audit (seq, line) SELECT coalesce(max(seq) + 1, 0), ? FROM audit"));
    for (const std::string& line : lines) OFFHOOK_CHECK_OK(append.run(line));
    return {};
  }

  Result<void> write_account_lines(const Commit& commit) {
    OFFHOOK_TRY(Statement rows, database_.prepare(kSelectUnarchived));
    OFFHOOK_CHECK_OK(rows.bind(commit.org, commit.slice, number_of(AccountStatus::quarantined),
                               number_of(AccountStatus::absent), number_of(AccountStatus::gap)));
    for (;;) {
      OFFHOOK_TRY(const bool more, rows.step());
      if (!more) return {};
      OFFHOOK_CHECK_OK(write_audit({commit.account_line(read_account(rows))}));
    }
  }

  const std::optional<File> lock_;
  const std::uint64_t epoch_;
  Mutex mutex_;
  Database database_;                   // to write; used with mutex_ held
  std::optional<Transaction> whole_;    // of all_or_nothing(), while its work is under way, on one thread
  Mutex reading_mutex_;                 // taken alone, or with mutex_ held
  Database reader_;                     // used with reading_mutex_ held
  std::optional<Transaction> reading_;  // since the last commit; with reading_mutex_ held
};

Result<File> take_lock(const std::filesystem::path& path) {
  OFFHOOK_TRY(File lock, File::open(path.string() + ".lock", O_RDWR | O_CREAT));
  if (::flock(lock.descriptor(), LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return fail(file_error("lock", lock.path(), errno));
  return fail(ErrorClass::conflict, "ledger.locked",
              fmt::format("another process is working with the ledger {}: wait for it, or give this run a "
                          "state folder of its own (OFFHOOK_STATE_DIR)",
                          path.string()));
}

Result<Database> open_reader(const std::filesystem::path& path) {
  OFFHOOK_TRY(Database database, Database::open(path));
  OFFHOOK_CHECK_OK(database.execute("PRAGMA query_only = ON; PRAGMA cache_size = -4096;"));
  return database;
}

Result<std::uint64_t> raise_epoch(Database& database) {
  OFFHOOK_TRY(Transaction transaction, Transaction::begin(database));
  OFFHOOK_CHECK_OK(database.execute("UPDATE process SET epoch = epoch + 1"));
  OFFHOOK_TRY(Statement read, database.prepare("SELECT epoch FROM process"));
  OFFHOOK_CHECK_OK(read.step());
  const std::uint64_t epoch = read.number();
  OFFHOOK_CHECK_OK(transaction.commit());
  return epoch;
}

}  // namespace

Result<std::unique_ptr<Ledger>> open_sqlite(const std::filesystem::path& path) {
  OFFHOOK_TRY(File lock, take_lock(path));
  // Made here, so that it and the files SQLite puts beside it have this mode.
  OFFHOOK_TRY(const File made, File::open(path, O_RDWR | O_CREAT, 0600));
  OFFHOOK_TRY(Database database, Database::open(path));
  OFFHOOK_CHECK_OK(
      database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                       "PRAGMA cache_size = -16384;"));
  OFFHOOK_CHECK_OK(migrate(database));
  OFFHOOK_TRY(const std::uint64_t epoch, raise_epoch(database));
  OFFHOOK_TRY(Database reader, open_reader(path));
  return std::make_unique<SqliteLedger>(std::move(database), std::move(reader), std::move(lock), epoch);
}

Result<std::unique_ptr<Ledger>> open_sqlite_read_only(const std::filesystem::path& path) {
  OFFHOOK_TRY(Database database, open_reader(path));
  OFFHOOK_CHECK_OK(check_version(database));
  OFFHOOK_TRY(Database reader, open_reader(path));
  return std::make_unique<SqliteLedger>(std::move(database), std::move(reader), std::nullopt, 0);
}

}  // namespace offhook::ledger
