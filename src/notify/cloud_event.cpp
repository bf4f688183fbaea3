#include "notify/cloud_event.h"

#include "json/value.h"

namespace offhook::notify {

Result<std::string> cloud_event_json(const model::Event& event) {
  auto data = json::parse(event.data);
  if (!data || !data->object())
    return fail(ErrorClass::permanent, "event.data", "the data of event " + event.id + " is no JSON object");
  json::Value::Object members{{"specversion", "1.0"},
                              {"id", event.id},
                              {"source", event.source},
                              {"type", event.type},
                              {"time", format_rfc3339(event.time)},
                              {"datacontenttype", "application/json"},
                              {"data", std::move(*data)}};
  if (!event.subject.empty()) members.emplace("subject", event.subject);
  return json::compact(json::Value(std::move(members)));
}

}  // namespace offhook::notify
