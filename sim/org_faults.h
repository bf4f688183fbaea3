// OrgFaults: what shall go wrong, by endpoint and call number. A script as JSON:
//
//   {"faults":[{"endpoint":"GET /api/v2/analytics/conversations/details/jobs/*/results",
//               "from":3,"times":2,"fault":"status","status":503}]}
//
// `endpoint` is a method (or *) and a path; * stands for one part of it, ** at the end for any rest. Calls of
// an endpoint count from 1: the fault strikes `times` (1) of them from number `from` (1) on.
//
// Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "base/time.h"
#include "http/message.h"

namespace offhook::sim {

struct OrgFault {
  enum class Kind {
    throttled,     // 429, Retry-After `seconds`
    status,        // `status` with a gateway's HTML page
    reset_before,  // connection broken, nothing done
    reset_after,   // done, but the answer is lost
    stall,         // done, answered after `pause`
    slow,          // the body in `pieces`, `pause` before each
    cut,           // the body ends after `bytes` (half of it, if 0)
    wrong_length,  // Content-Length says `bytes` (10, if 0) more than comes
    flip,          // the byte at `bytes` (the middle, if 0) is another
    wrong_digest,  // a digest of other bytes is stated
    revoke,        // all credentials are revoked before the answer
    job_failed,    // of a submission: the job will end as FAILED
    job_expired,   // of a submission: the results expire once a page is read
  };
  std::string endpoint = "* /**";
  std::uint64_t from = 1;
  std::uint64_t times = 1;
  Kind kind = Kind::status;
  int status = 503;
  std::int64_t seconds = 5;
  Milliseconds pause{1'000};
  std::uint64_t pieces = 4;
  std::uint64_t bytes = 0;
};

class OrgFaults {
 public:
  void add(OrgFault fault);
  // The fault that strikes this request, if one does.
  [[nodiscard]] std::optional<OrgFault> strike(const http::ServerRequest& request);

 private:
  struct Entry {
    OrgFault fault;
    std::uint64_t calls = 0;
  };
  Mutex mutex_;
  std::vector<Entry> entries_ GUARDED_BY(mutex_);
};

// A script's faults; the Error names the entry and what is wrong with it.
[[nodiscard]] Result<std::vector<OrgFault>> parse_faults(std::string_view json);

}  // namespace offhook::sim
