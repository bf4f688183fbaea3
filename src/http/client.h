// Client sends one request and returns its response. The seam for simulation: everything the program says to
// the outside over HTTP goes through this interface.
//
// Members may be called from any thread. Any status is a Response; an Error means there was none:
//   class retryable: "http.connect", "http.timeout", "http.reset" (no answer came, or not all of its head),
//     "http.cut" (the body ended early), "http.failed" (anything else that libcurl reports);
//   class permanent: "http.tls" (the certificate is not trusted), "http.plain", "http.header", "url.invalid",
//     "http.too_large" (head or body beyond its bound);
//   class cancelled: "http.stopped" (the client's stop token; the request may have happened).
// What a retryable Error says of the request's effect: nothing; it may have happened. Redirects are not
// followed. TLS is verified always. A client retries nothing itself. Errors name method, host and path; for
// `secret_url` requests method and host only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "http/message.h"

namespace offhook::http {

class Client {
 public:
  virtual ~Client() = default;
  [[nodiscard]] virtual Result<Response> send(const Request& request, BodySink* sink = nullptr) = 0;
};

struct ClientOptions {
  std::filesystem::path ca_file{};             // PEM; empty: the system's store
  std::filesystem::path client_certificate{};  // PEM, with client_key{}; empty: none
  std::filesystem::path client_key{};
  bool allow_http = false;  // plain http to other than loopback
  Milliseconds connect_timeout{10'000};
  Milliseconds idle_timeout{30'000};
  // Once requested, what is under way has `stop_grace` to end, and nothing new begins after it.
  std::stop_token stop{};
  Milliseconds stop_grace{500};
  std::string user_agent = "offhook/" OFFHOOK_VERSION;
  // HTTPS_PROXY and NO_PROXY are taken from the environment by libcurl.
};

// libcurl, HTTP/1.1 and 2; connections and TLS sessions are reused between calls and threads.
// Plain http is refused ("http.plain") except to loopback or with allow_http.
[[nodiscard]] Result<std::unique_ptr<Client>> make_curl_client(ClientOptions options = {});

// Hands each request to a function in this process: no sockets, no threads. Faults of ServerResponse become
// the Errors a network would give; `pause` advances `clock`, and a pause over the request's time-out is
// "http.timeout". Every host goes to the same function, which tells them apart by the Host header.
[[nodiscard]] std::unique_ptr<Client> make_in_process_client(ServerFunction serve, Clock& clock);

}  // namespace offhook::http
