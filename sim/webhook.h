// WebhookReceiver takes completion events as an operator's endpoint would: it checks the signature (Standard
// Webhooks 1.0: HMAC-SHA-256 over "id.timestamp.body", secret `whsec_` + base64), remembers each delivery,
// and can refuse the first few.
//
// Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "http/message.h"

namespace offhook::sim {

struct WebhookConfig {
  std::string secret;           // empty: unsigned deliveries are taken
  std::vector<int> answers;     // status of the first, second, … delivery; then 204
  std::filesystem::path log{};  // each accepted body is appended as a line, where set
};

class WebhookReceiver {
 public:
  explicit WebhookReceiver(WebhookConfig config) : config_(std::move(config)) {}

  // 204; 401 for a signature that does not verify; 405 for anything but POST.
  [[nodiscard]] http::ServerResponse serve(const http::ServerRequest& request);

  struct Delivery {
    std::string id;  // the webhook-id header
    std::string body;
    int answered = 0;
  };
  [[nodiscard]] std::vector<Delivery> deliveries() const;

 private:
  [[nodiscard]] bool verifies(const http::ServerRequest& request) const;

  const WebhookConfig config_;
  mutable Mutex mutex_;
  std::vector<Delivery> deliveries_ GUARDED_BY(mutex_);
};

}  // namespace offhook::sim
