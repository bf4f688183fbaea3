#include "sim/webhook.h"

#include <algorithm>
#include <fstream>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::sim {

bool WebhookReceiver::verifies(const http::ServerRequest& request) const {
  if (config_.secret.empty()) return true;
  constexpr std::string_view kPrefix = "whsec_";
  std::string_view encoded = config_.secret;
  if (encoded.starts_with(kPrefix)) encoded.remove_prefix(kPrefix.size());
  const auto key = from_base64(encoded);
  if (!key) return false;
  const std::string text = std::string(request.headers.get("webhook-id")) + "." +
                           std::string(request.headers.get("webhook-timestamp")) + "." + request.body;
  const std::string wanted = "v1," + to_base64(crypto::hmac_sha256(*key, text));
  // Several signatures may stand in the header, separated by spaces.
  std::string_view rest = request.headers.get("webhook-signature");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == wanted) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

http::ServerResponse WebhookReceiver::serve(const http::ServerRequest& request) {
  http::ServerResponse response;
  const MutexLock lock(mutex_);
  if (request.method != "POST") {
    response.status = 405;
    return response;
  }
  if (!verifies(request)) {
    response.status = 401;
  } else if (deliveries_.size() < config_.answers.size()) {
    response.status = config_.answers[deliveries_.size()];
  } else {
    response.status = 204;
  }
  deliveries_.push_back({std::string(request.headers.get("webhook-id")), request.body, response.status});
  if (!config_.log.empty() && response.status / 100 == 2) {
    std::ofstream(config_.log, std::ios::app) << request.body << '\n';
  }
  return response;
}

std::vector<WebhookReceiver::Delivery> WebhookReceiver::deliveries() const {
  const MutexLock lock(mutex_);
  return deliveries_;
}

}  // namespace offhook::sim
