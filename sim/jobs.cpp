#include "sim/jobs.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "http/url.h"
#include "sim/answers.h"
#include "sim/content/conversation.h"

namespace offhook::sim {

namespace {

constexpr std::uint64_t kDefaultPageSize = 1'000;
constexpr std::uint64_t kMaxPageSize = 10'000;
constexpr std::string_view kCursorTag = "cursor_v2";

std::string make_cursor(std::uint64_t position) {
  std::string digits = std::to_string(position);
  digits.insert(0, 16 - digits.size(), '0');
  return to_base64(as_bytes(std::string(kCursorTag) + digits));
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> read_cursor(std::string_view cursor) {
  const auto bytes = from_base64(cursor);
  if (!bytes) return std::nullopt;
  const std::string text(bytes->begin(), bytes->end());
  if (!text.starts_with(kCursorTag)) return std::nullopt;
  return number(std::string_view(text).substr(kCursorTag.size()));
}

}  // namespace

http::ServerResponse Jobs::submit(const http::ServerRequest& request, TimePoint available_until, JobFate fate,
                                  const std::string& context_id) {
  const Result<json::Value> body = json::parse(request.body);
  if (!body || !body->object()) {
    return error_answer({400, "bad.request", "The request could not be understood by the server.", {}},
                        context_id);
  }
  const Result<Selection> selection = parse_selection(*body);
  if (!selection) {
    return error_answer({400, selection.error().code, selection.error().message, {}}, context_id);
  }
  const TimePoint now = clock_.now();
  Rows rows = Rows::select(world_, *selection, Rule::activity, available_until);
  std::string id;
  {
    const MutexLock lock(mutex_);
    if (jobs_.size() >= kMaxJobs) {
      std::erase_if(jobs_, [&](const auto& entry) { return now - entry.second.submitted >= config_.life; });
    }
    if (jobs_.size() >= kMaxJobs) {
      return error_answer({429, "too.many.requests", "The maximum number of jobs is reached.", {}},
                          context_id);
    }
    id = world_.id(count_++, "job");
    jobs_[id] = {.rows = std::move(rows), .submitted = now, .as_of = available_until, .fate = fate};
  }
  JsonObject answer;
  answer.text("jobId", id);
  return json_answer(202, std::move(answer).take());
}

std::optional<Jobs::Job> Jobs::find(const std::string& id) const {
  const MutexLock lock(mutex_);
  const auto found = jobs_.find(id);
  return found == jobs_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Jobs::Job> Jobs::read_page(const std::string& id) {
  const MutexLock lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return std::nullopt;
  ++found->second.pages_read;
  return found->second;
}

std::string_view Jobs::state(const Job& job) const {
  const Milliseconds age = clock_.now() - job.submitted;
  if (job.cancelled) return "CANCELLED";
  if (age < config_.queued) return "QUEUED";
  if (age < config_.queued + config_.pending) return "PENDING";
  if (job.fate == JobFate::failed) return "FAILED";
  if (job.fate == JobFate::expired && job.pages_read > 1) return "EXPIRED";
  return age < config_.life ? "FULFILLED" : "EXPIRED";
}

bool Jobs::lacks(const Outline& outline) const {
  return clock_.now() < config_.found_again &&
         std::ranges::find(config_.lost, outline.index) != config_.lost.end();
}

http::ServerResponse Jobs::status(const std::string& id, const std::string& context_id) const {
  const std::optional<Job> job = find(id);
  if (!job) return error_answer({404, "not.found", "The requested job was not found.", {}}, context_id);
  const std::string_view state = this->state(*job);
  JsonObject body;
  body.text("state", state).time("submissionDate", job->submitted);
  const bool running = state == "QUEUED" || state == "PENDING";
  if (state == "FAILED") body.text("errorMessage", "The query could not be completed.");
  if (!running) {
    body.time("completionDate", job->submitted + config_.queued + config_.pending);
    body.time("expirationDate", job->submitted + config_.life);
  }
  return json_answer(running ? 202 : 200, std::move(body).take());
}

http::ServerResponse Jobs::results(const std::string& id, const http::ServerRequest& request,
                                   const std::string& context_id) {
  const std::optional<Job> job = read_page(id);
  if (!job || state(*job) != "FULFILLED") {
    return error_answer({404, "not.found", "There are no results for this job.", {}}, context_id);
  }
  std::uint64_t page_size = kDefaultPageSize;
  std::uint64_t position = 0;
  for (const auto& [name, value] : http::parse_query(request.query())) {
    const auto parsed = name == "pageSize" ? number(value) : name == "cursor" ? read_cursor(value) : 0;
    if (!parsed) return error_answer({400, "invalid.value", name + " is not valid.", {}}, context_id);
    if (name == "pageSize") page_size = *parsed;
    if (name == "cursor") position = *parsed;
  }
  if (page_size < 1 || page_size > kMaxPageSize) {
    return error_answer({400, "invalid.value", "pageSize must be between 1 and 10000.", {}}, context_id);
  }

  JsonArray conversations;
  std::uint64_t found = 0;
  std::optional<std::uint64_t> next;
  for (; position < job->rows.positions(); ++position) {
    const std::optional<Outline> outline = job->rows.at(position);
    if (!outline || lacks(*outline)) continue;
    if (found == page_size) {
      next = position;
      break;
    }
    ++found;
    conversations.raw(write_record(make_conversation(world_, *outline), job->as_of, Attributes::with));
  }
  if (found == 0) return json_answer(200, "{}");
  JsonObject page;
  page.raw("conversations", std::move(conversations).take());
  if (next) page.text("cursor", make_cursor(*next));
  page.time("dataAvailabilityDate", job->as_of);
  return json_answer(200, std::move(page).take());
}

http::ServerResponse Jobs::cancel(const std::string& id, const std::string& context_id) {
  const MutexLock lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) {
    return error_answer({404, "not.found", "The requested job was not found.", {}}, context_id);
  }
  found->second.cancelled = true;
  http::ServerResponse response;
  response.status = 204;
  return response;
}

}  // namespace offhook::sim
