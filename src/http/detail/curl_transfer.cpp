#include "http/detail/curl_transfer.h"

#include <fmt/format.h>

#include <charconv>

namespace offhook::http {
namespace {

// All header fields of one answer. Far above what any server sends; a bound must stand somewhere.
constexpr std::size_t kMaxHeadBytes = 256u << 10;

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// The number in "HTTP/1.1 200 OK" or "HTTP/2 200".
int parse_status(std::string_view line) {
  int status = 0;
  const auto blank = std::min(line.find(' '), line.size());
  line = trim(line.substr(blank));
  std::from_chars(line.data(), line.data() + line.size(), status);
  return status;
}

// A handshake that failed in OpenSSL, but outside its TLS code: a signature or a certificate does not hold (a
// CA made anew under its old name, say). libcurl has no code of its own for it.
bool is_bad_certificate(std::string_view details) {
  return details.find("error:") != std::string_view::npos &&
         details.find("SSL routines") == std::string_view::npos;
}

}  // namespace

void CurlTransfer::attach(CURL* handle) {
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, on_request);
  curl_easy_setopt(handle, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, details_.data());
}

std::size_t CurlTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<CurlTransfer*>(self)->take_header({data, size * count}) ? size * count : 0;
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<CurlTransfer*>(self)->take_body({data, size * count}) ? size * count : 0;
}

// libcurl sends a request once more, by itself, when a reused connection turns out to be closed. Whether the
// first one had its effect is unknown, so that decision is the caller's: the second is stopped.
int CurlTransfer::on_request(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  if (transfer.requested_) return CURL_PREREQFUNC_ABORT;
  transfer.requested_ = true;
  transfer.moved_at_ = SteadyClock::now();
  return CURL_PREREQFUNC_OK;
}

// Called at least once a second, also when nothing moves.
int CurlTransfer::on_progress(void* self, curl_off_t, curl_off_t received, curl_off_t, curl_off_t sent) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  transfer.stopped_ = transfer.deadline_.passed();
  if (transfer.stopped_) return 1;
  if (!transfer.requested_) return 0;  // the connect time-out is libcurl's
  const auto now = SteadyClock::now();
  const curl_off_t moved = received + sent + static_cast<curl_off_t>(transfer.head_bytes_);
  if (moved != transfer.moved_) {
    transfer.moved_ = moved;
    transfer.moved_at_ = now;
  }
  transfer.idle_ = now - transfer.moved_at_ > transfer.idle_timeout_;
  return transfer.idle_ ? 1 : 0;
}

bool CurlTransfer::take_header(std::string_view line) {
  head_bytes_ += line.size();
  if (head_bytes_ > kMaxHeadBytes) {
    error_ = too_large("head", kMaxHeadBytes);
    return false;
  }
  if (body_begun_) return true;  // a trailer
  if (line.starts_with("HTTP/")) {
    response_.status = parse_status(line);
    response_.headers = {};  // those before were of an interim answer
    return true;
  }
  const auto colon = line.find(':');
  if (colon != std::string_view::npos)
    response_.headers.add(std::string(trim(line.substr(0, colon))),
                          std::string(trim(line.substr(colon + 1))));
  return true;
}

bool CurlTransfer::take_body(std::string_view chunk) {
  ask_sink();
  auto delivered = deliver(chunk);
  moved_at_ = SteadyClock::now();  // the time a sink takes is not the network's
  if (delivered) return true;
  error_ = std::move(delivered).error();
  return false;
}

Result<void> CurlTransfer::deliver(std::string_view chunk) {
  if (streaming_) return sink_->write(chunk);
  if (response_.body.size() + chunk.size() > request_.max_response_bytes)
    return fail(too_large("body", request_.max_response_bytes));
  response_.body.append(chunk);
  return {};
}

void CurlTransfer::ask_sink() {
  if (body_begun_) return;
  body_begun_ = true;
  streaming_ = sink_ != nullptr && sink_->wants(response_);
}

Error CurlTransfer::too_large(std::string_view what, std::uint64_t bound) const {
  return {ErrorClass::permanent, "http.too_large",
          fmt::format("the answer's {} is larger than the {} bytes allowed", what, bound)};
}

Result<Response> CurlTransfer::finish(CURL* handle, CURLcode code, const std::string& what) {
  if (code == CURLE_OK) {
    ask_sink();
    return std::move(response_);
  }
  if (error_) return fail(std::move(*error_).within(what));
  if (stopped_) return fail(ErrorClass::cancelled, "http.stopped", what + ": cut off by a request to stop");

  const auto error = [&](std::string_view id, std::string_view happened,
                         ErrorClass cls = ErrorClass::retryable) {
    return fail(cls, std::string(id), fmt::format("{}: {}", what, happened));
  };
  // libcurl's own words, for what happens before the request is sent: nothing of an answer can be in them.
  const std::string_view details = details_[0] != '\0' ? details_.data() : curl_easy_strerror(code);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      return error("http.connect", details);
    case CURLE_SSL_CONNECT_ERROR:
      if (is_bad_certificate(details)) return error("http.tls", details, ErrorClass::permanent);
      return error("http.connect", details);  // a peer that hung up during the handshake, for one
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return error("http.tls", details, ErrorClass::permanent);
    case CURLE_OPERATION_TIMEDOUT:
      return error("http.timeout",
                   requested_ ? "the total time-out passed" : "no connection within the time-out");
    case CURLE_ABORTED_BY_CALLBACK:
      if (idle_) return error("http.timeout", fmt::format("no byte moved for {} ms", idle_timeout_.count()));
      return error("http.reset", "the connection was closed before an answer came");
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: {
      if (!body_begun_ && code != CURLE_PARTIAL_FILE)
        return error("http.reset", "the connection was closed before an answer came");
      curl_off_t received = 0;
      curl_easy_getinfo(handle, CURLINFO_SIZE_DOWNLOAD_T, &received);
      return error("http.cut", fmt::format("the body ended early, after {} bytes", received));
    }
    default:
      return error("http.failed", curl_easy_strerror(code));
  }
}

}  // namespace offhook::http
