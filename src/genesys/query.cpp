#include "genesys/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>

#include "genesys/answer.h"
#include "genesys/page_sink.h"
#include "genesys/permissions.h"
#include "genesys/record_head.h"
#include "http/url.h"
#include "model/partial_job.h"

namespace offhook::genesys {
namespace {

constexpr std::string_view kQuery = "/api/v2/analytics/conversations/details/query";
constexpr std::string_view kDetails = "/api/v2/analytics/conversations/details";

// Limits of the query as the API states them in its refusals.
constexpr std::chrono::days kLongestInterval{31};
constexpr int kMostResults = 100'000;
// The API documents no bound for ids in one request.
constexpr std::size_t kIdsPerRequest = 50;

Error too_large(const model::Slice& slice, std::string_view limit) {
  return {ErrorClass::permanent, "source.slice_too_large",
          fmt::format("slice {} is more than one query answers ({}): use shorter slices, or the details job",
                      slice.id(), limit)};
}

Error gone(std::string_view job) {
  return {ErrorClass::not_found, "source.job_expired",
          fmt::format("reading {} cannot be taken up again: begin it anew", job)};
}

}  // namespace

// OncePerId passes on what belongs to the slice and was not delivered before, numbered without gaps.
class Query::OncePerId {
 public:
  OncePerId(Reading& reading, const model::RecordSink& sink) : reading_(reading), sink_(sink) {}

  Result<void> operator()(model::RawRecord record) {
    const RecordHead head = read_head(record.bytes.reveal());
    if (head.start && (*head.start < reading_.slice.from || *head.start >= reading_.slice.to)) return {};
    if (!head.id.empty() && !reading_.seen.insert(fingerprint(head.id)).second) return {};
    record.position = delivered_++;
    return sink_(std::move(record));
  }

  [[nodiscard]] std::uint64_t delivered() const { return delivered_; }

 private:
  Reading& reading_;
  const model::RecordSink& sink_;
  std::uint64_t delivered_ = 0;
};

Result<std::string> Query::begin(const model::Slice& slice) {
  if (slice.to - slice.from > kLongestInterval) return fail(too_large(slice, "31 days"));
  std::string job = std::string(model::kPartialJob) + random_.uuid();
  const std::scoped_lock lock(mutex_);
  readings_[job] = {slice, "", {}};
  return job;
}

Result<model::PageEnd> Query::read_page(const std::string& job, const std::string& cursor,
                                        const model::RecordSink& sink, std::stop_token stop) {
  Reading reading;
  {
    const std::scoped_lock lock(mutex_);
    auto found = readings_.extract(job);
    if (!found || found.mapped().next_cursor != cursor) return fail(gone(job));
    reading = std::move(found.mapped());
  }
  auto end = read_next(reading, sink, stop);
  if (!end && end.error().code == "source.page_changed") return fail(gone(job));
  if (end && !end->next_cursor.empty()) {
    reading.next_cursor = end->next_cursor;
    const std::scoped_lock lock(mutex_);
    readings_.emplace(job, std::move(reading));
  }
  return end;
}

Result<model::PageEnd> Query::read_next(Reading& reading, const model::RecordSink& sink,
                                        std::stop_token stop) {
  Place place{1, options_.query_page_size};
  // Ours: "number/size". The first page has none.
  const auto slash = reading.next_cursor.find('/');
  if (slash != std::string::npos) {
    const char* text = reading.next_cursor.data();
    std::from_chars(text, text + slash, place.number);
    std::from_chars(text + slash + 1, text + reading.next_cursor.size(), place.size);
  }
  for (;;) {
    if (place.number > kMostResults / place.size)
      return fail(too_large(reading.slice, fmt::format("{} conversations", kMostResults)));
    OncePerId once(reading, sink);
    const model::RecordSink through = [&once](model::RawRecord record) { return once(std::move(record)); };
    PageSink page(through, stop);
    const auto response = transport_.send(page_call(reading.slice, place), page, stop);
    if (!response && response.error().code == "source.page_too_large" && place.size > 1) {
      // The same rows, in pages of half the size: odd sizes give up a row of overlap, not of the answer.
      const int first_row = (place.number - 1) * place.size;
      place.size /= 2;
      place.number = first_row / place.size + 1;
      continue;
    }
    if (!response) return fail(response.error());

    const bool bare = page.remainder().array() != nullptr;
    const bool may_go_on =
        bare ? page.records() == static_cast<std::uint64_t>(place.size) : page.records() > 0;
    const bool nothing_new = page.records() > 0 && once.delivered() == 0 && place.number > 1;
    model::PageEnd end;
    if (may_go_on && !(bare && nothing_new))
      end.next_cursor = fmt::format("{}/{}", place.number + 1, place.size);
    end.records = once.delivered();
    end.source_bytes = page.source_bytes();
    end.request_id = correlation_id(*response);
    return end;
  }
}

Call Query::page_call(const model::Slice& slice, Place place) const {
  json::Value::Object body = query_body(options_.filters, slice.from, slice.to);
  body.emplace("paging", json::Value::Object{{"pageSize", place.size}, {"pageNumber", place.number}});
  return {.what = fmt::format("query page {} of slice {}", place.number, slice.id()),
          .method = "POST",
          .path = std::string(kQuery),
          .body = json::compact(std::move(body)),
          .permission = kDetailsPermission};
}

Result<std::uint64_t> Query::count_started(const model::Slice& slice, std::stop_token stop, int look) {
  if (slice.to - slice.from > kLongestInterval) return fail(too_large(slice, "31 days"));
  // One record is read and dropped: a page of none is not documented.
  const model::RecordSink drop = [](model::RawRecord) -> Result<void> { return {}; };
  PageSink page(drop, stop);
  OFFHOOK_CHECK_OK(transport_.send(page_call(slice, {look, 1}), page, stop));
  if (page.remainder().array()) return page.records();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, page.remainder().number("totalHits")));
}

Result<void> Query::list_started(const model::Slice& slice, const model::IdSink& sink, std::stop_token stop) {
  if (slice.to - slice.from > kLongestInterval) return fail(too_large(slice, "31 days"));
  Reading reading{slice, "", {}};
  const model::RecordSink take = [&sink](const model::RawRecord& record) {
    return sink(read_head(record.bytes.reveal()).id);
  };
  do {
    OFFHOOK_TRY(const model::PageEnd page, read_next(reading, take, stop));
    reading.next_cursor = page.next_cursor;
  } while (!reading.next_cursor.empty());
  return {};
}

Result<void> Query::read_by_id(const std::vector<std::string>& ids, const model::RecordSink& sink,
                               std::stop_token stop) {
  std::uint64_t delivered = 0;
  const model::RecordSink numbered = [&](model::RawRecord record) {
    record.position = delivered++;
    return sink(std::move(record));
  };
  std::vector<std::span<const std::string>> to_ask;
  for (std::size_t from = 0; from < ids.size(); from += kIdsPerRequest)
    to_ask.push_back(std::span(ids).subspan(from, std::min(kIdsPerRequest, ids.size() - from)));
  while (!to_ask.empty()) {
    const auto some = to_ask.back();
    to_ask.pop_back();
    std::string list;
    for (const std::string& id : some) list += (list.empty() ? "" : ",") + http::percent_encode(id);
    const Call call{.what = fmt::format("read {} conversations by id", some.size()),
                    .path = fmt::format("{}?id={}", kDetails, list),
                    .permission = kDetailsPermission};
    PageSink page(numbered, stop);
    const auto response = transport_.send(call, page, stop);
    if (response) continue;
    if (response.error().cls != ErrorClass::not_found) return fail(response.error());
    // Whether one of several is not there, or none is, nobody documents: it is asked of each half.
    if (const std::size_t half = some.size() / 2; half > 0) {
      to_ask.push_back(some.subspan(half));
      to_ask.push_back(some.first(half));
    }
  }
  return {};
}

}  // namespace offhook::genesys
