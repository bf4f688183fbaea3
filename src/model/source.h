// Source: where conversations and transcripts come from.
//
// Members may be called from any thread. Each waits for the request budget, retries what is worth retrying,
// and gives up with an Error whose class says what to do: `permanent` with a code "source.refused…" is fatal
// for the run (login, permission), any other `permanent` or `corrupt` concerns the one thing asked for. Times
// are UTC.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sensitive.h"
#include "model/slice.h"

namespace offhook::model {

// One record as the source sent it, cut out of its page. `too_large` records come without bytes.
struct RawRecord {
  Sensitive<std::string> bytes;
  std::uint64_t position = 0;  // in its page, from 0
  bool too_large = false;
};
using RecordSink = std::function<Result<void>(RawRecord)>;
using IdSink = std::function<Result<void>(std::string id)>;

struct PageEnd {
  std::string next_cursor;  // empty: this was the last page
  std::uint64_t records = 0;
  std::uint64_t source_bytes = 0;
  std::string request_id;  // the source's correlation id
  std::optional<TimePoint> available_until;
};

// Where the file of one transcript can be fetched for a short while. The URL is a credential.
struct TranscriptLink {
  std::string id;  // the recording's id where the source names one, else the communication's
  std::string conversation_id;
  std::string communication_id;
  Sensitive<std::string> url;
};

struct RequestCounts {
  std::uint64_t total = 0;
  std::uint64_t throttled = 0;  // answered 429
  std::uint64_t retried = 0;
  std::uint64_t limit_per_minute = 0;  // as the source last announced; 0: not announced
  // Spent waiting for leave by the request budget, summed over the threads that waited: for conversations and
  // for transcripts.
  std::chrono::nanoseconds waited_to_read{0};
  std::chrono::nanoseconds waited_to_fetch{0};
  std::uint64_t waiting = 0;  // requests that wait for it now
};

class Source {
 public:
  virtual ~Source() = default;

  // The organisation's id, as the source states it.
  [[nodiscard]] virtual Result<std::string> organization_id() = 0;

  // Before this time conversation details are complete. Nothing past it may be recorded as complete.
  [[nodiscard]] virtual Result<TimePoint> available_until() = 0;

  // Asks for a slice's conversations; returns a job id that survives restarts for as long as the source keeps
  // it.
  [[nodiscard]] virtual Result<std::string> begin_read(const Slice& slice) = 0;

  // Waits until the job is ready, then streams one page: each record goes to `sink` as soon as it is whole,
  // in order. Cursor "" is the first page. After an Error, or an Error of the sink, the page can be read
  // again; records already delivered come again. A job that is gone is Error "source.job_expired" (class
  // not_found): begin again.
  [[nodiscard]] virtual Result<PageEnd> read_page(const std::string& job, const std::string& cursor,
                                                  const RecordSink& sink, std::stop_token stop) = 0;

  // The transcripts of one communication. None yet, or never: Error class not_found, whose code
  // ("source.transcript_absent") and message are the evidence kept.
  [[nodiscard]] virtual Result<std::vector<TranscriptLink>> transcripts(std::string_view conversation_id,
                                                                        std::string_view communication_id,
                                                                        std::stop_token stop) = 0;

  // The transcript file: verified against length and any digest the server states, at most `max_bytes`
  // (Error "source.too_large" beyond). An expired link is resolved again once.
  [[nodiscard]] virtual Result<Sensitive<std::string>> fetch_transcript(const TranscriptLink& link,
                                                                        std::uint64_t max_bytes,
                                                                        std::stop_token stop) = 0;

  // About how many conversations began on the slice's days, at the price of one request; for sizing and as a
  // second opinion. `look`: a number that gives another approximation. Sources that cannot say: Error
  // "source.unsupported" (permanent).
  [[nodiscard]] virtual Result<std::uint64_t> count_started(const Slice& /*slice*/, std::stop_token /*stop*/,
                                                            int /*look*/ = 1) {
    return fail(ErrorClass::permanent, "source.unsupported", "the source does not count");
  }

  // The ids of the conversations that began in the slice, each once, in any order; "" for one whose id cannot
  // be read.
  [[nodiscard]] virtual Result<void> list_started(const Slice& /*slice*/, const IdSink& /*sink*/,
                                                  std::stop_token /*stop*/) {
    return fail(ErrorClass::permanent, "source.unsupported", "the source does not list");
  }

  // Whether count_started() and list_started() come from elsewhere than what read_page() reads.
  [[nodiscard]] virtual bool has_second_opinion() const { return false; }
  // Whether the records of read_page() lack what a job's records have.
  [[nodiscard]] virtual bool records_are_partial() const { return false; }

  // Those of the conversations that there are, in any order; not found is no Error. Records may lack what
  // only a job's records have.
  [[nodiscard]] virtual Result<void> read_by_id(const std::vector<std::string>& /*ids*/,
                                                const RecordSink& /*sink*/, std::stop_token /*stop*/) {
    return fail(ErrorClass::permanent, "source.unsupported", "the source reads no single conversations");
  }

  [[nodiscard]] virtual RequestCounts request_counts() const = 0;
};

}  // namespace offhook::model
