#include "http/detail/reply.h"

#include <algorithm>
#include <limits>

namespace offhook::http {

bool has_no_body(std::string_view method, int status) {
  return method == "HEAD" || status < 200 || status == 204 || status == 304;
}

std::optional<std::uint64_t> body_length(const ServerResponse& response) {
  return response.stream ? response.content_length : response.body.size();
}

Headers framed_headers(std::string_view method, const ServerResponse& response) {
  Headers headers = response.headers;
  headers.remove("Transfer-Encoding");
  if (method == "HEAD" && headers.find("Content-Length")) return headers;
  headers.remove("Content-Length");
  if (method != "HEAD" && has_no_body(method, response.status)) return headers;
  if (const auto length =
          method == "HEAD" && response.content_length ? response.content_length : body_length(response)) {
    headers.add("Content-Length", std::to_string(*length));
  } else {
    headers.add("Transfer-Encoding", "chunked");
  }
  return headers;
}

bool write_body(const ServerResponse& response, const std::function<bool(std::string_view)>& write) {
  const auto length = body_length(response);
  const std::uint64_t limit =
      std::min(response.cut_after_bytes.value_or(std::numeric_limits<std::uint64_t>::max()),
               length.value_or(std::numeric_limits<std::uint64_t>::max()));
  std::uint64_t written = 0;
  const auto write_up_to_limit = [&](std::string_view piece) {
    const bool over = piece.size() > limit - written;
    piece = piece.substr(0, limit - written);
    written += piece.size();
    return (piece.empty() || write(piece)) && !over;
  };

  if (!response.stream) {
    if (!write_up_to_limit(response.body)) return false;
  } else {
    for (std::string piece = response.stream(); !piece.empty(); piece = response.stream())
      if (!write_up_to_limit(piece)) return false;
  }
  if (length) return written == *length;
  return !response.cut_after_bytes || written < *response.cut_after_bytes;
}

}  // namespace offhook::http
