// The parts of a ServerResponse that both the server and the in-process client must read alike.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace offhook::http {

// No body follows the head: HEAD, and by status 1xx, 204, 304 (RFC 9112 §6.3).
[[nodiscard]] bool has_no_body(std::string_view method, int status);

// The length of the body, where it is known before it is made.
[[nodiscard]] std::optional<std::uint64_t> body_length(const ServerResponse& response);

// The fields to send: Content-Length, or Transfer-Encoding, as the response needs. What a function sets
// itself stays only for HEAD, whose Content-Length speaks of a body that is not there.
[[nodiscard]] Headers framed_headers(std::string_view method, const ServerResponse& response);

// Hands the body to `write` in pieces, no more than `cut_after_bytes` of it, until `write` returns false.
// False: the body did not go out whole, or a stream made other than its content_length.
[[nodiscard]] bool write_body(const ServerResponse& response,
                              const std::function<bool(std::string_view)>& write);

}  // namespace offhook::http
