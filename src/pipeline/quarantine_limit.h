// QuarantineLimit counts how the records of one slice are accounted for while it is read, and says when so
// many are quarantined that the cause is hardly the records' own.
//
// Whoever makes records durable asks it first: what is over the limit is then read again once the cause is
// mended, at no other price. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/ledger.h"

namespace offhook::pipeline {

class QuarantineLimit {
 public:
  // Over it: more than `percent` of the records counted so far, and at least `least`.
  QuarantineLimit(double percent, std::uint64_t least) : percent_(percent), least_(least) {}

  void count(const model::AccountRow& row);
  // Error "run.quarantine" that says how many, for which reasons, and names the first of them.
  [[nodiscard]] Result<void> check(const std::string& slice) const;

 private:
  double percent_;
  std::uint64_t least_;
  std::uint64_t records_ = 0;
  std::uint64_t quarantined_ = 0;
  std::map<std::string, std::uint64_t> reasons_;
  std::vector<std::string> first_;
};

}  // namespace offhook::pipeline
