#include "pipeline/gone.h"

#include <vector>

#include "pipeline/slice_step.h"
#include "telemetry/log.h"

namespace offhook::pipeline {

Result<void> settle_gone(Services services, const RunOptions& options, const model::SliceRow& row,
                         const std::set<std::string>& gone) {
  OFFHOOK_TRY(auto accounts,
              services.ledger.accounts_of(options.org, row.slice.id(), model::Dataset::conversations,
                                          {gone.begin(), gone.end()}));
  std::erase_if(accounts, [](const model::AccountRow& account) {
    return account.status != model::AccountStatus::archived || account.reason != "open";
  });
  if (accounts.empty()) return {};
  for (model::AccountRow& account : accounts) {
    account.reason.clear();
    telemetry::info(
        "conversation {} was open when it was archived and is gone at the source: it stays as it was",
        account.id);
  }
  model::Checkpoint step = slice_step(row, true);
  step.accounts = std::move(accounts);
  return services.ledger.checkpoint(step);
}

}  // namespace offhook::pipeline
