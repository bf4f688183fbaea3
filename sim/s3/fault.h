// Faults that the fake S3 is told to have.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "base/time.h"

namespace offhook::sim {

enum class FaultKind {
  slow_down,              // 503 SlowDown
  throttled,              // 429
  internal_error,         // 500 InternalError, nothing done
  internal_error_after,   // 500 although it was done
  unavailable,            // 503 ServiceUnavailable
  request_timeout,        // 400 RequestTimeout
  reset_before,           // connection broken, nothing done
  reset_after,            // done, but the answer is lost
  error_in_success,       // 200 with <Error><Code>InternalError inside, nothing done
  conflict,               // 409 ConditionalRequestConflict
  precondition_failed,    // 412
  no_such_upload,         // 404 NoSuchUpload
  access_denied,          // 403
  expired_token,          // 400 ExpiredToken
  bad_digest,             // 400 BadDigest, as if damaged on the wire
  damage_stored,          // done, with one byte other than sent, and its checksum accordingly
  wrong_checksum_stated,  // done well, but another checksum is stated
  slow,                   // done after `pause`
  cut_body,               // done, the answer's body ends early
};

struct Fault {
  std::string operation{};  // "UploadPart", "CompleteMultipartUpload", …; empty: any
  FaultKind kind = FaultKind::slow_down;
  int skip = 0;   // let so many go by first
  int times = 1;  // then strike so often
  Milliseconds pause{0};
};

// The script: faults strike in the order they were added. Not thread-safe; the fake guards it.
class FaultScript {
 public:
  void add(Fault fault) { faults_.push_back(std::move(fault)); }
  void clear() { faults_.clear(); }

  // The fault that strikes this call, if one does.
  [[nodiscard]] std::optional<Fault> strike(std::string_view operation) {
    for (auto fault = faults_.begin(); fault != faults_.end(); ++fault) {
      if (!fault->operation.empty() && fault->operation != operation) continue;
      if (fault->skip > 0) {
        --fault->skip;
        continue;
      }
      const Fault struck = *fault;
      if (--fault->times == 0) faults_.erase(fault);
      return struck;
    }
    return std::nullopt;
  }

 private:
  std::deque<Fault> faults_;
};

}  // namespace offhook::sim
