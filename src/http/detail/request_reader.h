// RequestReader reads HTTP/1.1 requests (RFC 9112) off a Connection, one after another.
//
// One thread. What is not a well-formed request gets a status to answer with, and the connection must then be
// closed: where the next request would begin is unknown.
#pragma once

#include <optional>
#include <string>

#include "http/detail/connection.h"
#include "http/message.h"

namespace offhook::http {

class RequestReader {
 public:
  RequestReader(Connection& connection, std::size_t max_body_bytes)
      : connection_(connection), max_body_bytes_(max_body_bytes) {}

  struct Outcome {
    int refused = 0;          // a status to answer with; 0: `request` is whole
    bool keep_alive = false;  // the client wants to send another
    ServerRequest request;
  };
  // Nothing: the client has gone, or was silent for too long.
  [[nodiscard]] std::optional<Outcome> next();

 private:
  [[nodiscard]] bool fill();
  [[nodiscard]] std::optional<std::string> read_line(std::size_t& budget);
  [[nodiscard]] int read_head(Outcome& outcome);
  [[nodiscard]] int read_body(ServerRequest& request);
  [[nodiscard]] int read_sized(std::string& body, std::size_t size);
  [[nodiscard]] int read_chunked(std::string& body);

  Connection& connection_;
  const std::size_t max_body_bytes_;
  std::string buffer_;
  std::size_t at_ = 0;  // buffer_ before it is used up
  bool gone_ = false;
};

}  // namespace offhook::http
