// AuditTrail: writes the audit log. The ledger decides (its lines go in the transaction of what they tell);
// the file beside it is brought up to date afterwards and after a crash.
//
// Any thread: lines get their sequence numbers under one lock that is held until they are durable.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/audit_line.h"
#include "audit/audit_log.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "model/ledger.h"

namespace offhook::pipeline {

class AuditTrail {
 public:
  // Lines whose time and sequence are filled in here.
  using Lines = std::vector<audit::AuditLine>;

  [[nodiscard]] static Result<std::unique_ptr<AuditTrail>> open(model::Ledger& ledger, Clock& clock,
                                                                const std::filesystem::path& file);

  [[nodiscard]] Result<void> append(Lines lines);
  // Makes the text of the next line.
  using Number = std::function<std::string(audit::AuditLine)>;
  // `transaction` numbers the lines it appends to the ledger, in their order; the file is written when it
  // succeeded.
  [[nodiscard]] Result<void> append_with(const std::function<Result<void>(const Number&)>& transaction);

  [[nodiscard]] audit::Checkpoint checkpoint() const;

 private:
  AuditTrail(model::Ledger& ledger, Clock& clock, audit::AuditLog log)
      : ledger_(ledger), clock_(clock), log_(std::move(log)) {}
  [[nodiscard]] Result<void> catch_up() REQUIRES_LOCK(mutex_);

  model::Ledger& ledger_;
  Clock& clock_;
  mutable Mutex mutex_;
  audit::AuditLog log_ GUARDED_BY(mutex_);
};

}  // namespace offhook::pipeline
