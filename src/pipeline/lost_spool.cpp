#include "pipeline/lost_spool.h"

#include <algorithm>
#include <string>
#include <vector>

#include "pipeline/leftovers.h"
#include "telemetry/log.h"

namespace offhook::pipeline {

using model::ObjectState;
using model::SliceState;

Result<void> forget_lost(Services services, const RunOptions& options) {
  const std::vector<std::string> there = services.spool.names();
  OFFHOOK_TRY(const auto slices, services.ledger.slices(options.org));
  for (const model::SliceRow& slice : slices) {
    if (slice.state != SliceState::reading && slice.state != SliceState::read) continue;
    OFFHOOK_TRY(const auto objects, services.ledger.open_objects(options.org, slice.slice.id()));
    std::vector<std::string> lost;
    for (const model::ObjectRow& object : objects) {
      if (object.state == ObjectState::stored || object.size_bytes == 0) continue;
      if (std::ranges::binary_search(there, object.name)) continue;
      if (object.state == ObjectState::uploading) OFFHOOK_CHECK_OK(abort_uploads(services.store, object.key));
      lost.push_back(object.name);
    }
    if (lost.empty()) continue;
    telemetry::warn("{} of {} spool files of slice {} are gone: it is read again", lost.size(),
                    objects.size(), slice.slice.id());
    OFFHOOK_CHECK_OK(services.ledger.forget_objects(options.org, slice.slice.id(), lost));
  }
  return {};
}

}  // namespace offhook::pipeline
