// Requests and responses, as both the client and the server of this module see them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace offhook::http {

// Header fields in order; names compare without regard to case (RFC 9110 §5.1).
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  void add(std::string name, std::string value);
  void set(std::string_view name, std::string value);  // replaces every field of that name
  void remove(std::string_view name);
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::string_view get(std::string_view name) const { return find(name).value_or(""); }
  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  std::string method = "GET";
  std::string url{};
  Headers headers{};
  std::string_view body{};  // borrowed: must outlive the call

  // None: the client's own.
  std::optional<Milliseconds> connect_timeout = std::nullopt;
  std::optional<Milliseconds> idle_timeout = std::nullopt;   // no byte in either direction for so long
  std::optional<Milliseconds> total_timeout = std::nullopt;  // none: large bodies take what they take
  std::uint64_t max_response_bytes = 8u << 20;               // for a body held in memory
  bool expect_continue = false;  // send `Expect: 100-continue`, so that an early refusal costs no body
  // HTTP/1.1 even where the server offers HTTP/2: one connection a request, no flow-control window inside it.
  // libcurl 7.88 polls without rest while the window of an HTTP/2 upload is full.
  bool http1_only = false;
  bool secret_url = false;  // a signed URL: never named in an Error
};

struct Response {
  int status = 0;
  Headers headers{};
  std::string body{};  // empty where a BodySink took it
};

// Takes a response body as it arrives. Called by the thread that called send().
class BodySink {
 public:
  virtual ~BodySink() = default;
  // Status and headers, before the first byte, and also when no byte follows. False: do not stream; the body
  // goes to Response::body, bounded by max_response_bytes (an error answer, say).
  virtual bool wants(const Response& head) = 0;
  // An Error stops the transfer and is returned by send().
  virtual Result<void> write(std::string_view chunk) = 0;
};

// What a server is asked. `target` is path and query as received, still percent-encoded.
struct ServerRequest {
  std::string method{};
  std::string target{};
  Headers headers{};
  std::string body{};
  [[nodiscard]] std::string_view path() const;   // target before '?'
  [[nodiscard]] std::string_view query() const;  // after '?', or empty
  [[nodiscard]] std::string_view host() const { return headers.get("Host"); }
};

struct ServerResponse {
  int status = 200;
  Headers headers{};
  std::string body{};

  // A body made while it is sent: returns the next chunk, empty at the end. `content_length` unset means
  // chunked.
  std::function<std::string()> stream{};
  std::optional<std::uint64_t> content_length{};

  // Faults. `reset_before_response` breaks the connection with no status line (the effect, if any, has
  // happened); `cut_after_bytes` breaks it after so many body bytes; `pause` waits before the answer.
  bool reset_before_response = false;
  std::optional<std::uint64_t> cut_after_bytes{};
  Milliseconds pause{0};
};

// Called by many threads at once.
using ServerFunction = std::function<ServerResponse(const ServerRequest&)>;

}  // namespace offhook::http
