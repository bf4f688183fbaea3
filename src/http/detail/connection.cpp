#include "http/detail/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>

namespace offhook::http {
namespace {

constexpr timeval kIdleTimeout{.tv_sec = 60, .tv_usec = 0};

}  // namespace

Connection::Connection(int fd) : fd_(fd) {
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &kIdleTimeout, sizeof kIdleTimeout);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &kIdleTimeout, sizeof kIdleTimeout);
}

Connection::~Connection() {
  ssl_.reset();
  close(fd_);
}

bool Connection::accept_tls(SSL_CTX* context) {
  ssl_.reset(SSL_new(context));
  ERR_clear_error();
  return ssl_ != nullptr && SSL_set_fd(ssl_.get(), fd_) == 1 && SSL_accept(ssl_.get()) == 1;
}

std::size_t Connection::read(char* buffer, std::size_t size) {
  if (ssl_) {
    ERR_clear_error();
    std::size_t count = 0;
    return SSL_read_ex(ssl_.get(), buffer, size, &count) == 1 ? count : 0;
  }
  for (;;) {
    const ssize_t count = recv(fd_, buffer, size, 0);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return 0;
  }
}

bool Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t count = 0;
    if (ssl_) {
      ERR_clear_error();
      if (SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count) != 1) return false;
    } else {
      const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return false;
      count = static_cast<std::size_t>(sent);
    }
    bytes.remove_prefix(count);
  }
  return true;
}

void Connection::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void Connection::interrupt() { shutdown(fd_, SHUT_RDWR); }

}  // namespace offhook::http
