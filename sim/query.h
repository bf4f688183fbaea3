// Query: the synchronous conversation query and the reads by id. Fresh (no watermark), without attributes,
// and loose: totals are approximate, and a row can come again on the next page.
//
// Any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "http/message.h"
#include "sim/content/world.h"
#include "sim/selection.h"

namespace offhook::sim {

// How a record that is repeated names its id.
inline constexpr std::string_view kConversationId = R"("conversationId":")";
inline constexpr std::size_t kIdSize = 36;

struct QueryConfig {
  bool loose = true;                  // approximate totals, repeated rows
  bool bare_array = false;            // one JSON array of everything, transcripts inline
  std::uint64_t repeat = 0;           // bare array: the contents of so many conversations, again and again
                                      // under ids of their own, so that making them costs no time
  std::vector<std::string> contents;  // bare array: these records instead, each with a conversationId of 36
                                      // characters, again and again under ids of their own
  std::uint64_t max_page_size = 100;  // the true maximum is not known
  std::uint64_t max_pagination = 100'000;    // pageSize × pageNumber
  std::size_t max_answer_bytes = 10u << 20;  // else 413; the true bound is not known
  std::size_t max_ids = 100;                 // of one GET …/details?id=; not known
};

class Query {
 public:
  Query(QueryConfig config, const World& world, Clock& clock)
      : config_(config), world_(world), clock_(clock) {}

  // POST /api/v2/analytics/conversations/details/query
  [[nodiscard]] http::ServerResponse details(const http::ServerRequest& request,
                                             const std::string& context_id);
  // GET /api/v2/analytics/conversations/details?id=a,b
  [[nodiscard]] http::ServerResponse by_ids(const http::ServerRequest& request,
                                            const std::string& context_id) const;
  // GET /api/v2/analytics/conversations/{id}/details
  [[nodiscard]] http::ServerResponse by_id(std::string_view id, const std::string& context_id) const;

 private:
  // Rows where a position is a row number; those of a filter are found once a minute.
  [[nodiscard]] Rows dense_rows(const json::Value& body, const Selection& selection);
  [[nodiscard]] http::ServerResponse bare_array(Rows rows);
  // None if there is no such conversation yet.
  [[nodiscard]] std::optional<std::string> record(std::string_view id) const;

  // One element of the bare array, made or repeated.
  void append_element(const Outline& outline, TimePoint as_of, std::string& out) const;

  struct Found {
    std::string body;
    TimePoint as_of{};
    Rows rows;
  };
  static constexpr std::size_t kMaxFound = 8;

  const QueryConfig config_;
  const World& world_;
  Clock& clock_;
  Mutex mutex_;
  std::deque<Found> found_ GUARDED_BY(mutex_);
  std::once_flag repeat_once_;
  std::vector<std::string> repeated_;  // constant once made
};

}  // namespace offhook::sim
