// Outbox: delivers the events that commits left in the ledger, at least once, each with its stable id.
//
// Not thread-safe; the ledger it reads is.
#pragma once

#include <stop_token>
#include <string>

#include "pipeline/audit_trail.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"

namespace offhook::pipeline {

class Outbox {
 public:
  Outbox(Services services, Tally& tally, AuditTrail& audit)
      : services_(services), tally_(tally), audit_(audit) {}

  struct Outcome {
    std::uint64_t delivered = 0;
    std::uint64_t waiting = 0;  // refused or unreachable: a later run tries again
    std::string last_error;     // why, for people
  };
  // Tries every event that is due, each at most `tries` times with a pause in between, and the others once as
  // long as the receiver takes them. Errors of the ledger only.
  [[nodiscard]] Result<Outcome> deliver_due(int tries, std::stop_token stop);

 private:
  [[nodiscard]] Result<void> deliver(const model::OutboxRow& row, int tries, std::stop_token stop,
                                     Outcome& outcome);

  Services services_;
  Tally& tally_;
  AuditTrail& audit_;
};

}  // namespace offhook::pipeline
