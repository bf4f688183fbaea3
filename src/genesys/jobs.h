// Jobs reads history through the conversation details job: submit, wait, pages by cursor.
//
// POST /api/v2/analytics/conversations/details/jobs, GET …/jobs/{id}, GET …/jobs/{id}/results and
// GET …/jobs/availability. A job's interval selects conversations with activity in it. Any thread may call
// any member.
#pragma once

#include <mutex>
#include <set>
#include <string>

#include "genesys/transport.h"
#include "model/source.h"

namespace offhook::genesys {

class Jobs {
 public:
  // All outlive this.
  Jobs(const Options& options, Transport& transport, Clock& clock, Random& random)
      : options_(options), transport_(transport), clock_(clock), random_(random) {}

  [[nodiscard]] Result<TimePoint> available_until();
  [[nodiscard]] Result<std::string> submit(const model::Slice& slice);
  // As model::Source::read_page().
  [[nodiscard]] Result<model::PageEnd> read_page(const std::string& job, const std::string& cursor,
                                                 const model::RecordSink& sink, std::stop_token stop);

 private:
  enum class Readiness { waiting, ready };

  [[nodiscard]] Result<void> wait_until_ready(const std::string& job, std::stop_token stop);
  [[nodiscard]] Result<Readiness> poll(const std::string& job, std::stop_token stop);

  const Options& options_;
  Transport& transport_;
  Clock& clock_;
  Random& random_;

  std::mutex mutex_;
  std::set<std::string> ready_;  // guarded by mutex_; jobs seen FULFILLED
};

}  // namespace offhook::genesys
