#include "audit/audit_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace offhook::audit {
namespace {

constexpr std::array<std::pair<Action, std::string_view>, 17> kActions{{
    {Action::run_started, "run.started"},
    {Action::run_finished, "run.finished"},
    {Action::gate_checked, "gate.checked"},
    {Action::slice_planned, "slice.planned"},
    {Action::slice_started, "slice.started"},
    {Action::slice_read, "slice.read"},
    {Action::record_quarantined, "record.quarantined"},
    {Action::record_absent, "record.absent"},
    {Action::gap_found, "gap.found"},
    {Action::object_uploaded, "object.uploaded"},
    {Action::object_adopted, "object.adopted"},
    {Action::upload_aborted, "upload.aborted"},
    {Action::manifest_committed, "manifest.committed"},
    {Action::event_delivered, "event.delivered"},
    {Action::event_failed, "event.failed"},
    {Action::archive_verified, "archive.verified"},
    {Action::ledger_rebuilt, "ledger.rebuilt"},
}};

constexpr std::array<std::pair<Status, std::string_view>, 3> kStatuses{{
    {Status::ok, "ok"},
    {Status::warning, "warning"},
    {Status::failed, "failed"},
}};

template <class Table, class Word>
std::string_view name_of(const Table& table, Word word) {
  return std::ranges::find(table, word, &Table::value_type::first)->second;
}

tl::unexpected<Error> line_error(std::string_view why) {
  return fail(ErrorClass::corrupt, "audit.line", fmt::format("audit line: {}", why));
}

}  // namespace

std::string_view to_string(Action action) { return name_of(kActions, action); }
std::string_view to_string(Status status) { return name_of(kStatuses, status); }

Result<Action> parse_action(std::string_view text) {
  const auto known = std::ranges::find(kActions, text, &decltype(kActions)::value_type::second);
  if (known == kActions.end()) return line_error("its action is not in the vocabulary");
  return known->first;
}

std::string audit_json(const AuditLine& line) {
  json::Value::Object object{{"timestamp", format_rfc3339(line.timestamp)},
                             {"seq", line.seq},
                             {"action", to_string(line.action)},
                             {"status", to_string(line.status)},
                             {"evidence", line.evidence}};
  const auto add = [&](const char* name, const std::string& text) {
    if (!text.empty()) object.emplace(name, text);
  };
  add("conversation_id", line.conversation_id);
  add("slice", line.slice);
  add("object", line.object);
  add("checksum", line.checksum);
  return json::canonical(json::Value(std::move(object)));
}

Result<AuditLine> parse_audit_line(std::string_view text) {
  OFFHOOK_TRY(const json::Value value, json::parse(text));
  const auto timestamp = parse_rfc3339(value.text("timestamp"));
  if (!timestamp) return line_error("its timestamp is no time");
  OFFHOOK_TRY(const Action action, parse_action(value.text("action")));
  const auto status =
      std::ranges::find(kStatuses, value.text("status"), &decltype(kStatuses)::value_type::second);
  if (status == kStatuses.end()) return line_error("its status is not in the vocabulary");
  const auto* evidence = value["evidence"].object();
  if (evidence == nullptr || value.number("seq") < 0) return line_error("seq or evidence is missing");
  AuditLine line{.timestamp = *timestamp,
                 .seq = static_cast<std::uint64_t>(value.number("seq")),
                 .action = action,
                 .conversation_id = std::string(value.text("conversation_id")),
                 .slice = std::string(value.text("slice")),
                 .object = std::string(value.text("object")),
                 .status = status->first,
                 .checksum = std::string(value.text("checksum")),
                 .evidence = *evidence};
  // Unknown members, wrong types and another order show as a difference.
  if (audit_json(line) != text) return line_error("it is not as version 1 writes it");
  return line;
}

}  // namespace offhook::audit
