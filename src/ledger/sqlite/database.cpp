#include "ledger/sqlite/database.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

namespace offhook::ledger {
namespace {

// Long enough for a reader's checkpoint of the write-ahead log; the ledger has one writer.
constexpr int kBusyTimeoutMs = 10'000;

// SQLite tries to read a file that it could not make, and then only says that it is not there. Where the
// database still is, its folder is, too: what was lacking is space, or a quota's.
bool could_not_make_a_file(sqlite3* connection, int code) {
  if ((code & 0xff) != SQLITE_CANTOPEN || sqlite3_system_errno(connection) != ENOENT) return false;
  const char* database = sqlite3_db_filename(connection, "main");
  return database != nullptr && ::access(database, F_OK) == 0;
}

Error error_of(sqlite3* connection) {
  const int code = sqlite3_extended_errcode(connection);
  // SQLite's messages name tables and columns, never values.
  std::string message = fmt::format("ledger: {} (SQLite {})", sqlite3_errmsg(connection), code);
  const auto full = [&] { return Error{ErrorClass::retryable, "file.full", std::move(message)}; };
  // A disk may be full where SQLite wants to open or to lengthen a file, too.
  if (sqlite3_system_errno(connection) == ENOSPC && (code & 0xff) != SQLITE_OK) return full();
  if (could_not_make_a_file(connection, code)) return full();
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorClass::retryable, "ledger.busy", std::move(message)};
    case SQLITE_FULL:
      return full();
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorClass::corrupt, "ledger.damaged",
              std::move(message) + "; restore it, or make it anew with `offhook ledger rebuild`"};
    case SQLITE_CONSTRAINT:
      return {ErrorClass::conflict, "ledger.conflict", std::move(message)};
    case SQLITE_READONLY:
      return {ErrorClass::permanent, "ledger.read_only", std::move(message)};
    default:
      return {ErrorClass::permanent, "ledger.failed", std::move(message)};
  }
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Statement::GiveBack::operator()(sqlite3_stmt* statement) const {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  pool->emplace(sqlite3_sql(statement), Handle(statement));
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  column_ = 0;
}

Result<bool> Statement::step() {
  column_ = 0;
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = error_of(sqlite3_db_handle(statement_.get()));
  reset();
  return fail(std::move(error));
}

std::string Statement::text() {
  const int column = column_++;
  const auto* bytes = sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::uint64_t Statement::number() {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column_++));
}

Result<void> Statement::bind_one(int index, std::string_view text) {
  const char* bytes = text.empty() ? "" : text.data();  // a null pointer would bind NULL
  if (sqlite3_bind_text64(statement_.get(), index, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8) ==
      SQLITE_OK)
    return {};
  return fail(error_of(sqlite3_db_handle(statement_.get())));
}

Result<void> Statement::bind_one(int index, std::uint64_t number) {
  if (sqlite3_bind_int64(statement_.get(), index, static_cast<std::int64_t>(number)) == SQLITE_OK) return {};
  return fail(error_of(sqlite3_db_handle(statement_.get())));
}

Result<void> Statement::bind_one(int index, TimePoint time) {
  return bind_one(index, static_cast<std::uint64_t>(time.time_since_epoch().count()));
}

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Result<Database> Database::open(const std::filesystem::path& path) {
  sqlite3* connection = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(connection);
  if (connection == nullptr)
    return fail(ErrorClass::retryable, "ledger.memory", "SQLite found no memory for a connection");
  sqlite3_extended_result_codes(connection, 1);
  if (code == SQLITE_CANTOPEN)
    return fail(ErrorClass::not_found, "ledger.missing",
                fmt::format("there is no ledger at {}", path.string()));
  if (code != SQLITE_OK) return fail(error_of(connection));
  sqlite3_busy_timeout(connection, kBusyTimeoutMs);
  return database;
}

Result<void> Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return fail(error_of(connection_.get()));
}

Result<Statement> Database::prepare(std::string_view sql) {
  if (const auto known = pool_->find(sql); known != pool_->end()) {
    Statement::Handle handle = std::move(known->second);
    pool_->erase(known);
    return Statement(handle.release(), *pool_);
  }
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    return fail(error_of(connection_.get()));
  return Statement(statement, *pool_);
}

std::uint64_t Database::changes() const {
  return static_cast<std::uint64_t>(sqlite3_changes64(connection_.get()));
}

Result<Transaction> Transaction::begin(Database& database) {
  OFFHOOK_CHECK_OK(database.execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Result<Transaction> Transaction::begin_reading(Database& database) {
  OFFHOOK_CHECK_OK(database.execute("BEGIN"));
  return Transaction(database);
}

Transaction::~Transaction() {
  // Where SQLite has rolled back by itself this fails, and there is nothing left to do.
  if (database_ != nullptr) static_cast<void>(database_->execute("ROLLBACK"));
}

Result<void> Transaction::commit() {
  OFFHOOK_CHECK_OK(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace offhook::ledger
