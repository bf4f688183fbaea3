#include <fmt/format.h>

#include <algorithm>

#include "http/client.h"
#include "http/detail/reply.h"
#include "http/url.h"

namespace offhook::http {
namespace {

// Bodies reach a sink in pieces of this size, as they would from a socket.
constexpr std::size_t kPieceBytes = 16u << 10;

class InProcessClient final : public Client {
 public:
  InProcessClient(ServerFunction serve, Clock& clock) : serve_(std::move(serve)), clock_(clock) {}

  Result<Response> send(const Request& request, BodySink* sink) override {
    OFFHOOK_TRY(const Url url, parse_url(request.url));
    const std::string what =
        fmt::format("{} {}{}", request.method, url.authority(), request.secret_url ? "" : url.path);
    const ServerResponse reply = serve_(arrived(request, url));

    const Milliseconds idle = request.idle_timeout.value_or(ClientOptions{}.idle_timeout);
    const Milliseconds patience = std::min(idle, request.total_timeout.value_or(idle));
    clock_.sleep_for(std::min(reply.pause, patience));
    if (reply.pause > patience)
      return fail(ErrorClass::retryable, "http.timeout",
                  fmt::format("{}: no byte within the time-out", what));
    if (reply.reset_before_response)
      return fail(ErrorClass::retryable, "http.reset",
                  fmt::format("{}: the connection was closed before an answer came", what));

    Response response{.status = reply.status, .headers = framed_headers(request.method, reply), .body = {}};
    const bool streaming = sink != nullptr && sink->wants(response);
    if (has_no_body(request.method, reply.status)) return response;
    if (auto received = receive(reply, request, streaming ? sink : nullptr, response.body); !received)
      return fail(std::move(received).error().within(what));
    return response;
  }

 private:
  static ServerRequest arrived(const Request& request, const Url& url) {
    ServerRequest result{.method = request.method,
                         .target = url.path + (url.query.empty() ? "" : "?" + url.query),
                         .headers = request.headers,
                         .body = std::string(request.body)};
    if (!result.headers.find("Host")) result.headers.add("Host", url.authority());
    const bool has_length = !request.body.empty() || request.method == "POST" || request.method == "PUT";
    if (has_length) result.headers.set("Content-Length", std::to_string(request.body.size()));
    return result;
  }

  static Result<void> receive(const ServerResponse& reply, const Request& request, BodySink* sink,
                              std::string& body) {
    Result<void> delivered;
    const auto deliver = [&](std::string_view piece) -> Result<void> {
      if (sink != nullptr) return sink->write(piece);
      if (body.size() + piece.size() > request.max_response_bytes)
        return fail(
            ErrorClass::permanent, "http.too_large",
            fmt::format("the answer's body is larger than the {} bytes allowed", request.max_response_bytes));
      body.append(piece);
      return {};
    };
    const bool whole = write_body(reply, [&](std::string_view bytes) {
      for (; !bytes.empty() && delivered; bytes.remove_prefix(std::min(kPieceBytes, bytes.size())))
        delivered = deliver(bytes.substr(0, kPieceBytes));
      return delivered.has_value();
    });
    if (!delivered) return delivered;
    if (!whole) return fail(ErrorClass::retryable, "http.cut", "the body ended early");
    return {};
  }

  const ServerFunction serve_;
  Clock& clock_;
};

}  // namespace

std::unique_ptr<Client> make_in_process_client(ServerFunction serve, Clock& clock) {
  return std::make_unique<InProcessClient>(std::move(serve), clock);
}

}  // namespace offhook::http
