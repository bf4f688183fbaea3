// Server answers HTTP/1.1 on one address with a function, on threads of its own. For metrics, the dashboard
// and the simulator; it listens on loopback unless told otherwise.
//
// Our own, since the simulator must do what a library's server will not: break a connection before or within
// an answer, and send Range answers and targets exactly as the function made them. Request bodies are held in
// memory (max_request_bytes); `Expect: 100-continue` is honoured; a function that throws is a 500.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace offhook::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 0;                             // 0: a free one
  std::filesystem::path tls_certificate{};  // PEM chain; empty: plain http
  std::filesystem::path tls_key{};
  std::size_t max_request_bytes = 64u << 20;
  std::size_t max_connections = 256;  // each has a thread; more wait to be accepted
};

class Server {
 public:
  // Listening and serving when it returns.
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options, ServerFunction serve);
  virtual ~Server() = default;  // stops: open requests are cut
  [[nodiscard]] virtual int port() const = 0;
  [[nodiscard]] virtual std::string base_url() const = 0;  // "https://127.0.0.1:4711"
};

}  // namespace offhook::http
