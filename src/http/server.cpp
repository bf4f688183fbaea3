#include "http/server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <cstring>
#include <list>
#include <mutex>
#include <stop_token>
#include <thread>

#include "http/detail/connection.h"
#include "http/detail/reply.h"
#include "http/detail/request_reader.h"
#include "http/detail/sigpipe.h"

namespace offhook::http {
namespace {

// Bodies up to this size go out in one write with their head.
constexpr std::size_t kOneWriteBytes = 64u << 10;

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 416:
      return "Range Not Satisfiable";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "";  // RFC 9112 §4: a client ignores it
  }
}

struct FreeAddress {
  void operator()(addrinfo* address) const { freeaddrinfo(address); }
};
struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeContext>;

Error server_error(std::string_view what) {
  return {ErrorClass::permanent, "http.server", std::string(what)};
}

Result<int> listen_on(const ServerOptions& options) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST;
  addrinfo* found = nullptr;
  if (getaddrinfo(options.address.c_str(), std::to_string(options.port).c_str(), &hints, &found) != 0)
    return fail(server_error(fmt::format("{} is not a numeric address to listen on", options.address)));
  const std::unique_ptr<addrinfo, FreeAddress> address(found);
  const int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (fd < 0 || bind(fd, address->ai_addr, address->ai_addrlen) != 0 || listen(fd, SOMAXCONN) != 0) {
    const int error_number = errno;
    if (fd >= 0) close(fd);
    return fail(server_error(fmt::format("cannot listen on {} port {}: {}", options.address, options.port,
                                         strerror(error_number))));
  }
  return fd;
}

int port_of(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                                             : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
}

Result<TlsContext> make_tls(const ServerOptions& options) {
  if (options.tls_certificate.empty()) return TlsContext();
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1 ||
      SSL_CTX_use_certificate_chain_file(context.get(), options.tls_certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), options.tls_key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1)
    return fail(server_error(fmt::format("cannot use the certificate {} with the key {}",
                                         options.tls_certificate.string(), options.tls_key.string())));
  return context;
}

class ThreadedServer final : public Server {
 public:
  ThreadedServer(ServerOptions options, ServerFunction serve, int fd, TlsContext tls)
      : options_(std::move(options)),
        serve_(std::move(serve)),
        fd_(fd),
        port_(port_of(fd)),
        tls_(std::move(tls)) {
    acceptor_ = std::jthread([this] { accept_all(); });
  }

  ~ThreadedServer() override {
    stop_.request_stop();
    {
      const std::scoped_lock lock(mutex_);
      for (Peer& peer : peers_)
        if (peer.connection) peer.connection->interrupt();
    }
    shutdown(fd_, SHUT_RDWR);
    acceptor_.join();
    peers_.clear();
    close(fd_);
  }

  int port() const override { return port_; }

  std::string base_url() const override {
    const bool v6 = options_.address.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}", tls_ ? "https" : "http", v6 ? "[" : "", options_.address,
                       v6 ? "]" : "", port_);
  }

 private:
  struct Peer {
    std::unique_ptr<Connection> connection;  // none: it has ended, and its thread with it
    std::jthread thread;
  };

  void accept_all() {
    for (;;) {
      wait_for_room();
      const int fd = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      const std::scoped_lock lock(mutex_);
      if (stop_.stop_requested()) {
        if (fd >= 0) close(fd);
        return;
      }
      if (fd < 0) continue;  // the peer has gone again
      Peer& peer = peers_.emplace_back();
      peer.connection = std::make_unique<Connection>(fd);
      peer.thread = std::jthread([this, &peer] {
        serve_connection(*peer.connection);
        const std::scoped_lock ended(mutex_);
        peer.connection.reset();
        room_.notify_all();
      });
    }
  }

  void wait_for_room() {
    std::unique_lock lock(mutex_);
    const auto has_room = [this] {
      peers_.remove_if([](const Peer& peer) { return peer.connection == nullptr; });
      return peers_.size() < options_.max_connections;
    };
    room_.wait(lock, stop_.get_token(), has_room);
  }

  void serve_connection(Connection& connection) {
    const SigpipeBlock quiet;
    if (tls_ && !connection.accept_tls(tls_.get())) return;
    RequestReader reader(connection, options_.max_request_bytes);
    while (!stop_.stop_requested()) {
      const auto outcome = reader.next();
      if (!outcome) return;
      const ServerResponse response =
          outcome->refused != 0 ? ServerResponse{.status = outcome->refused, .body = "bad request\n"}
                                : call(outcome->request);
      if (!pause(response.pause)) return;
      if (response.reset_before_response) return connection.reset();
      if (!write(connection, outcome->request.method, response, outcome->keep_alive)) return;
      if (!outcome->keep_alive) return;
    }
  }

  ServerResponse call(const ServerRequest& request) const {
    try {
      return serve_(request);
    } catch (const std::exception&) {
      return {.status = 500, .headers = {}, .body = "internal error\n"};
    }
  }

  bool pause(Milliseconds duration) {
    if (duration.count() == 0) return true;
    std::unique_lock lock(mutex_);
    return !room_.wait_for(lock, stop_.get_token(), duration, [] { return false; }) &&
           !stop_.stop_requested();
  }

  static bool write(Connection& connection, const std::string& method, const ServerResponse& response,
                    bool keep_alive) {
    std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    const Headers headers = framed_headers(method, response);
    for (const auto& [name, value] : headers) head += fmt::format("{}: {}\r\n", name, value);
    if (!keep_alive) head += "Connection: close\r\n";
    head += "\r\n";
    if (has_no_body(method, response.status)) return connection.write(head);

    const bool chunked = headers.find("Transfer-Encoding").has_value();
    std::string pending = std::move(head);
    const bool whole = write_body(response, [&](std::string_view piece) {
      if (chunked) pending += fmt::format("{:x}\r\n", piece.size());
      if (piece.size() <= kOneWriteBytes) {
        pending += piece;
        piece = {};
      }
      if (!connection.write(pending) || !connection.write(piece)) return false;
      pending = chunked ? "\r\n" : "";
      return true;
    });
    if (whole && chunked) pending += "0\r\n\r\n";
    return connection.write(pending) && whole;
  }

  const ServerOptions options_;
  const ServerFunction serve_;
  const int fd_;
  const int port_;
  const TlsContext tls_;
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable_any room_;
  std::list<Peer> peers_;  // guarded by mutex_; a Connection's use is its thread's
  std::jthread acceptor_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, ServerFunction serve) {
  OFFHOOK_TRY(TlsContext tls, make_tls(options));
  OFFHOOK_TRY(const int fd, listen_on(options));
  return std::unique_ptr<Server>(
      std::make_unique<ThreadedServer>(std::move(options), std::move(serve), fd, std::move(tls)));
}

}  // namespace offhook::http
