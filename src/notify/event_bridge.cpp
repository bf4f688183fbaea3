#include "notify/event_bridge.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/service_client.h"
#include "json/value.h"

namespace offhook::notify {
namespace {

constexpr std::string_view kSource = "offhook";
// An entry may have 1 MB (256 KB until January 2026, and still with some targets): ours are thin.
constexpr std::size_t kMostEntryBytes = 200'000;
constexpr std::size_t kTimeBytes = 14;  // what Time counts for in an entry's size

std::string regional_endpoint(std::string_view region) {
  const std::string_view suffix = region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return fmt::format("https://events.{}.{}", region, suffix);
}

// Error codes are words; anything else the service may say stays unsaid.
std::string safe_code(std::string_view code) {
  const bool plain = !code.empty() && code.size() <= 100 && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return plain ? std::string(code) : "an error without a name";
}

ErrorClass class_of(std::string_view code) {
  if (code.starts_with("Throttling")) return ErrorClass::throttled;
  return code.starts_with("Internal") ? ErrorClass::retryable : ErrorClass::permanent;
}

class EventBridge final : public model::Notifier {
 public:
  EventBridge(EventBridgeOptions options, http::Client& client, aws::Provider& provider, Clock& clock,
              Random& random)
      : options_(std::move(options)),
        service_({.scope = {options_.region, "events"}, .rules = aws::kServiceRules, .retry = kRetry}, client,
                 provider, clock, random) {}

  std::string destination() const override {
    return fmt::format("EventBridge bus {} in {}", options_.bus.empty() ? "default" : options_.bus,
                       options_.region);
  }

  Result<void> deliver(const model::Event& event, int attempt) override {
    const std::string what = fmt::format("event {}, try {}", event.id, attempt);
    OFFHOOK_TRY(const std::string body, body_of(event));
    aws::ServiceClient::Call call;
    call.request.method = "POST";
    call.request.url = options_.endpoint + "/";
    call.request.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                            {"X-Amz-Target", "AWSEvents.PutEvents"}};
    call.request.body = body;
    auto answer = service_.send(std::move(call));
    if (!answer) return fail(std::move(answer).error().within(what));
    if (answer->response.status != 200)
      return fail(aws::to_error(aws::parse_service_error(answer->response), "events",
                                fmt::format("cannot put {} on {}", what, destination())));
    return judged(answer->response.body, what);
  }

 private:
  // The outbox tries again by itself.
  static constexpr aws::RetryLimits kRetry{.max_attempts = 3};

  [[nodiscard]] Result<std::string> body_of(const model::Event& event) const {
    auto data = json::parse(event.data);
    if (!data || !data->object())
      return fail(ErrorClass::permanent, "event.data",
                  "the data of event " + event.id + " is no JSON object");
    data->object()->insert_or_assign("id", event.id);
    std::string detail = json::compact(*data);
    if (kTimeBytes + kSource.size() + event.type.size() + detail.size() > kMostEntryBytes)
      return fail(
          ErrorClass::permanent, "events.too_large",
          fmt::format("event {} has {} bytes, more than {}", event.id, detail.size(), kMostEntryBytes));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(event.time).time_since_epoch().count();
    json::Value::Object entry{{"Source", kSource},
                              {"DetailType", event.type},
                              {"Detail", std::move(detail)},
                              {"Time", static_cast<std::int64_t>(seconds)}};
    if (!options_.bus.empty()) entry.emplace("EventBusName", options_.bus);
    return json::compact(json::Value::Object{{"Entries", json::Value::Array{std::move(entry)}}});
  }

  [[nodiscard]] Result<void> judged(std::string_view body, const std::string& what) const {
    const auto answer = json::parse(body);
    const json::Value::Array* entries = answer ? (*answer)["Entries"].array() : nullptr;
    if (!entries || entries->size() != 1)
      return fail(ErrorClass::retryable, "events.malformed",
                  fmt::format("{}: the answer of {} is not understood", what, destination()));
    const json::Value& entry = entries->front();
    if (!entry.text("EventId").empty() && entry.text("ErrorCode").empty()) return {};
    const std::string code = safe_code(entry.text("ErrorCode"));
    return fail(class_of(code), "events.refused",
                fmt::format("{}: {} refused it with {}", what, destination(), code));
  }

  const EventBridgeOptions options_;
  aws::ServiceClient service_;
};

}  // namespace

Result<std::unique_ptr<model::Notifier>> make_event_bridge(EventBridgeOptions options, http::Client& client,
                                                           aws::Provider& provider, Clock& clock,
                                                           Random& random) {
  if (options.region.empty())
    return fail(ErrorClass::permanent, "events.region", "EventBridge needs a region: set AWS_REGION");
  if (options.endpoint.empty()) options.endpoint = regional_endpoint(options.region);
  while (options.endpoint.ends_with('/')) options.endpoint.pop_back();
  return std::unique_ptr<model::Notifier>(
      std::make_unique<EventBridge>(std::move(options), client, provider, clock, random));
}

}  // namespace offhook::notify
