// A thin shell around SQLite's C interface: a connection, statements, transactions. Every failure is an
// Error.
//
// Not thread-safe: SqliteLedger holds a mutex around every use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace offhook::ledger {

// One prepared statement. It must not outlive its Database.
class Statement {
 public:
  // Binds all parameters, in order, and makes the statement ready to run (again). Texts are not copied: they
  // must live until the last step().
  template <class... Values>
  [[nodiscard]] Result<void> bind(const Values&... values) {
    reset();
    int index = 0;
    Result<void> bound;
    ((bound = bound ? bind_one(++index, values) : bound), ...);
    return bound;
  }

  // Whether there is another row; its columns can be read until the next step().
  [[nodiscard]] Result<bool> step();
  // Binds, and runs to the end.
  template <class... Values>
  [[nodiscard]] Result<void> run(const Values&... values) {
    OFFHOOK_CHECK_OK(bind(values...));
    for (;;) {
      OFFHOOK_TRY(const bool row, step());
      if (!row) break;
    }
    reset();
    return {};
  }

  // The columns of the row, one after another from the left.
  [[nodiscard]] std::string text();
  [[nodiscard]] std::uint64_t number();
  [[nodiscard]] TimePoint time() { return TimePoint(Milliseconds(static_cast<std::int64_t>(number()))); }

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Handle = std::unique_ptr<sqlite3_stmt, Finalize>;
  // Statements that nobody uses, by their text, which SQLite keeps with each.
  using Pool = std::unordered_multimap<std::string_view, Handle>;
  struct GiveBack {
    Pool* pool;
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3_stmt* statement, Pool& pool) : statement_(statement, GiveBack{&pool}) {}
  void reset();
  [[nodiscard]] Result<void> bind_one(int index, std::string_view text);
  [[nodiscard]] Result<void> bind_one(int index, std::uint64_t number);
  [[nodiscard]] Result<void> bind_one(int index, TimePoint time);

  std::unique_ptr<sqlite3_stmt, GiveBack> statement_;
  int column_ = 0;
};

class Database {
 public:
  // Opens an existing file for reading and writing.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& path);

  // One or more statements without parameters or rows.
  [[nodiscard]] Result<void> execute(const std::string& sql);
  // A statement is read by SQLite once; when its user is done it waits for the next.
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  // Rows that the last statement changed.
  [[nodiscard]] std::uint64_t changes() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  explicit Database(sqlite3* connection) : connection_(connection) {}
  std::unique_ptr<sqlite3, Close> connection_;
  std::unique_ptr<Statement::Pool> pool_ =
      std::make_unique<Statement::Pool>();  // closed before the connection
};

// Rolled back unless commit() succeeded.
class Transaction {
 public:
  // Holds the write lock.
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  // Sees the database as it is when it reads first.
  [[nodiscard]] static Result<Transaction> begin_reading(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace offhook::ledger
