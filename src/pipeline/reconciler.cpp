#include "pipeline/reconciler.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "archive/record_name.h"
#include "pipeline/evidence.h"
#include "pipeline/slice_step.h"
#include "pipeline/source_trouble.h"
#include "telemetry/log.h"

namespace offhook::pipeline {

using model::AccountRow;
using model::AccountStatus;

struct Reconciler::Started {
  std::uint64_t named = 0;    // accounted for by their ids
  std::uint64_t unnamed = 0;  // quarantined under page and position
  std::set<std::string> gaps;
  [[nodiscard]] std::uint64_t count() const { return named + unnamed; }
};

namespace {

constexpr int kLooks = 2;
constexpr std::size_t kIdsAtOnce = 500;  // looked up in the ledger

bool is_unnamed(const AccountRow& account) {
  return account.status == AccountStatus::quarantined && account.id.find('/') != std::string::npos;
}

// Quarantined without a start, it may be one of them.
bool began_in(const model::Slice& slice, const AccountRow& account) {
  return (account.start >= slice.from && account.start < slice.to) ||
         (account.status == AccountStatus::quarantined && account.start == TimePoint{});
}

bool is_whole_day(const model::Slice& slice) {
  const auto midnight = std::chrono::floor<std::chrono::days>(slice.from);
  return slice.from == midnight && slice.to == midnight + std::chrono::days(1);
}

}  // namespace

// Unaccounted takes ids as the source lists them and keeps those that the slice does not account for: few,
// and never more than a query answers.
class Reconciler::Unaccounted {
 public:
  Unaccounted(model::Ledger& ledger, const model::Slice& slice, const Started& started)
      : ledger_(ledger), slice_(slice), missing_(started.gaps) {}

  [[nodiscard]] Result<void> add(std::string id) {
    batch_.push_back(std::move(id));
    return batch_.size() < kIdsAtOnce ? Result<void>() : look_up();
  }
  [[nodiscard]] Result<std::vector<std::string>> finish() && {
    OFFHOOK_CHECK_OK(look_up());
    return std::vector<std::string>(missing_.begin(), missing_.end());
  }

 private:
  Result<void> look_up() {
    OFFHOOK_TRY(const auto accounts,
                ledger_.accounts_of(slice_.org, slice_.id(), model::Dataset::conversations, batch_));
    std::set<std::string_view> known;
    for (const AccountRow& account : accounts)
      if (account.status != AccountStatus::gap && !is_unnamed(account) && began_in(slice_, account))
        known.insert(account.id);
    for (std::string& id : batch_)
      if (!known.contains(id)) missing_.insert(std::move(id));
    batch_.clear();
    return {};
  }

  model::Ledger& ledger_;
  const model::Slice& slice_;
  std::vector<std::string> batch_;
  std::set<std::string> missing_;
};

Result<void> Reconciler::reconcile(const model::SliceRow& row, std::stop_token stop) {
  if (!services_.source.has_second_opinion()) return {};
  OFFHOOK_TRY(archive::SourceEvidence evidence, parse_evidence(row.evidence));
  Started started;
  const auto count = [&](const AccountRow& account) -> Result<void> {
    if (account.dataset != model::Dataset::conversations) return {};
    if (account.status == AccountStatus::gap)
      started.gaps.insert(account.id);
    else if (is_unnamed(account))
      ++started.unnamed;
    else
      started.named += began_in(row.slice, account);
    return {};
  };
  OFFHOOK_CHECK_OK(services_.ledger.each_account(options_.org, row.slice.id(), count));
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
  model::Checkpoint step = slice_step(row, true);
  step.evidence = evidence_text(evidence);
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
  Unaccounted missing(services_.ledger, slice, started);
  std::uint64_t unnamed = 0;
  const auto take = [&](std::string id) -> Result<void> {
    ++reconciliation.listed;
    if (!id.empty()) return missing.add(std::move(id));
    ++unnamed;
    return {};
  };
  OFFHOOK_CHECK_OK(services_.source.list_started(slice, take, stop));
  if (unnamed > started.unnamed)
    return fail(ErrorClass::corrupt, "source.unnamed",
                fmt::format("{} conversations were listed without an id, {} are quarantined without one",
                            unnamed, started.unnamed));
  return std::move(missing).finish();
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
