#include "ledger/sqlite/sqlite_request_log.h"

#include <fcntl.h>

#include <utility>

#include "base/file.h"
#include "base/mutex.h"
#include "ledger/sqlite/database.h"

namespace offhook::ledger {
namespace {

using std::chrono::minutes;

// Requests are counted by ticks, so that a minute has few rows however many are sent. A request counts from
// the end of its tick on: it is remembered up to a tick too long, never too short.
constexpr Milliseconds kTick{100};

TimePoint tick_of(TimePoint now) {
  const Milliseconds since = now.time_since_epoch();
  return TimePoint(since - since % kTick + kTick);
}

constexpr const char* kSchema = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS sent (
  client TEXT NOT NULL, process TEXT NOT NULL, time_ms INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (client, time_ms, process)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS months (
  client TEXT NOT NULL, month TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (client, month)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS holds (
  client TEXT NOT NULL PRIMARY KEY, since_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL
) WITHOUT ROWID;
)sql";

class SqliteRequestLog final : public model::RequestLog {
 public:
  SqliteRequestLog(Database database, std::string client, std::string process)
      : client_(std::move(client)), process_(std::move(process)), database_(std::move(database)) {}

  Result<Taken> take(TimePoint now, std::uint64_t per_minute, std::uint64_t monthly_cap) override {
    const MutexLock hold(mutex_);
    OFFHOOK_TRY(Transaction transaction, Transaction::begin(database_));
    const std::string month = format_date(now).substr(0, 7);
    const TimePoint minute_ago = now - minutes(1);
    Taken taken;
    OFFHOOK_TRY(
        taken.this_month,
        number("SELECT coalesce(sum(count), 0) FROM months WHERE client = ? AND month = ?", client_, month));
    OFFHOOK_TRY(const Sent sent, sent_since(minute_ago));
    // A clock that was set back since would hold us for good.
    OFFHOOK_TRY(const std::uint64_t held_until,
                number("SELECT coalesce(max(until_ms), 0) FROM holds WHERE client = ? AND since_ms <= ? AND "
                       "until_ms > ?",
                       client_, now, now));
    if (monthly_cap > 0 && taken.this_month >= monthly_cap) return taken;
    if (held_until > 0) {
      taken.held_until = TimePoint(Milliseconds(held_until));
      return taken;
    }
    if (sent.by_others > 0 && sent.by_all + 1 > per_minute) return taken;
    OFFHOOK_CHECK_OK(
        run("INSERT INTO sent (client, process, time_ms, count) VALUES (?, ?, ?, 1) "
            "ON CONFLICT DO UPDATE SET count = count + 1",
            client_, process_, tick_of(now)));
    OFFHOOK_CHECK_OK(
        run("INSERT INTO months (client, month, count) VALUES (?, ?, 1) "
            "ON CONFLICT DO UPDATE SET count = count + 1",
            client_, month));
    OFFHOOK_CHECK_OK(run("DELETE FROM sent WHERE time_ms <= ?", minute_ago - minutes(1)));
    OFFHOOK_CHECK_OK(transaction.commit());
    taken.granted = true;
    ++taken.this_month;
    return taken;
  }

  Result<void> hold(TimePoint now, TimePoint until) override {
    const MutexLock lock(mutex_);
    return run(
        "INSERT INTO holds (client, since_ms, until_ms) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
        "until_ms = CASE WHEN since_ms <= excluded.since_ms THEN max(until_ms, excluded.until_ms) "
        "ELSE excluded.until_ms END, since_ms = excluded.since_ms",
        client_, now, until);
  }

 private:
  struct Sent {
    std::uint64_t by_all = 0;
    std::uint64_t by_others = 0;
  };

  Result<Sent> sent_since(TimePoint time) {
    OFFHOOK_TRY(
        Statement statement,
        database_.prepare("SELECT coalesce(sum(count), 0), coalesce(sum(iif(process <> ?, count, 0)), 0) "
                          "FROM sent WHERE client = ? AND time_ms > ?"));
    OFFHOOK_CHECK_OK(statement.bind(process_, client_, time));
    OFFHOOK_CHECK_OK(statement.step());
    Sent sent;
    sent.by_all = statement.number();
    sent.by_others = statement.number();
    return sent;
  }

  template <class... Values>
  Result<std::uint64_t> number(std::string_view sql, const Values&... values) {
    OFFHOOK_TRY(Statement statement, database_.prepare(sql));
    OFFHOOK_CHECK_OK(statement.bind(values...));
    OFFHOOK_CHECK_OK(statement.step());
    return statement.number();
  }
  template <class... Values>
  Result<void> run(std::string_view sql, const Values&... values) {
    OFFHOOK_TRY(Statement statement, database_.prepare(sql));
    return statement.run(values...);
  }

  const std::string client_;
  const std::string process_;
  Mutex mutex_;
  Database database_;  // used with mutex_ held
};

}  // namespace

Result<std::unique_ptr<model::RequestLog>> open_request_log(const std::filesystem::path& path,
                                                            std::string client, std::string process) {
  OFFHOOK_TRY(const File made, File::open(path, O_RDWR | O_CREAT, 0600));
  OFFHOOK_TRY(Database database, Database::open(path));
  OFFHOOK_CHECK_OK(database.execute(kSchema));
  return std::make_unique<SqliteRequestLog>(std::move(database), std::move(client), std::move(process));
}

}  // namespace offhook::ledger
