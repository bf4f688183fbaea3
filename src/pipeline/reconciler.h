// Reconciler compares the conversations of a slice that was read with a second listing of the source's own.
//
// Sets of ids are compared, not totals: a job selects by activity and a query by the day of the beginning,
// and the query's totals are approximate. So that few requests are spent, the total of those that began in
// the slice is looked at first, twice where it differs, and only then the query's ids are read. An id that it
// names and the job did not is confirmed by id: there, it is a gap; not there, absent.
//
// Called when the slice is read. May be called again: what is settled is not asked for again.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "archive/manifest.h"
#include "pipeline/services.h"

namespace offhook::pipeline {

class Reconciler {
 public:
  Reconciler(Services services, const RunOptions& options) : services_(services), options_(options) {}

  // Writes what was found to the ledger, in one step. A source that cannot be compared now is an outcome
  // ("unreconciled"); an Error stops the run.
  [[nodiscard]] Result<void> reconcile(const model::SliceRow& row, std::stop_token stop);

 private:
  struct Started;  // the slice's conversations that began in it
  class Unaccounted;
  struct Findings {
    archive::Reconciliation reconciliation;
    std::vector<model::AccountRow> accounts;
  };

  [[nodiscard]] Result<void> compare(const model::SliceRow& row, const Started& started, Findings& findings,
                                     std::stop_token stop);
  [[nodiscard]] Result<bool> totals_agree(const model::Slice& slice, const Started& started,
                                          archive::Reconciliation& reconciliation, std::stop_token stop);
  [[nodiscard]] Result<std::vector<std::string>> missing(const model::Slice& slice, const Started& started,
                                                         archive::Reconciliation& reconciliation,
                                                         std::stop_token stop);
  [[nodiscard]] Result<void> account(const model::SliceRow& row, const std::vector<std::string>& missing,
                                     std::vector<model::AccountRow>& accounts, std::stop_token stop);

  Services services_;
  const RunOptions& options_;
};

}  // namespace offhook::pipeline
