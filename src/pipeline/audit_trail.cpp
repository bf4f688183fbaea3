#include "pipeline/audit_trail.h"

#include "base/crash_point.h"

namespace offhook::pipeline {
namespace {

constexpr std::uint64_t kCatchUpLines =
    1000;  // lines held in memory while the file catches up with the ledger

}  // namespace

Result<std::unique_ptr<AuditTrail>> AuditTrail::open(model::Ledger& ledger, Clock& clock,
                                                     const std::filesystem::path& file) {
  OFFHOOK_TRY(audit::AuditLog log, audit::AuditLog::open(file));
  OFFHOOK_TRY(const std::uint64_t durable, ledger.audit_size());
  if (log.size() > durable)
    return fail(ErrorClass::corrupt, "audit.ahead_of_ledger",
                "the audit log " + file.string() + " has " + std::to_string(log.size()) +
                    " lines, the ledger " + std::to_string(durable) + ": they do not belong together");
  std::unique_ptr<AuditTrail> trail(new AuditTrail(ledger, clock, std::move(log)));
  const MutexLock lock(trail->mutex_);
  OFFHOOK_CHECK_OK(trail->catch_up());
  return trail;
}

Result<void> AuditTrail::append(Lines lines) {
  return append_with([&](const Number& number) {
    std::vector<std::string> texts;
    for (audit::AuditLine& line : lines) texts.push_back(number(std::move(line)));
    return ledger_.append_audit(texts);
  });
}

Result<void> AuditTrail::append_with(const std::function<Result<void>(const Number&)>& transaction) {
  const MutexLock lock(mutex_);
  std::uint64_t sequence = log_.size();
  const auto number = [&](audit::AuditLine line) {
    line.timestamp = clock_.now();
    line.seq = sequence++;
    return audit::audit_json(line);
  };
  OFFHOOK_CHECK_OK(transaction(number));
  crash_point("after-audit");
  return catch_up();
}

audit::Checkpoint AuditTrail::checkpoint() const {
  const MutexLock lock(mutex_);
  return log_.checkpoint();
}

Result<void> AuditTrail::catch_up() {
  for (;;) {
    OFFHOOK_TRY(const std::vector<std::string> lines, ledger_.audit_lines(log_.size(), kCatchUpLines));
    if (lines.empty()) return {};
    OFFHOOK_CHECK_OK(log_.append(lines));
  }
}

}  // namespace offhook::pipeline
