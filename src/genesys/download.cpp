#include "genesys/download.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "genesys/answer.h"
#include "genesys/gunzip.h"
#include "genesys/stated_digest.h"

namespace offhook::genesys {
namespace {

struct ContentRange {
  std::uint64_t first = 0;
  std::uint64_t total = 0;
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "bytes 100-199/200" (RFC 9110 §14.4), reaching to the end of a file of known length.
std::optional<ContentRange> content_range(const http::Headers& headers) {
  std::string_view text = headers.get("Content-Range");
  constexpr std::string_view kUnit = "bytes ";
  const auto dash = text.find('-'), slash = text.find('/');
  if (!text.starts_with(kUnit) || dash == std::string_view::npos || slash == std::string_view::npos ||
      slash < dash)
    return std::nullopt;
  const auto first = number(text.substr(kUnit.size(), dash - kUnit.size()));
  const auto last = number(text.substr(dash + 1, slash - dash - 1));
  const auto total = number(text.substr(slash + 1));
  if (!first || !last || !total || *first > *last || *last + 1 != *total) return std::nullopt;
  return ContentRange{*first, *total};
}

std::string strong_etag(const http::Headers& headers) {
  const std::string_view etag = headers.get("ETag");
  return etag.starts_with('"') ? std::string(etag) : std::string();
}

}  // namespace

// Body appends what one answer carries to what is there.
class Download::Body final : public http::BodySink {
 public:
  Body(Download& download, std::stop_token stop)
      : download_(download), stop_(std::move(stop)), began_at_(download.bytes_.reveal().size()) {}

  bool wants(const http::Response& head) override {
    std::string& bytes = download_.bytes_.reveal();
    if (head.status == 206) {
      const auto range = content_range(head.headers);
      const bool continues = range && range->first == bytes.size() && began_at_ > 0 &&
                             strong_etag(head.headers) == download_.etag_;
      if (!continues) return refuse();
      expected_ = range->total;
    } else if (head.status == 200) {
      bytes.clear();
      began_at_ = 0;
      download_.etag_ = strong_etag(head.headers);
      expected_ = number(head.headers.get("Content-Length"));
    } else {
      return false;
    }
    return true;
  }

  Result<void> write(std::string_view chunk) override {
    if (stop_.stop_requested())
      return fail(ErrorClass::cancelled, "source.cancelled", "stopped during a download");
    std::string& bytes = download_.bytes_.reveal();
    if (expected_.value_or(0) > download_.max_bytes_ || bytes.size() + chunk.size() > download_.max_bytes_)
      return fail(ErrorClass::permanent, "source.too_large",
                  fmt::format("{} is larger than {} bytes", download_.what_, download_.max_bytes_));
    bytes.append(chunk);
    return {};
  }

  [[nodiscard]] Result<void> finish(const http::Headers& headers) {
    const std::string_view bytes = download_.bytes_.reveal();
    if (expected_ && *expected_ != bytes.size())
      return fail(ErrorClass::retryable, "source.cut",
                  fmt::format("{} of {} bytes of {} came", bytes.size(), *expected_, download_.what_));
    auto whole = check_stated_digests(headers, bytes.substr(began_at_), bytes);
    if (!whole) download_.forget();
    return whole;
  }

  [[nodiscard]] bool refused() const { return refused_; }

 private:
  bool refuse() {
    refused_ = true;
    download_.forget();
    return false;
  }

  Download& download_;
  std::stop_token stop_;
  std::size_t began_at_;
  std::optional<std::uint64_t> expected_;
  bool refused_ = false;
};

Result<Sensitive<std::string>> Download::fetch(const Sensitive<std::string>& url, std::stop_token stop) {
  for (;;) {
    auto done = fetch_once(url, stop);
    if (done) return unpacked();
    const Error& error = done.error();
    if (!error.worth_retrying() && error.cls != ErrorClass::corrupt) return fail(error);
    const auto delay = backoff_.next(error.retry_after);
    if (!delay) return fail(error);
    if (!clock_.sleep_for(*delay, stop))
      return fail(ErrorClass::cancelled, "source.cancelled", "stopped during a download");
  }
}

Result<void> Download::fetch_once(const Sensitive<std::string>& url, std::stop_token stop) {
  http::Request request;
  request.url = url.reveal();
  request.secret_url = true;
  request.connect_timeout = options_.connect_timeout;
  request.idle_timeout = options_.idle_timeout;
  if (etag_.empty()) bytes_.reveal().clear();
  if (!bytes_.reveal().empty()) {
    request.headers.add("Range", fmt::format("bytes={}-", bytes_.reveal().size()));
    request.headers.add("If-Range", etag_);
  }
  // Asked for as it is stored, so that digests and ranges mean the bytes that come.
  request.headers.add("Accept-Encoding", "identity");
  Body body(*this, stop);
  OFFHOOK_TRY(const http::Response response, client_.send(request, &body));
  if (body.refused())
    return fail(ErrorClass::retryable, "source.range_refused",
                fmt::format("the server resumes {} elsewhere than asked", what_));
  if (response.status != 200 && response.status != 206) {
    if (response.status == 416) forget();
    return fail(refused(response));
  }
  gzip_ = response.headers.get("Content-Encoding") == "gzip";
  return body.finish(response.headers);
}

Result<Sensitive<std::string>> Download::unpacked() {
  if (!gzip_) return std::move(bytes_);
  OFFHOOK_TRY(std::string plain, gunzip(bytes_.reveal(), max_bytes_));
  return Sensitive<std::string>(std::move(plain));
}

void Download::forget() {
  bytes_.reveal().clear();
  etag_.clear();
}

Error Download::refused(const http::Response& response) const {
  const int status = response.status;
  const std::string message = fmt::format("cannot download {}: HTTP {}", what_, status);
  if (status == 401 || status == 403) return {ErrorClass::permanent, "source.link_expired", message};
  if (status == 404 || status == 410) return {ErrorClass::not_found, "source.not_found", message};
  if (status == 429) return {ErrorClass::throttled, "source.throttled", message, asked_delay(response)};
  if (status == 408 || status == 416 || (status >= 500 && status != 501))
    return {ErrorClass::retryable, "source.unavailable", message};
  return {ErrorClass::permanent, "source.bad_request", message};
}

}  // namespace offhook::genesys
