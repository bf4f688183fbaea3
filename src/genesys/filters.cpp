#include "genesys/filters.h"

#include <string_view>

namespace offhook::genesys {
namespace {

void add_any_of(json::Value::Array& filters, std::string_view dimension,
                const std::vector<std::string>& values) {
  if (values.empty()) return;
  json::Value::Array predicates;
  for (const std::string& value : values)
    predicates.push_back(json::Value::Object{
        {"type", "dimension"}, {"dimension", dimension}, {"operator", "matches"}, {"value", value}});
  filters.push_back(json::Value::Object{{"type", "or"}, {"predicates", std::move(predicates)}});
}

}  // namespace

json::Value::Object query_body(const Filters& filters, TimePoint from, TimePoint to) {
  json::Value::Array conversation, segment;
  add_any_of(conversation, "divisionId", filters.divisions);
  add_any_of(conversation, "originatingDirection", filters.directions);
  add_any_of(segment, "mediaType", filters.media);
  add_any_of(segment, "queueId", filters.queues);
  for (const json::Value& filter : filters.conversation_filters) conversation.push_back(filter);
  for (const json::Value& filter : filters.segment_filters) segment.push_back(filter);

  json::Value::Object body{{"interval", format_rfc3339(from) + "/" + format_rfc3339(to)},
                           {"order", "asc"},
                           {"orderBy", "conversationStart"}};
  if (!conversation.empty()) body.emplace("conversationFilters", std::move(conversation));
  if (!segment.empty()) body.emplace("segmentFilters", std::move(segment));
  return body;
}

}  // namespace offhook::genesys
