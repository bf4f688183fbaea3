#include "genesys/jobs.h"

#include <fmt/format.h>

#include "genesys/answer.h"
#include "genesys/page_sink.h"
#include "genesys/permissions.h"
#include "http/url.h"

namespace offhook::genesys {
namespace {

constexpr std::string_view kJobs = "/api/v2/analytics/conversations/details/jobs";

// The shortest job takes about three seconds; long ones are asked about twice a minute.
constexpr BackoffLimits kPolling{Milliseconds(2000), Milliseconds(30'000), 1'000'000};
constexpr Milliseconds kFirstPoll{1000};

std::string job_path(std::string_view job) { return fmt::format("{}/{}", kJobs, http::percent_encode(job)); }

Error expired(std::string_view job, std::string_view why) {
  return {ErrorClass::not_found, "source.job_expired",
          fmt::format("details job {} is gone ({}): submit the slice again", job, why)};
}

Error malformed(std::string_view what) {
  return {ErrorClass::corrupt, "source.malformed",
          fmt::format("cannot {}: the answer is not understood", what)};
}

}  // namespace

Result<TimePoint> Jobs::available_until() {
  const Call call{.what = "ask up to when conversation details are available",
                  .path = fmt::format("{}/availability", kJobs),
                  .priority = Priority::polls,
                  .permission = kDetailsPermission};
  OFFHOOK_TRY(const Answer answer, transport_.ask(call, options_.stop));
  const auto date = parse_rfc3339(answer.body.text("dataAvailabilityDate"));
  if (!date) return fail(malformed(call.what));
  return *date;
}

Result<std::string> Jobs::submit(const model::Slice& slice) {
  const Call call{.what = fmt::format("submit the details job of slice {}", slice.id()),
                  .method = "POST",
                  .path = std::string(kJobs),
                  .body = json::compact(query_body(options_.filters, slice.from, slice.to)),
                  .priority = Priority::polls,
                  .permission = kDetailsPermission};
  OFFHOOK_TRY(const Answer answer, transport_.ask(call, options_.stop));
  const std::string_view job = answer.body.text("jobId");
  if (job.empty()) return fail(malformed(call.what));
  return std::string(job);
}

Result<Jobs::Readiness> Jobs::poll(const std::string& job, std::stop_token stop) {
  const Call call{.what = fmt::format("ask for the state of details job {}", job),
                  .path = job_path(job),
                  .priority = Priority::polls,
                  .permission = kDetailsPermission};
  auto answer = transport_.ask(call, stop);
  if (!answer && answer.error().cls == ErrorClass::not_found) return fail(expired(job, "not found"));
  if (!answer) return fail(std::move(answer).error());
  const std::string_view state = answer->body.text("state");
  if (state == "FULFILLED") return Readiness::ready;
  if (state == "QUEUED" || state == "PENDING") return Readiness::waiting;
  if (state == "EXPIRED" || state == "CANCELLED" || state == "FAILED") return fail(expired(job, state));
  return fail(malformed(call.what));
}

Result<void> Jobs::wait_until_ready(const std::string& job, std::stop_token stop) {
  {
    const std::scoped_lock lock(mutex_);
    if (ready_.contains(job)) return {};
  }
  Backoff backoff(kPolling, random_);
  const auto give_up_at = clock_.monotonic() + options_.job_patience;
  for (;;) {
    OFFHOOK_TRY(const Readiness readiness, poll(job, stop));
    if (readiness == Readiness::ready) break;
    if (clock_.monotonic() >= give_up_at)
      return fail(ErrorClass::retryable, "source.job_slow",
                  fmt::format("details job {} is still not ready: it can be read later", job));
    const Milliseconds delay = kFirstPoll + backoff.next().value_or(kPolling.cap);
    if (!clock_.sleep_for(delay, stop))
      return fail(ErrorClass::cancelled, "source.cancelled", "stopped while waiting for a details job");
  }
  const std::scoped_lock lock(mutex_);
  ready_.insert(job);
  return {};
}

Result<model::PageEnd> Jobs::read_page(const std::string& job, const std::string& cursor,
                                       const model::RecordSink& sink, std::stop_token stop) {
  OFFHOOK_CHECK_OK(wait_until_ready(job, stop));
  for (int size = options_.job_page_size;;) {
    Call call{.what = fmt::format("read a page of details job {}", job),
              .path = fmt::format("{}/results?pageSize={}", job_path(job), size),
              .priority = Priority::pages,
              .permission = kDetailsPermission};
    if (!cursor.empty()) call.path += "&cursor=" + http::percent_encode(cursor);
    PageSink page(sink, stop);
    auto response = transport_.send(call, page, stop);
    if (response) {
      model::PageEnd end;
      end.next_cursor = page.remainder().text("cursor");
      end.records = page.records();
      end.source_bytes = page.source_bytes();
      end.request_id = correlation_id(*response);
      const auto available = parse_rfc3339(page.remainder().text("dataAvailabilityDate"));
      if (available) end.available_until = *available;
      return end;
    }
    const Error& error = response.error();
    if (error.code == "source.page_too_large" && size > 1) {
      size /= 2;
      continue;
    }
    std::string_view why;
    if (error.code == "source.not_found") why = "not found";
    if (error.code == "source.bad_request" && !cursor.empty()) why = "cursor refused";
    if (error.code == "source.page_changed") why = "its pages change";
    if (why.empty()) return fail(std::move(response).error());
    const std::scoped_lock lock(mutex_);
    ready_.erase(job);
    return fail(expired(job, why));
  }
}

}  // namespace offhook::genesys
