// Jobs: conversation detail jobs, from submission to expiry. A job holds its query, not its results: a page
// is made when it is asked for, from the position the cursor names.
//
// Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "http/message.h"
#include "sim/content/world.h"
#include "sim/selection.h"

namespace offhook::sim {

struct JobConfig {
  Milliseconds queued{400};     // QUEUED so long, then
  Milliseconds pending{2'600};  // PENDING so long, then FULFILLED: about 3 s is the shortest seen in practice
  Milliseconds life = std::chrono::hours(24);  // of the results
  // Conversations (by index) that the data lake lacks, against its word, until it finds them.
  std::vector<std::uint64_t> lost{};
  TimePoint found_again = TimePoint::max();
};

enum class JobFate {
  fulfilled,
  failed,   // FAILED instead of FULFILLED
  expired,  // EXPIRED once a page has been read
};

class Jobs {
 public:
  Jobs(JobConfig config, const World& world, Clock& clock) : config_(config), world_(world), clock_(clock) {}

  // POST …/jobs. `available_until` is the data lake's watermark at this moment.
  [[nodiscard]] http::ServerResponse submit(const http::ServerRequest& request, TimePoint available_until,
                                            JobFate fate, const std::string& context_id);
  // GET …/jobs/{id}
  [[nodiscard]] http::ServerResponse status(const std::string& id, const std::string& context_id) const;
  // GET …/jobs/{id}/results
  [[nodiscard]] http::ServerResponse results(const std::string& id, const http::ServerRequest& request,
                                             const std::string& context_id);
  // DELETE …/jobs/{id}
  [[nodiscard]] http::ServerResponse cancel(const std::string& id, const std::string& context_id);

 private:
  struct Job {
    Rows rows;
    TimePoint submitted{};
    TimePoint as_of{};  // the watermark: what happened later is not in the results
    bool cancelled = false;
    JobFate fate = JobFate::fulfilled;
    std::uint64_t pages_read = 0;
  };
  static constexpr std::size_t kMaxJobs = 1'000;

  [[nodiscard]] std::optional<Job> find(const std::string& id) const;
  [[nodiscard]] std::optional<Job> read_page(const std::string& id);
  [[nodiscard]] std::string_view state(const Job& job) const;
  [[nodiscard]] bool lacks(const Outline& outline) const;

  const JobConfig config_;
  const World& world_;
  Clock& clock_;
  mutable Mutex mutex_;
  std::uint64_t count_ GUARDED_BY(mutex_) = 0;
  std::map<std::string, Job> jobs_ GUARDED_BY(mutex_);
};

}  // namespace offhook::sim
