#include "pipeline/overdue.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "archive/record_name.h"
#include "pipeline/slice_step.h"
#include "pipeline/source_trouble.h"
#include "telemetry/log.h"

namespace offhook::pipeline {

Result<void> settle_overdue(Services services, const RunOptions& options, Tally& tally,
                            const model::SliceRow& row, TimePoint begun, std::stop_token stop) {
  std::vector<model::AccountRow> accounts;
  const auto keep_overdue = [&](model::AccountRow account) -> Result<void> {
    if (account.status == model::AccountStatus::pending && account.due <= begun)
      accounts.push_back(std::move(account));
    return {};
  };
  OFFHOOK_CHECK_OK(services.ledger.each_account(options.org, row.slice.id(), keep_overdue));
  std::set<std::string> asked;
  for (const model::AccountRow& account : accounts) asked.insert(account.conversation);
  if (asked.empty()) return {};

  std::set<std::string> there;
  const auto take = [&](const model::RawRecord& record) -> Result<void> {
    there.insert(archive::name_of(record.bytes.reveal()).id);
    return {};
  };
  if (auto read = services.source.read_by_id({asked.begin(), asked.end()}, take, stop); !read) {
    if (stops_the_run(read.error())) return read;
    tally.overdue += accounts.size();
    telemetry::warn("slice {}: what became of {} conversations with overdue transcripts is not known: {}",
                    row.slice.id(), asked.size(), read.error().message);
    return {};
  }
  tally.overdue += std::erase_if(
      accounts, [&](const model::AccountRow& account) { return there.contains(account.conversation); });
  if (accounts.empty()) return {};
  for (model::AccountRow& account : accounts) {
    account.status = model::AccountStatus::absent;
    account.reason = "source.not_found";
    account.detail = fmt::format("source.not_found at {}", format_rfc3339(services.clock.now()));
    account.due = {};
  }
  model::Checkpoint step = slice_step(row, true);
  step.accounts = std::move(accounts);
  return services.ledger.checkpoint(step);
}

}  // namespace offhook::pipeline
