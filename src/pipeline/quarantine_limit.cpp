#include "pipeline/quarantine_limit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace offhook::pipeline {
namespace {

constexpr std::size_t kNamed = 3;

std::string name_of(const model::AccountRow& row) {
  if (row.dataset == model::Dataset::conversations) return "conversation " + row.id;
  return fmt::format("transcript {} of conversation {}", row.id, row.conversation);
}

}  // namespace

void QuarantineLimit::count(const model::AccountRow& row) {
  ++records_;
  if (row.status != model::AccountStatus::quarantined) return;
  ++quarantined_;
  ++reasons_[row.reason];
  if (first_.size() < kNamed) first_.push_back(name_of(row));
}

Result<void> QuarantineLimit::check(const std::string& slice) const {
  const bool over = static_cast<double>(quarantined_) * 100 > percent_ * static_cast<double>(records_);
  if (quarantined_ < least_ || !over) return {};
  std::vector<std::string> reasons;
  for (const auto& [reason, count] : reasons_) reasons.push_back(fmt::format("{} {}", count, reason));
  return fail(
      ErrorClass::permanent, "run.quarantine",
      fmt::format("stopped: of the {} records of slice {} read so far {} would be quarantined, which is "
                  "more than {} % and at least {} ({}). Look at the first: {}. Nothing is lost: mend the "
                  "cause and run again, it goes on from here; to accept them, raise "
                  "run.quarantine_percent",
                  records_, slice, quarantined_, percent_, least_, fmt::join(reasons, ", "),
                  fmt::join(first_, "; ")));
}

}  // namespace offhook::pipeline
