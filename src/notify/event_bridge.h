// A Notifier that puts events on an Amazon EventBridge bus (PutEvents).
#pragma once

#include <memory>
#include <string>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"
#include "model/notifier.h"

namespace offhook::notify {

struct EventBridgeOptions {
  std::string region;
  std::string bus;       // name or ARN; empty: the account's default bus
  std::string endpoint;  // AWS_ENDPOINT_URL_EVENTS; empty: the region's own
};

// All outlive the notifier. Error "events.region" without a region.
//
// An event becomes one entry: Source "offhook", DetailType the event's type, Detail its data with the event's
// id added, since the service does not drop duplicates and a receiver must. deliver(): the service answers
// 200 also when it refused the entry; what it says there decides. Throttling and internal failures are worth
// trying again, all else is permanent. Needs the permission events:PutEvents on the bus.
[[nodiscard]] Result<std::unique_ptr<model::Notifier>> make_event_bridge(EventBridgeOptions options,
                                                                         http::Client& client,
                                                                         aws::Provider& provider,
                                                                         Clock& clock, Random& random);

}  // namespace offhook::notify
