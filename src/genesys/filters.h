// Filters: which conversations are wanted, as the details query and the details job both understand it.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "json/value.h"

namespace offhook::genesys {

// One list is "any of these"; different lists must all hold. Empty: everything.
struct Filters {
  std::vector<std::string> queues;      // queueId
  std::vector<std::string> divisions;   // divisionId
  std::vector<std::string> directions;  // inbound, outbound
  std::vector<std::string> media;       // mediaType: voice, chat, email, message, callback, …
  // Further filters in the API's own words, appended as they are.
  json::Value::Array conversation_filters;
  json::Value::Array segment_filters;
};

// The members that query and job share: interval, order, orderBy and the filters.
[[nodiscard]] json::Value::Object query_body(const Filters& filters, TimePoint from, TimePoint to);

}  // namespace offhook::genesys
