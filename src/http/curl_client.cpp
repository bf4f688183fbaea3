#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "http/client.h"
#include "http/detail/curl_pool.h"
#include "http/detail/curl_transfer.h"
#include "http/detail/sigpipe.h"
#include "http/detail/stop_deadline.h"
#include "http/url.h"

namespace offhook::http {
namespace {

// libcurl copies a body through a buffer of this size, and reads answers into one; its own default is 16 KiB.
constexpr long kTransferBufferBytes = 256 << 10;
// Load balancers close idle connections after 60 s or more; we let go of them before.
constexpr long kMaxIdleConnectionSeconds = 50;

class HeaderList {
 public:
  HeaderList() = default;
  ~HeaderList() { curl_slist_free_all(list_); }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

bool is_one_line(std::string_view text) {
  return text.find_first_of({"\r\n\0", 3}) == std::string_view::npos;
}

Result<void> fill(HeaderList& list, const Request& request) {
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || !is_one_line(name) || !is_one_line(value) || name.find(':') != std::string::npos)
      return fail(ErrorClass::permanent, "http.header", "a header field has a line break or an empty name");
    // "Name;" is libcurl's way to write a field without a value, "Name:" would remove it.
    list.add(value.empty() ? name + ";" : name + ": " + value);
  }
  // What libcurl would add by itself to a body.
  if (!request.headers.find("Content-Type")) list.add("Content-Type:");
  list.add(request.expect_continue ? "Expect: 100-continue" : "Expect:");
  return {};
}

void set_method(CURL* handle, const Request& request) {
  const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  } else if (has_body) {
    // POSTFIELDS borrows the body; it must not be null, which would mean "ask the read function".
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  } else {
    curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

void set_timeouts(CURL* handle, const Request& request, Milliseconds connect_timeout) {
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(request.connect_timeout.value_or(connect_timeout).count()));
  if (request.total_timeout)
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout->count()));
}

class CurlClient final : public Client {
 public:
  explicit CurlClient(ClientOptions options)
      : options_(std::move(options)), deadline_(options_.stop, options_.stop_grace) {}

  Result<Response> send(const Request& request, BodySink* sink) override {
    OFFHOOK_TRY(const Url url, parse_url(request.url));
    const std::string what =
        fmt::format("{} {}{}", request.method, url.authority(), request.secret_url ? "" : url.path);
    if (url.scheme == "http" && !url.is_loopback() && !options_.allow_http)
      return fail(ErrorClass::permanent, "http.plain",
                  fmt::format("{}: plain http is refused; use https, or set allow_http", what));
    if (deadline_.passed())
      return fail(ErrorClass::cancelled, "http.stopped", what + ": not begun after a request to stop");
    HeaderList headers;
    if (auto filled = fill(headers, request); !filled) return fail(std::move(filled).error().within(what));

    const CurlPool::Lease lease = pool_.lease(url.authority());
    CURL* handle = lease.get();
    const std::string text = url.to_string();
    set_connection(handle, url);
    set_timeouts(handle, request, options_.connect_timeout);
    if (request.http1_only)
      curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_URL, text.c_str());
    set_method(handle, request);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    CurlTransfer transfer(request, sink, request.idle_timeout.value_or(options_.idle_timeout), deadline_);
    transfer.attach(handle);

    const SigpipeBlock quiet;
    const CURLcode code = curl_easy_perform(handle);
    return transfer.finish(handle, code, what);
  }

 private:
  void set_connection(CURL* handle, const Url& url) const {
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXAGE_CONN, kMaxIdleConnectionSeconds);
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, kTransferBufferBytes);
    curl_easy_setopt(handle, CURLOPT_UPLOAD_BUFFERSIZE, kTransferBufferBytes);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (url.is_loopback()) curl_easy_setopt(handle, CURLOPT_PROXY, "");
    if (!options_.ca_file.empty()) {
      curl_easy_setopt(handle, CURLOPT_CAINFO, options_.ca_file.c_str());
      curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    }
    if (!options_.client_certificate.empty()) {
      curl_easy_setopt(handle, CURLOPT_SSLCERT, options_.client_certificate.c_str());
      curl_easy_setopt(handle, CURLOPT_SSLKEY, options_.client_key.c_str());
    }
  }

  const ClientOptions options_;
  StopDeadline deadline_;
  CurlPool pool_;
};

}  // namespace

Result<std::unique_ptr<Client>> make_curl_client(ClientOptions options) {
  for (const auto& file : {options.ca_file, options.client_certificate, options.client_key})
    if (!file.empty() && access(file.c_str(), R_OK) != 0)
      return fail(ErrorClass::permanent, "http.tls",
                  fmt::format("cannot read {}, which a TLS connection needs", file.string()));
  return std::unique_ptr<Client>(std::make_unique<CurlClient>(std::move(options)));
}

}  // namespace offhook::http
