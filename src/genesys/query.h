// Query reads recent conversations and single ones through the synchronous query.
//
// POST /api/v2/analytics/conversations/details/query selects conversations that began on a day the interval
// touches; those that began outside the slice are left out here. Pages are numbered and loose: rows move
// while data arrives and come twice, so that a reading is one pass in one process, without repeats, and is
// begun again ("source.job_expired") rather than resumed. Records lack participant attributes.
//
// A bare array is taken too. It ends the reading unless it looks like one page of several.
// Any thread may call any member.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "genesys/fingerprint.h"
#include "genesys/transport.h"
#include "model/source.h"

namespace offhook::genesys {

class Query {
 public:
  // All outlive this.
  Query(const Options& options, Transport& transport, Random& random)
      : options_(options), transport_(transport), random_(random) {}

  // As model::Source::begin_read() and read_page(). Errors "source.slice_too_large" (permanent): more than
  // 31 days or 100,000 conversations.
  [[nodiscard]] Result<std::string> begin(const model::Slice& slice);
  [[nodiscard]] Result<model::PageEnd> read_page(const std::string& job, const std::string& cursor,
                                                 const model::RecordSink& sink, std::stop_token stop);

  // About how many conversations began on the days of the slice (totalHits; 0 where the source states none).
  // The total differs from page to page: `look` is the page that is asked for.
  [[nodiscard]] Result<std::uint64_t> count_started(const model::Slice& slice, std::stop_token stop,
                                                    int look);
  // As model::Source::list_started(), by reading every page.
  [[nodiscard]] Result<void> list_started(const model::Slice& slice, const model::IdSink& sink,
                                          std::stop_token stop);

  // Those of the conversations that there are; positions count through all of them.
  [[nodiscard]] Result<void> read_by_id(const std::vector<std::string>& ids, const model::RecordSink& sink,
                                        std::stop_token stop);

 private:
  struct Place {
    int number = 1;
    int size = 0;
  };
  struct Reading {
    model::Slice slice;
    std::string next_cursor;
    std::unordered_set<Fingerprint, FingerprintHash> seen;  // of the ids delivered
  };
  class OncePerId;

  [[nodiscard]] Result<model::PageEnd> read_next(Reading& reading, const model::RecordSink& sink,
                                                 std::stop_token stop);
  [[nodiscard]] Call page_call(const model::Slice& slice, Place place) const;

  const Options& options_;
  Transport& transport_;
  Random& random_;

  std::mutex mutex_;
  std::map<std::string, Reading> readings_;  // guarded by mutex_; one being read is out of the map
};

}  // namespace offhook::genesys
