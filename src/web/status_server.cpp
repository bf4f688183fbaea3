#include "web/status_server.h"

#include <charconv>

namespace offhook::web {
namespace {

http::ServerResponse reply(int status, std::string type, std::string body) {
  http::ServerResponse response;
  response.status = status;
  response.headers.set("Content-Type", std::move(type));
  response.body = std::move(body);
  return response;
}

}  // namespace

http::ServerFunction status_pages(std::function<std::string()> metrics) {
  return [metrics = std::move(metrics)](const http::ServerRequest& request) {
    if (request.method != "GET" && request.method != "HEAD") return reply(405, "text/plain", "only GET\n");
    if (request.path() == "/metrics")
      return reply(200, "text/plain; version=0.0.4; charset=utf-8", metrics());
    if (request.path() == "/healthz") return reply(200, "text/plain", "ok\n");
    return reply(404, "text/plain", "there are /metrics and /healthz\n");
  };
}

Result<std::unique_ptr<http::Server>> start_status_server(std::string_view address,
                                                          std::function<std::string()> metrics) {
  const std::size_t colon = address.rfind(':');
  http::ServerOptions options;
  const char* end = address.data() + address.size();
  const char* digits = colon == std::string_view::npos ? end : address.data() + colon + 1;
  const auto [rest, error] = std::from_chars(digits, end, options.port);
  if (error != std::errc() || rest != end || options.port < 0 || options.port > 65535 || colon == 0)
    return fail(ErrorClass::permanent, "config.invalid",
                "the address of the metrics must be host:port, for example 127.0.0.1:9464");
  options.address = address.substr(0, colon);
  return http::Server::start(std::move(options), status_pages(std::move(metrics)));
}

}  // namespace offhook::web
