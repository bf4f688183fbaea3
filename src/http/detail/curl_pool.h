// CurlPool owns libcurl's easy handles, each with the connections it has open and the TLS sessions it may
// resume, and what they share: resolved names. Sharing connections between threads is documented as unsafe. A
// shared TLS session would be one SSL_SESSION in several handshakes at a time, which libcurl's locks do not
// cover, and saves nothing: a handle that is used again brings its own.
//
// Any thread. A handle goes back to the pool when its Lease ends; the pool outlives its leases.
#pragma once

#include <curl/curl.h>

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/mutex.h"

namespace offhook::http {

class CurlPool {
 public:
  CurlPool();
  ~CurlPool();
  CurlPool(const CurlPool&) = delete;
  CurlPool& operator=(const CurlPool&) = delete;

  class Lease {
   public:
    Lease(CurlPool& pool, CURL* handle, std::string authority)
        : pool_(pool), handle_(handle), authority_(std::move(authority)) {}
    ~Lease() { pool_.put_back(handle_, std::move(authority_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] CURL* get() const { return handle_; }

   private:
    CurlPool& pool_;
    CURL* handle_;
    std::string authority_;
  };

  // A handle with default options that is likely to have a connection to `authority` open.
  [[nodiscard]] Lease lease(const std::string& authority);

 private:
  struct Idle {
    CURL* handle;
    std::string authority;  // of its last request
  };

  void put_back(CURL* handle, std::string authority);

  CURLSH* share_;
  std::array<std::mutex, CURL_LOCK_DATA_LAST> share_mutexes_;
  Mutex mutex_;
  std::vector<Idle> idle_ GUARDED_BY(mutex_);
};

}  // namespace offhook::http
