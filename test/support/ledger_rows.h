// The rows of a ledger's lists, whole: for tests, whose lists are short.
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

#include "model/ledger.h"

namespace offhook::test {

inline std::vector<model::RecordRow> records_of(model::Ledger& ledger, std::string_view object) {
  std::vector<model::RecordRow> rows;
  const auto take = [&](model::RecordRow row) -> Result<void> {
    rows.push_back(std::move(row));
    return {};
  };
  EXPECT_TRUE(ledger.each_record(object, take));
  return rows;
}

inline std::vector<model::AccountRow> accounts_of(model::Ledger& ledger, std::string_view org,
                                                  std::string_view slice) {
  std::vector<model::AccountRow> rows;
  const auto take = [&](model::AccountRow row) -> Result<void> {
    rows.push_back(std::move(row));
    return {};
  };
  EXPECT_TRUE(ledger.each_account(org, slice, take));
  return rows;
}

}  // namespace offhook::test
