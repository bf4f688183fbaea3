// Audit lines: what the program did, as canonical JSON (formats, audit log). Never personal data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "json/value.h"

namespace offhook::audit {

// The fixed vocabulary; to_string() gives "gate.checked".
enum class Action {
  run_started,
  run_finished,
  gate_checked,
  slice_planned,
  slice_started,
  slice_read,
  record_quarantined,
  record_absent,
  gap_found,
  object_uploaded,
  object_adopted,
  upload_aborted,
  manifest_committed,
  event_delivered,
  event_failed,
  archive_verified,
  ledger_rebuilt,
};
[[nodiscard]] std::string_view to_string(Action action);
[[nodiscard]] Result<Action> parse_action(std::string_view text);

enum class Status { ok, warning, failed };
[[nodiscard]] std::string_view to_string(Status status);

struct AuditLine {
  TimePoint timestamp;
  std::uint64_t seq = 0;  // from 0: its position in the log
  Action action{};
  std::string conversation_id;  // empty: not written
  std::string slice;
  std::string object;  // key of an object or manifest
  Status status = Status::ok;
  std::string checksum;  // hex SHA-256 of stored bytes
  json::Value::Object evidence;
  bool operator==(const AuditLine&) const = default;
};

// Without LF.
[[nodiscard]] std::string audit_json(const AuditLine& line);
// Strict; Error "audit.line", class corrupt.
[[nodiscard]] Result<AuditLine> parse_audit_line(std::string_view text);

}  // namespace offhook::audit
