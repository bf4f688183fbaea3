#include "notify/webhook.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "http/url.h"
#include "notify/cloud_event.h"
#include "notify/signature.h"

namespace offhook::notify {
namespace {

using Key = Sensitive<std::vector<std::uint8_t>>;

// Instance metadata of AWS, ECS, Azure, Google, Oracle, Alibaba; 169.254.0.0/16 is refused as a whole.
constexpr std::array<std::string_view, 6> kMetadataHosts = {
    "metadata.google.internal", "metadata",       "instance-data.ec2.internal",
    "[fd00:ec2::254]",          "[fd00:ec2::23]", "100.100.100.200"};

bool is_metadata(std::string_view host) {
  return host.starts_with("169.254.") || host.starts_with("[fe80:") || host.starts_with("[::ffff:169.254.") ||
         host.starts_with("[::ffff:a9fe:") ||
         std::find(kMetadataHosts.begin(), kMetadataHosts.end(), host) != kMetadataHosts.end();
}

// A host made of digits, dots and x only that is no dotted quad is an address in disguise (2852039166).
bool is_odd_number(std::string_view host) {
  const bool numeric = std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || (c >= 'a' && c <= 'f') || c == 'x';
  });
  if (!numeric || host.empty() || host.front() < '0' || host.front() > '9') return false;
  const std::string_view last =
      host.substr(host.rfind('.') == std::string_view::npos ? 0 : host.rfind('.') + 1);
  const bool ends_in_number = last.starts_with("0x") || std::all_of(last.begin(), last.end(), [](char c) {
                                return c >= '0' && c <= '9';
                              });
  if (!ends_in_number) return false;
  const bool octal = host.starts_with("0") && host.size() > 1 && host[1] != '.';
  return std::count(host.begin(), host.end(), '.') != 3 || host.find('x') != std::string_view::npos || octal;
}

Result<http::Url> checked_url(const WebhookOptions& options) {
  const auto refuse = [](std::string_view why) {
    return fail(ErrorClass::permanent, "webhook.url", fmt::format("the event URL is refused: {}", why));
  };
  auto url = http::parse_url(options.url);
  if (!url) return refuse("it is no http or https URL");
  if (is_metadata(url->host)) return refuse("it leads to a cloud metadata service");
  if (is_odd_number(url->host)) return refuse("write the address as four decimal numbers");
  if (url->scheme == "http" && !url->is_loopback() && !options.allow_http)
    return refuse("plain http is only for loopback, unless allow_http is set");
  return url;
}

std::optional<Milliseconds> retry_after(const http::Response& response) {
  const std::string_view text = response.headers.get("Retry-After");
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || seconds < 0)
    return std::nullopt;
  return std::chrono::seconds(seconds);
}

class Webhook final : public model::Notifier {
 public:
  Webhook(WebhookOptions options, http::Url url, std::optional<Key> key, http::Client& client, Clock& clock)
      : options_(std::move(options)),
        url_(std::move(url)),
        key_(std::move(key)),
        client_(client),
        clock_(clock) {}

  std::string destination() const override {
    return fmt::format("{}://{}{}", url_.scheme, url_.authority(), url_.path);
  }

  Result<void> deliver(const model::Event& event, int attempt) override {
    OFFHOOK_TRY(const std::string body, cloud_event_json(event));
    http::Request request;
    request.method = "POST";
    request.url = options_.url;
    request.secret_url = true;
    request.connect_timeout = options_.connect_timeout;
    request.total_timeout = options_.total_timeout;
    request.max_response_bytes = kMaxAnswerBytes;
    request.body = body;
    request.headers = {{"Content-Type", std::string(kCloudEventsJson)}};
    if (key_) {
      const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
      request.headers.add("webhook-id", event.id);
      request.headers.add("webhook-timestamp", std::to_string(now.time_since_epoch().count()));
      request.headers.add("webhook-signature", sign(*key_, event.id, now, body));
    }
    const std::string what = fmt::format("event {}, try {}", event.id, attempt);
    auto response = client_.send(request);
    // An answer too large to read was an answer all the same, but its status is lost: deliver again.
    if (!response) return fail(std::move(response).error().within(what));
    return judged(*response, what);
  }

 private:
  static constexpr std::uint64_t kMaxAnswerBytes = 1u << 20;

  [[nodiscard]] Result<void> judged(const http::Response& response, const std::string& what) const {
    const int status = response.status;
    if (status >= 200 && status < 300) return {};
    std::string message = fmt::format("{}: {} answered HTTP {}", what, destination(), status);
    if (status == 429 || status == 503) {
      const auto cls = status == 429 ? ErrorClass::throttled : ErrorClass::retryable;
      return fail(Error{cls, "webhook.busy", std::move(message), retry_after(response)});
    }
    if (status == 408 || status == 409 || status == 425 || status >= 500)
      return fail(ErrorClass::retryable, "webhook.failed", std::move(message));
    if (status == 410)
      return fail(ErrorClass::permanent, "webhook.gone", message + ": it wants no more events");
    if (status >= 300 && status < 400)
      return fail(ErrorClass::permanent, "webhook.redirected",
                  message + ": redirects are not followed, set the final URL");
    return fail(ErrorClass::permanent, "webhook.refused", std::move(message));
  }

  const WebhookOptions options_;
  const http::Url url_;
  const std::optional<Key> key_;
  http::Client& client_;
  Clock& clock_;
};

}  // namespace

Result<std::unique_ptr<model::Notifier>> make_webhook(WebhookOptions options, http::Client& client,
                                                      Clock& clock) {
  OFFHOOK_TRY(http::Url url, checked_url(options));
  std::optional<Key> key;
  if (!options.secret.reveal().empty()) {
    OFFHOOK_TRY(key, signing_key(options.secret.reveal()));
  }
  return std::unique_ptr<model::Notifier>(
      std::make_unique<Webhook>(std::move(options), std::move(url), std::move(key), client, clock));
}

}  // namespace offhook::notify
