#include "pipeline/evidence.h"

#include <algorithm>

#include "json/value.h"

namespace offhook::pipeline {

Result<archive::SourceEvidence> parse_evidence(std::string_view text) {
  archive::SourceEvidence evidence;
  if (text.empty()) return evidence;
  OFFHOOK_TRY(const json::Value value, json::parse(text));
  evidence.job = value.text("job");
  evidence.pages = static_cast<std::uint64_t>(value.number("pages"));
  evidence.records = static_cast<std::uint64_t>(value.number("records"));
  evidence.source_bytes = static_cast<std::uint64_t>(value.number("source_bytes"));
  if (const std::string_view until = value.text("available_until"); !until.empty()) {
    OFFHOOK_TRY(const TimePoint time, parse_rfc3339(until));
    evidence.available_until = time;
  }
  if (const json::Value& compared = value["reconciliation"]; !compared.is_null()) {
    archive::Reconciliation it;
    it.outcome = compared.text("outcome");
    it.started = static_cast<std::uint64_t>(compared.number("started"));
    it.listed = static_cast<std::uint64_t>(compared.number("listed"));
    it.reason = compared.text("reason");
    if (const json::Value::Array* totals = compared["totals"].array())
      for (const json::Value& total : *totals)
        if (total.integer()) it.totals.push_back(static_cast<std::uint64_t>(*total.integer()));
    evidence.reconciliation = std::move(it);
  }
  if (const json::Value::Array* ids = value["request_ids"].array())
    for (const json::Value& id : *ids)
      if (id.string()) evidence.request_ids.push_back(*id.string());
  return evidence;
}

std::string evidence_text(const archive::SourceEvidence& evidence) {
  json::Value::Array ids(evidence.request_ids.begin(), evidence.request_ids.end());
  json::Value::Object members{{"job", evidence.job},
                              {"pages", evidence.pages},
                              {"records", evidence.records},
                              {"source_bytes", evidence.source_bytes},
                              {"request_ids", std::move(ids)}};
  if (evidence.available_until) members["available_until"] = format_rfc3339(*evidence.available_until);
  if (const auto& compared = evidence.reconciliation)
    members["reconciliation"] =
        json::Value::Object{{"outcome", compared->outcome},
                            {"started", compared->started},
                            {"listed", compared->listed},
                            {"reason", compared->reason},
                            {"totals", json::Value::Array(compared->totals.begin(), compared->totals.end())}};
  return json::canonical(json::Value(std::move(members)));
}

void add_page(archive::SourceEvidence& evidence, const model::PageEnd& page) {
  ++evidence.pages;
  evidence.records += page.records;
  evidence.source_bytes += page.source_bytes;
  if (!page.request_id.empty()) evidence.request_ids.push_back(page.request_id);
  // The earliest watermark any page stated: everything before it was complete throughout.
  if (page.available_until)
    evidence.available_until = evidence.available_until
                                   ? std::min(*evidence.available_until, *page.available_until)
                                   : *page.available_until;
}

}  // namespace offhook::pipeline
