#include "pipeline/reconciler.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "archive/record_name.h"
#include "pipeline/evidence.h"
#include "pipeline/source_trouble.h"
#include "telemetry/log.h"

namespace offhook::pipeline {

using model::AccountRow;
using model::AccountStatus;

struct Reconciler::Started {
  std::set<std::string, std::less<>> ids;  // accounted for
  std::set<std::string, std::less<>> gaps;
  std::uint64_t unnamed = 0;  // quarantined under page and position
  [[nodiscard]] std::uint64_t count() const { return ids.size() + unnamed; }
};

namespace {

constexpr int kLooks = 2;

bool is_whole_day(const model::Slice& slice) {
  const auto midnight = std::chrono::floor<std::chrono::days>(slice.from);
  return slice.from == midnight && slice.to == midnight + std::chrono::days(1);
}

}  // namespace

Result<void> Reconciler::reconcile(const model::SliceRow& row, std::stop_token stop) {
  if (!services_.source.has_second_opinion()) return {};
  OFFHOOK_TRY(archive::SourceEvidence evidence, parse_evidence(row.evidence));
  OFFHOOK_TRY(const auto accounts, services_.ledger.accounts(options_.org, row.slice.id()));
  Started started;
  for (const AccountRow& account : accounts) {
    if (account.dataset != model::Dataset::conversations) continue;
    if (account.status == AccountStatus::gap)
      started.gaps.insert(account.id);
    else if (account.status == AccountStatus::quarantined && account.id.find('/') != std::string::npos)
      ++started.unnamed;
    // Quarantined without a start, it may be one of them.
    else if ((account.start >= row.slice.from && account.start < row.slice.to) ||
             (account.status == AccountStatus::quarantined && account.start == TimePoint{}))
      started.ids.insert(account.id);
  }
  const auto& before = evidence.reconciliation;
  if (before && before->outcome != "unreconciled" && before->started == started.count() &&
      started.gaps.empty())
    return {};

  Findings findings;
  findings.reconciliation.started = started.count();
  if (auto compared = compare(row, started, findings, stop); !compared) {
    if (stops_the_run(compared.error())) return compared;
    telemetry::warn("slice {} cannot be reconciled: {}", row.slice.id(), compared.error().message);
    findings.reconciliation.outcome = "unreconciled";
    findings.reconciliation.reason = compared.error().code;
    findings.accounts.clear();
  }
  evidence.reconciliation = std::move(findings.reconciliation);
  model::Checkpoint step;
  step.slice = row.slice.id();
  step.org = options_.org;
  step.cursor = row.cursor;
  step.page = row.page;
  step.position = row.position;
  step.evidence = evidence_text(evidence);
  step.slice_read = true;
  step.accounts = std::move(findings.accounts);
  return services_.ledger.checkpoint(step);
}

Result<void> Reconciler::compare(const model::SliceRow& row, const Started& started, Findings& findings,
                                 std::stop_token stop) {
  // The query counts whole days, so that only its ids can be compared with part of one.
  if (is_whole_day(row.slice) && started.gaps.empty()) {
    OFFHOOK_TRY(const bool agree, totals_agree(row.slice, started, findings.reconciliation, stop));
    if (agree) {
      findings.reconciliation.outcome = "totals";
      return {};
    }
  }
  OFFHOOK_TRY(const auto ids, missing(row.slice, started, findings.reconciliation, stop));
  findings.reconciliation.outcome = "ids";
  // They may be the very records that could not be named: these are quarantined, not missing.
  if (ids.size() <= started.unnamed && started.gaps.empty()) return {};
  return account(row, ids, findings.accounts, stop);
}

Result<bool> Reconciler::totals_agree(const model::Slice& slice, const Started& started,
                                      archive::Reconciliation& reconciliation, std::stop_token stop) {
  for (int look = 1; look <= kLooks; ++look) {
    OFFHOOK_TRY(const std::uint64_t total, services_.source.count_started(slice, stop, look));
    reconciliation.totals.push_back(total);
    if (total == started.count()) return true;
  }
  return false;
}

Result<std::vector<std::string>> Reconciler::missing(const model::Slice& slice, const Started& started,
                                                     archive::Reconciliation& reconciliation,
                                                     std::stop_token stop) {
  std::set<std::string> missing(started.gaps.begin(), started.gaps.end());
  std::uint64_t unnamed = 0;
  const auto take = [&](std::string id) -> Result<void> {
    ++reconciliation.listed;
    if (id.empty())
      ++unnamed;
    else if (!started.ids.contains(id))
      missing.insert(std::move(id));
    return {};
  };
  OFFHOOK_CHECK_OK(services_.source.list_started(slice, take, stop));
  if (unnamed > started.unnamed)
    return fail(ErrorClass::corrupt, "source.unnamed",
                fmt::format("{} conversations were listed without an id, {} are quarantined without one",
                            unnamed, started.unnamed));
  return std::vector<std::string>(missing.begin(), missing.end());
}

Result<void> Reconciler::account(const model::SliceRow& row, const std::vector<std::string>& missing,
                                 std::vector<AccountRow>& accounts, std::stop_token stop) {
  std::set<std::string> there;
  const auto take = [&](const model::RawRecord& record) -> Result<void> {
    there.insert(archive::name_of(record.bytes.reveal()).id);
    return {};
  };
  if (!missing.empty()) OFFHOOK_CHECK_OK(services_.source.read_by_id(missing, take, stop));
  const std::string now = format_rfc3339(services_.clock.now());
  for (const std::string& id : missing) {
    AccountRow account;
    account.slice = row.slice.id();
    account.org = options_.org;
    account.id = id;
    account.status = there.contains(id) ? AccountStatus::gap : AccountStatus::absent;
    account.reason = there.contains(id) ? "source.not_in_job" : "source.not_found";
    account.detail = fmt::format("{} at {}", account.reason, now);
    accounts.push_back(std::move(account));
  }
  return {};
}

}  // namespace offhook::pipeline
