#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "ledger/sqlite/sqlite_ledger.h"
#include "test/contract/ledger_contract.h"
#include "test/support/ledger_rows.h"
#include "test/support/temporary_folder.h"

namespace offhook::test {
namespace {

void execute(const std::filesystem::path& path, const std::string& sql) {
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &connection), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
      << (message != nullptr ? message : "");
  sqlite3_free(message);
  sqlite3_close(connection);
}

class SqlitePlace final : public LedgerPlace {
 public:
  Result<std::unique_ptr<model::Ledger>> open() override { return ledger::open_sqlite(path()); }

  // Triggers of a second connection stand in for a disk that fails in the middle of a transaction.
  void fail_writes_to(const std::string& table) override {
    for (const char* event : {"INSERT", "UPDATE", "DELETE"})
      execute(path(), "CREATE TRIGGER fault_" + std::string(event) + " BEFORE " + event + " ON " + table +
                          " BEGIN SELECT raise(FAIL, 'injected'); END");
  }
  void mend() override {
    for (const char* event : {"INSERT", "UPDATE", "DELETE"})
      execute(path(), "DROP TRIGGER fault_" + std::string(event));
  }
  std::filesystem::path path() const { return folder_.path() / "ledger.db"; }

 private:
  TemporaryFolder folder_;
};

class SqliteLedger : public testing::Test {
 protected:
  SqlitePlace place_;
};

TEST_F(SqliteLedger, P6_the_write_ahead_log_does_not_grow_with_the_run) {
  const auto ledger = place_.open().value();
  for (int line = 0; line < 3000; ++line) {
    ASSERT_TRUE(ledger->append_audit({std::string(4000, 'x')}));
    ASSERT_TRUE(ledger->find_record("acme", model::Dataset::conversations, "c1"));
  }
  EXPECT_LT(std::filesystem::file_size(place_.path().string() + "-wal"), 8u << 20);
}

TEST_F(SqliteLedger, its_files_are_for_their_owner_alone) {
  const auto ledger = place_.open().value();
  ASSERT_TRUE(ledger->append_audit({"line"}));
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(place_.path().parent_path())) {
    struct stat info{};
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0077u, 0u) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 3);  // the database, its write-ahead log, the lock
}

TEST_F(SqliteLedger, can_be_read_while_another_process_writes) {
  EXPECT_EQ(ledger::open_sqlite_read_only(place_.path()).error().code, "ledger.missing");
  const auto writer = place_.open().value();
  const auto reader = ledger::open_sqlite_read_only(place_.path()).value();
  ASSERT_TRUE(writer->append_audit({"line"}));
  EXPECT_EQ(reader->audit_size().value(), 1u);
  EXPECT_EQ(reader->append_audit({"line"}).error().code, "ledger.read_only");
  EXPECT_EQ(writer->epoch(), 1u);
}

// Where a reader waits for the writer, this test does not end.
TEST_F(SqliteLedger, is_read_while_it_writes) {
  const auto ledger = place_.open().value();
  const auto from = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
  const model::Slice slice{"acme", from, from + std::chrono::days(1)};
  ASSERT_TRUE(ledger->plan_slice(slice));
  ASSERT_EQ(ledger->audit_size().value(), 0u);
  std::uint64_t seen = 99;
  model::Commit commit;
  commit.slice = slice.id();
  commit.org = slice.org;
  commit.number = 1;
  commit.audit_lines = {"first"};
  commit.last_line = [&] {
    std::jthread([&] { seen = ledger->audit_size().value(); }).join();
    return std::string("last");
  };
  ASSERT_TRUE(ledger->commit(commit));
  EXPECT_EQ(seen, 0u) << "it saw what was not committed";
  EXPECT_EQ(ledger->audit_size().value(), 2u);
}

TEST_F(SqliteLedger, P4_a_process_whose_epoch_was_taken_over_writes_nothing) {
  const auto zombie = place_.open().value();
  ASSERT_TRUE(zombie->append_audit({"l0"}));
  execute(place_.path(), "UPDATE process SET epoch = epoch + 1");  // its lock was lost, another opened
  const auto refused = zombie->append_audit({"l1"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "ledger.fenced");
  EXPECT_EQ(refused.error().cls, ErrorClass::conflict);
  EXPECT_EQ(zombie->audit_size().value(), 1u);
}

TEST_F(SqliteLedger, a_newer_schema_is_refused) {
  ASSERT_TRUE(place_.open());
  execute(place_.path(), "PRAGMA user_version = 99");
  EXPECT_EQ(place_.open().error().code, "ledger.schema");
  EXPECT_EQ(ledger::open_sqlite_read_only(place_.path()).error().code, "ledger.schema");
}

// Records as schema 2 kept them.
TEST_F(SqliteLedger, an_older_schema_is_brought_up_to_date) {
  using namespace model;
  const auto from = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
  const Slice slice{"acme", from, from + std::chrono::days(1)};
  Checkpoint step;
  step.slice = slice.id();
  step.org = slice.org;
  ObjectRow object;
  object.name = "o1";
  object.slice = step.slice;
  object.org = step.org;
  step.objects = {object};
  for (const char* id : {"c2", "c1", "c3"}) {
    RecordRow row;
    row.id = id;
    row.leaf = "leaf of " + row.id;
    row.object = "o1";
    row.line = static_cast<std::uint32_t>(step.records.size());
    row.tokens = {"PHONE-0123456789abcdef"};
    row.partial = row.id == "c1";
    step.records.push_back(row);
  }
  {
    const auto ledger = place_.open().value();
    ASSERT_TRUE(ledger->plan_slice(slice));
    ASSERT_TRUE(ledger->checkpoint(step));
  }
  execute(place_.path(), R"sql(
CREATE TABLE before (
  org TEXT NOT NULL, dataset INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
  conversation TEXT NOT NULL, commitment TEXT NOT NULL, key TEXT NOT NULL, leaf TEXT NOT NULL,
  object INTEGER NOT NULL REFERENCES objects (no),
  frame_offset INTEGER NOT NULL, frame_size INTEGER NOT NULL, line INTEGER NOT NULL,
  tokens TEXT NOT NULL, partial INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (org, dataset, id, version)
) WITHOUT ROWID;
INSERT INTO before SELECT org, dataset, id, version, conversation, commitment, key, leaf, object, frame_offset,
                          frame_size, line, tokens, partial FROM records;
DROP TABLE records;
ALTER TABLE before RENAME TO records;
CREATE UNIQUE INDEX records_of_object ON records (object, frame_offset, line);
CREATE INDEX records_of_conversation ON records (org, conversation) WHERE conversation <> '';
PRAGMA user_version = 2)sql");
  const auto ledger = place_.open().value();
  const auto rows = records_of(*ledger, "o1");
  ASSERT_EQ(rows.size(), 3u);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].id, step.records[i].id);
    EXPECT_EQ(rows[i].leaf, step.records[i].leaf);
    EXPECT_EQ(rows[i].tokens, step.records[i].tokens);
    EXPECT_EQ(rows[i].partial, step.records[i].partial);
  }
  step.records = {step.records[0]};
  step.records[0].line = 7;
  EXPECT_EQ(ledger->checkpoint(step).error().code, "ledger.conflict");  // that version is there
}

TEST_F(SqliteLedger, a_damaged_file_is_called_by_its_name) {
  std::ofstream(place_.path()) << std::string(8192, 'x');
  const auto opened = place_.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "ledger.damaged");
  EXPECT_EQ(opened.error().cls, ErrorClass::corrupt);
}

// A child writes checkpoints until it is killed; each that it reported must be there, and none in part.
TEST_F(SqliteLedger, P4_a_killed_process_leaves_whole_checkpoints) {
  using namespace model;
  const auto from = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
  const Slice slice{"acme", from, from + std::chrono::days(1)};
  ASSERT_TRUE(place_.open().value()->plan_slice(slice));
  std::uint64_t done = 0;
  for (const std::uint64_t kill_after : {1, 7, 20}) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto ledger = place_.open().value();
      for (std::uint64_t number = done;; ++number) {
        Checkpoint step;
        step.slice = slice.id();
        step.org = slice.org;
        step.position = number + 1;
        for (const char* object : {"o1", "o2"}) {
          ObjectRow row;
          row.name = object;
          row.slice = step.slice;
          row.org = slice.org;
          row.lines = number + 1;
          step.objects.push_back(row);
          RecordRow record;
          record.id = object + std::to_string(number);
          record.object = object;
          record.frame_offset = number;
          step.records.push_back(record);
        }
        if (!ledger->checkpoint(step) || ::write(pipe_ends[1], "x", 1) != 1) ::_exit(1);
      }
    }
    ::close(pipe_ends[1]);
    char byte = 0;
    for (std::uint64_t reported = 0; reported < kill_after; ++reported)
      ASSERT_EQ(::read(pipe_ends[0], &byte, 1), 1);
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const std::uint64_t before = done + kill_after;
    ::close(pipe_ends[0]);

    const auto ledger = place_.open().value();
    done = ledger->slices("acme").value().at(0).position;
    EXPECT_GE(done, before);
    for (const char* object : {"o1", "o2"}) EXPECT_EQ(records_of(*ledger, object).size(), done);
    const auto objects = ledger->open_objects("acme", slice.id()).value();
    for (const ObjectRow& row : objects) EXPECT_EQ(row.lines, done);
  }
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerContract,
                         testing::Values(LedgerCase{"sqlite",
                                                    [] { return std::make_unique<SqlitePlace>(); }}),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace offhook::test
