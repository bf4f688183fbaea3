// What every Ledger must do, as one suite of tests. A program instantiates it with the ledgers it has:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerContract, testing::Values(LedgerCase{…}));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "model/ledger.h"

namespace offhook::test {

// One ledger's place, which outlives the processes that open it.
class LedgerPlace {
 public:
  virtual ~LedgerPlace() = default;
  virtual Result<std::unique_ptr<model::Ledger>> open() = 0;
  // From now on, or no more, every write to this table fails. Names: slices, objects, records, accounts,
  // prepared_manifests, audit, outbox.
  virtual void fail_writes_to(const std::string& table) = 0;
  virtual void mend() = 0;
};

struct LedgerCase {
  std::string name;
  std::function<std::unique_ptr<LedgerPlace>()> make;
};

class LedgerContract : public testing::TestWithParam<LedgerCase> {
 protected:
  void SetUp() override {
    place_ = GetParam().make();
    reopen();
  }
  void reopen() {
    ledger_.reset();
    ledger_ = place_->open().value();
  }
  model::Ledger& ledger() { return *ledger_; }

  std::unique_ptr<LedgerPlace> place_;
  std::unique_ptr<model::Ledger> ledger_;
};

}  // namespace offhook::test
