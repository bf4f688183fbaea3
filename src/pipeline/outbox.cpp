#include "pipeline/outbox.h"

#include "base/backoff.h"
#include "base/crash_point.h"
#include "pipeline/delivery_schedule.h"

namespace offhook::pipeline {

Result<Outbox::Outcome> Outbox::deliver_due(int tries, std::stop_token stop) {
  Outcome outcome;
  if (!services_.notifier) return outcome;
  // All of them: one that is not due yet is undelivered still, and the run's exit code must say so.
  OFFHOOK_TRY(const auto rows, services_.ledger.due_events(TimePoint::max()));
  // Whoever starts a run again may have mended the receiver: what is not due yet is tried once, until one
  // fails.
  bool away = false;
  for (const model::OutboxRow& row : rows) {
    const bool due = row.next_attempt <= services_.clock.now();
    if (stop.stop_requested() || (!due && away)) {
      ++outcome.waiting;
      continue;
    }
    const std::uint64_t delivered = outcome.delivered;
    OFFHOOK_CHECK_OK(deliver(row, due ? tries : 1, stop, outcome));
    away |= outcome.delivered == delivered;
  }
  return outcome;
}

Result<void> Outbox::deliver(const model::OutboxRow& row, int tries, std::stop_token stop, Outcome& outcome) {
  Backoff backoff({Milliseconds(1000), Milliseconds(5000), tries}, services_.random);
  int attempts = row.attempts;
  for (;;) {
    const auto delivered = services_.notifier->deliver(row.event, ++attempts);
    if (delivered) {
      crash_point("after-delivery");
      audit::AuditLine line;
      line.action = audit::Action::event_delivered;
      line.object = row.manifest;
      line.evidence = {
          {"event", row.event.id}, {"attempts", attempts}, {"to", services_.notifier->destination()}};
      ++outcome.delivered;
      ++tally_.events_delivered;
      OFFHOOK_CHECK_OK(audit_.append_with([&](const AuditTrail::Number& number) {
        return services_.ledger.event_delivered(row.event.id, number(std::move(line)));
      }));
      crash_point("after-delivered");
      return {};
    }
    const Error& error = delivered.error();
    outcome.last_error = error.message;
    const auto delay = error.worth_retrying() ? backoff.next(error.retry_after) : std::nullopt;
    if (!delay || !services_.clock.sleep_for(*delay, stop)) {
      ++outcome.waiting;
      return services_.ledger.event_failed(
          row.event.id, attempts, services_.clock.now() + delivery_delay(attempts, services_.random));
    }
  }
}

}  // namespace offhook::pipeline
