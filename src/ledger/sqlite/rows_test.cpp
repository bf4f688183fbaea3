#include "ledger/sqlite/rows.h"

#include <gtest/gtest.h>

#include <fstream>

#include "ledger/sqlite/database.h"
#include "ledger/sqlite/schema.h"
#include "test/support/temporary_folder.h"

namespace offhook::ledger {
namespace {

// How SQLite finds the rows of a statement.
std::string plan_of(Database& database, std::string_view sql) {
  Statement explain = database.prepare("EXPLAIN QUERY PLAN " + std::string(sql)).value();
  std::string plan;
  while (explain.step().value()) {
    for (int column = 0; column < 3; ++column) static_cast<void>(explain.number());
    plan += explain.text() + "\n";
  }
  return plan;
}

// With a million records in the ledger a look at all of them, once for each, would take days.
TEST(Rows, AreFoundByIndex) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "ledger.sqlite";
  {
    std::ofstream make(path);
  }
  Database database = Database::open(path).value();
  ASSERT_TRUE(migrate(database));
  const auto finds_by = [&](std::string_view sql, std::string_view index) {
    const std::string plan = plan_of(database, sql);
    EXPECT_NE(plan.find(index), std::string::npos) << sql << "\n" << plan;
    EXPECT_EQ(plan.find("SCAN"), std::string::npos) << sql << "\n" << plan;
  };
  finds_by(kSelectNewest, "records_of_id (org=? AND dataset=? AND id=?)");
  finds_by(kSelectVersions, "records_of_id (org=? AND dataset=? AND id=?)");
  finds_by(kSelectTranscripts, "records_of_conversation (org=? AND conversation=?");
  finds_by(kSelectTranscriptAccounts, "accounts_of_conversation (org=? AND conversation=?");
  finds_by(kTakeOverAccount, "accounts_of_record (org=? AND dataset=? AND id=?)");
  finds_by(kRestateAccount, "accounts_of_record (org=? AND dataset=? AND id=?)");
  finds_by(kLoseTranscripts, "accounts_of_conversation (org=? AND conversation=?");
  finds_by(kSelectSlicesDue, "accounts_unsettled (org=?");
  finds_by(kSelectRecords, "records_of_object (object=? AND (frame_offset,line)>(?,?))");
  finds_by(kSelectChanged, "records_changed (object=? AND (frame_offset,line)>(?,?))");
  finds_by(kSelectAccounts, "accounts USING PRIMARY KEY (org=? AND slice=? AND (dataset,id)>(?,?))");
  finds_by(kSelectAccount, "accounts USING PRIMARY KEY (org=? AND slice=? AND dataset=? AND id=?)");
  finds_by(kSelectUnarchived, "accounts USING PRIMARY KEY (org=? AND slice=?)");
  for (const std::string_view ordered : {kSelectRecords, kSelectChanged, kSelectAccounts, kSelectUnarchived})
    EXPECT_EQ(plan_of(database, ordered).find("TEMP B-TREE"), std::string::npos) << ordered;
}

// A statement comes back from its user as it was made: without values, from its beginning.
TEST(Database, GivesStatementsAsNew) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "ledger.sqlite";
  {
    std::ofstream make(path);
  }
  Database database = Database::open(path).value();
  for (int round = 0; round < 2; ++round) {
    Statement outer = database.prepare("SELECT coalesce(?, 'none') UNION ALL SELECT 'second'").value();
    ASSERT_TRUE(outer.step().value());
    EXPECT_EQ(outer.text(), "none");
    ASSERT_TRUE(outer.bind(std::string_view("bound")));
    Statement inner = database.prepare("SELECT coalesce(?, 'none') UNION ALL SELECT 'second'").value();
    ASSERT_TRUE(inner.step().value());
    EXPECT_EQ(inner.text(), "none");
    ASSERT_TRUE(outer.step().value());
    EXPECT_EQ(outer.text(), "bound");
  }
}

}  // namespace
}  // namespace offhook::ledger
