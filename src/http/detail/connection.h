// Connection is one accepted socket of the server, plain or TLS. Blocking, with an idle time-out.
//
// One thread reads and writes; interrupt() may be called by another and makes both fail from then on.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string_view>

#include "base/mutex.h"

namespace offhook::http {

class Connection {
 public:
  explicit Connection(int fd);
  ~Connection();  // closes; a TLS peer that saw no end of the answer knows that it was cut
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] bool accept_tls(SSL_CTX* context);
  // Bytes read; 0 at the end of the stream, on an error, after the idle time-out.
  [[nodiscard]] std::size_t read(char* buffer, std::size_t size);
  [[nodiscard]] bool write(std::string_view bytes);
  void reset();      // the peer sees a reset connection instead of its end
  void interrupt();  // from any thread

 private:
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  const int fd_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

}  // namespace offhook::http
