// CurlTransfer is one request on its way through libcurl: what the callbacks collect, and the verdict.
//
// Lives on the stack of the thread that called send().
#pragma once

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "http/detail/stop_deadline.h"
#include "http/message.h"

namespace offhook::http {

class CurlTransfer {
 public:
  CurlTransfer(const Request& request, BodySink* sink, Milliseconds idle_timeout,
               const StopDeadline& deadline)
      : request_(request), sink_(sink), idle_timeout_(idle_timeout), deadline_(deadline) {}
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Registers the callbacks; `handle` must not be used after this transfer has gone.
  void attach(CURL* handle);
  // What curl_easy_perform() said, as a Response or an Error. `what` names the request in it.
  [[nodiscard]] Result<Response> finish(CURL* handle, CURLcode code, const std::string& what);

 private:
  using SteadyClock = std::chrono::steady_clock;

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_request(void* self, char*, char*, int, int);
  static int on_progress(void* self, curl_off_t, curl_off_t received, curl_off_t, curl_off_t sent);

  bool take_header(std::string_view line);
  bool take_body(std::string_view chunk);
  [[nodiscard]] Result<void> deliver(std::string_view chunk);
  void ask_sink();
  [[nodiscard]] Error too_large(std::string_view what, std::uint64_t bound) const;

  const Request& request_;
  BodySink* sink_;
  const Milliseconds idle_timeout_;
  const StopDeadline& deadline_;
  Response response_;
  std::optional<Error> error_;  // ours, rather than libcurl's
  std::size_t head_bytes_ = 0;
  bool body_begun_ = false;
  bool streaming_ = false;
  bool requested_ = false;
  bool idle_ = false;
  bool stopped_ = false;
  curl_off_t moved_ = 0;
  SteadyClock::time_point moved_at_ = SteadyClock::now();
  std::array<char, CURL_ERROR_SIZE> details_{};
};

}  // namespace offhook::http
