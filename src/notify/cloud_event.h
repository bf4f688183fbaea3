// A completion event as CloudEvents 1.0 in structured JSON (formats, completion event).
#pragma once

#include <string>

#include "base/result.h"
#include "model/notifier.h"

namespace offhook::notify {

inline constexpr std::string_view kCloudEventsJson = "application/cloudevents+json";

// The whole event as compact JSON, `data` in it as an object. Error "event.data" when event.data is no JSON
// object.
[[nodiscard]] Result<std::string> cloud_event_json(const model::Event& event);

}  // namespace offhook::notify
