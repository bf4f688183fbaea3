// What every ObjectStore must do, as one suite of tests. A program instantiates it with the stores it has:
//
//   INSTANTIATE_TEST_SUITE_P(Local, StoreContract, testing::Values(StoreCase{…}));
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "model/object_store.h"

namespace offhook::test {

struct StoreCase {
  std::string name;
  // An empty store, or one in which nobody else uses the prefix returned by unique_prefix().
  std::function<std::shared_ptr<model::ObjectStore>()> open;
  bool checks_digests = true;       // a part that does not match its SHA-256 is refused
  bool states_checksums = true;     // HEAD returns the SHA-256 of each object
  bool lists_checksums = true;      // list_parts() too
  bool tells_gone_uploads = true;   // completing an aborted upload is "not found"
  bool keeps_storage_class = true;  // HEAD returns the class that was asked for
  std::string storage_class = "STANDARD_IA";
};

class StoreContract : public testing::TestWithParam<StoreCase> {
 protected:
  void SetUp() override { store_ = GetParam().open(); }
  // A key below a prefix of this test's own.
  std::string key(std::string_view name) const { return prefix_ + std::string(name); }
  model::Part upload(const model::Upload& upload, int number, std::string_view bytes);

  std::shared_ptr<model::ObjectStore> store_;
  const std::string prefix_ = unique_prefix();

 private:
  static std::string unique_prefix();
};

}  // namespace offhook::test
