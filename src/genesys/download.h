// Download fetches one file from a signed URL on another host.
//
// A plain GET without the Genesys credential. A transfer that is cut is resumed with Range and If-Range where
// the server gave a strong ETag, and begun afresh where it does not play along. Length and every digest that
// the server states are checked, before a body stored as gzip is decompressed. The URL is a credential: it
// stands in no Error. Any thread may use its own.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/sensitive.h"
#include "genesys/options.h"
#include "http/client.h"

namespace offhook::genesys {

class Download {
 public:
  // All outlive this. `what` names the file by ids. `max_bytes` bounds the file.
  Download(const Options& options, http::Client& client, Clock& clock, Random& random, std::string what,
           std::uint64_t max_bytes)
      : options_(options),
        client_(client),
        clock_(clock),
        backoff_(options.retry, random),
        what_(std::move(what)),
        max_bytes_(max_bytes) {}

  // Errors: "source.link_expired" (permanent: 401, 403; fetch() may be called again with a fresh URL and goes
  // on from there), "source.not_found", "source.too_large" (permanent), "source.digest_mismatch" (corrupt).
  [[nodiscard]] Result<Sensitive<std::string>> fetch(const Sensitive<std::string>& url, std::stop_token stop);

 private:
  class Body;

  [[nodiscard]] Result<void> fetch_once(const Sensitive<std::string>& url, std::stop_token stop);
  [[nodiscard]] Result<Sensitive<std::string>> unpacked();
  [[nodiscard]] Error refused(const http::Response& response) const;
  void forget();

  const Options& options_;
  http::Client& client_;
  Clock& clock_;
  Backoff backoff_;
  std::string what_;
  std::uint64_t max_bytes_;
  // What is there so far, and the strong ETag it belongs to (empty: it cannot be resumed).
  Sensitive<std::string> bytes_;
  std::string etag_;
  bool gzip_ = false;
};

}  // namespace offhook::genesys
