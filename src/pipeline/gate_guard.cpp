#include "pipeline/gate_guard.h"

#include <fmt/format.h>

#include "base/crash_point.h"
#include "json/value.h"

namespace offhook::pipeline {
namespace {

audit::AuditLine gate_line(const model::GateReport& report, const std::string& uri) {
  audit::AuditLine line;
  line.action = audit::Action::gate_checked;
  line.status = report.passed() ? audit::Status::ok : audit::Status::failed;
  json::Value::Array findings;
  for (const model::GateFinding& finding : report.findings)
    findings.push_back(json::Value::Object{
        {"code", finding.code}, {"verdict", to_string(finding.verdict)}, {"seen", finding.seen}});
  json::Value::Array answers;
  for (const model::GateEvidence& evidence : report.evidence)
    answers.push_back(json::Value::Object{{"question", evidence.question},
                                          {"answer", evidence.answer},
                                          {"body_sha256", evidence.body_sha256},
                                          {"request_id", evidence.request_id}});
  line.evidence = {{"profile", report.profile},
                   {"store", uri},
                   {"findings", std::move(findings)},
                   {"answers", std::move(answers)}};
  return line;
}

}  // namespace

Result<model::GateReport> GateGuard::check() {
  const MutexLock lock(mutex_);
  return ask();
}

Result<void> GateGuard::stay_fit() {
  const MutexLock lock(mutex_);
  if (services_.clock.monotonic() - asked_ < options_.gate_interval) return {};
  OFFHOOK_TRY(const model::GateReport report, ask());
  if (!report.passed()) return fail(gate_refused(report, services_.store.uri()));
  return {};
}

Result<model::GateReport> GateGuard::ask() {
  OFFHOOK_TRY(model::GateReport report, services_.store.check_gate());
  crash_point("after-gate");
  OFFHOOK_CHECK_OK(audit_.append({gate_line(report, services_.store.uri())}));
  asked_ = services_.clock.monotonic();
  return report;
}

Error gate_refused(const model::GateReport& report, const std::string& store_uri) {
  std::string failed;
  for (const model::GateFinding& finding : report.findings)
    if (finding.verdict == model::Verdict::fail || finding.verdict == model::Verdict::unknown)
      failed += (failed.empty() ? "" : ", ") + finding.code;
  return {ErrorClass::permanent, "gate.refused",
          fmt::format("{} is not fit to hold the archive ({}); no more content was sent. `offhook doctor` "
                      "says what to do",
                      store_uri, failed)};
}

}  // namespace offhook::pipeline
