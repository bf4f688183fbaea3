#include "sim/media.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "http/url.h"
#include "sim/gzip.h"

namespace offhook::sim {

namespace {

http::ServerResponse refusal(int status, std::string_view code, std::string_view message) {
  http::ServerResponse response;
  response.status = status;
  response.headers.add("Content-Type", "application/xml");
  response.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + std::string(code) +
                  "</Code><Message>" + std::string(message) + "</Message></Error>";
  return response;
}

// A byte range of a body; see RFC 9110 §14.1.2. Several ranges are answered as none, which is allowed.
struct Range {
  enum class Kind { whole, part, unsatisfiable } kind = Kind::whole;
  std::size_t begin = 0;
  std::size_t end = 0;
};

Range parse_range(std::string_view header, std::size_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit)) return {};
  header.remove_prefix(kUnit.size());
  const std::size_t dash = header.find('-');
  if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return {};
  const auto number = [](std::string_view text, std::size_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
  };
  std::size_t first = 0, last = size;
  const std::string_view from = header.substr(0, dash), to = header.substr(dash + 1);
  if (from.empty()) {
    if (!number(to, last)) return {};
    return last == 0 ? Range{Range::Kind::unsatisfiable}
                     : Range{Range::Kind::part, size - std::min(last, size), size};
  }
  if (!number(from, first) || (!to.empty() && !number(to, last)) || (!to.empty() && last < first)) return {};
  if (first >= size) return {Range::Kind::unsatisfiable};
  return {Range::Kind::part, first, to.empty() ? size : std::min(last + 1, size)};
}

std::string base64_sha256(std::string_view bytes) { return to_base64(crypto::sha256(bytes)); }

void state_digest(DigestStyle style, std::string_view whole, const Range& range, http::Headers& headers) {
  switch (style) {
    case DigestStyle::none:
      break;
    case DigestStyle::s3:
      if (range.kind == Range::Kind::whole) headers.add("x-amz-checksum-sha256", base64_sha256(whole));
      break;
    case DigestStyle::repr:
      headers.add("Repr-Digest", "sha-256=:" + base64_sha256(whole) + ":");
      break;
    case DigestStyle::content: {
      const std::string_view sent =
          range.kind == Range::Kind::part ? whole.substr(range.begin, range.end - range.begin) : whole;
      headers.add("Content-Digest", "sha-256=:" + base64_sha256(sent) + ":");
      break;
    }
    case DigestStyle::legacy:
      headers.add("Digest", "SHA-256=" + base64_sha256(whole));
      break;
  }
}

}  // namespace

MediaHost::MediaHost(MediaConfig config, std::uint64_t seed, Clock& clock)
    : config_(config), seed_(seed), clock_(clock) {}

std::string MediaHost::signature(std::string_view path, std::string_view date, std::string_view life) const {
  const std::string key = "media-" + std::to_string(seed_);
  const std::string text = std::string(path) + "\n" + std::string(date) + "\n" + std::string(life);
  return to_hex(crypto::hmac_sha256(as_bytes(key), text));
}

std::string MediaHost::sign(const std::string& path) const {
  const std::string date = format_basic(clock_.now());
  const std::string life =
      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(config_.url_life).count());
  return path + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=" + date + "&X-Amz-Expires=" + life +
         "&X-Amz-SignedHeaders=host&X-Amz-Signature=" + signature(path, date, life);
}

http::ServerResponse MediaHost::serve(const http::ServerRequest& request, const Lookup& lookup) {
  if (request.headers.find("Authorization")) {
    ++credentials_seen_;
    return refusal(400, "InvalidArgument", "Only one auth mechanism allowed.");
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return refusal(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
  }
  std::map<std::string, std::string> query;
  for (auto& [name, value] : http::parse_query(request.query())) query[name] = std::move(value);
  const std::string& date = query["X-Amz-Date"];
  const std::string& life = query["X-Amz-Expires"];
  const auto signed_at = parse_basic(date);
  std::int64_t seconds = 0;
  std::from_chars(life.data(), life.data() + life.size(), seconds);
  if (!signed_at || query["X-Amz-Signature"] != signature(request.path(), date, life)) {
    return refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.");
  }
  if (clock_.now() >= *signed_at + std::chrono::seconds(seconds)) {
    return refusal(403, "AccessDenied", "Request has expired");
  }
  std::optional<std::string> body = lookup(request.path());
  if (!body) return refusal(404, "NoSuchKey", "The specified key does not exist.");

  return deliver(request, std::move(*body));
}

http::ServerResponse MediaHost::deliver(const http::ServerRequest& request, std::string body) const {
  http::ServerResponse response;
  response.headers.add("Content-Type", "application/json");
  const bool compress =
      config_.gzip && request.headers.get("Accept-Encoding").find("gzip") != std::string_view::npos;
  if (compress) {
    body = gzip(body);
    response.headers.add("Content-Encoding", "gzip");
    response.headers.add("Vary", "Accept-Encoding");
  }
  const std::string etag = "\"" + to_hex(crypto::sha256(body)).substr(0, 32) + "\"";
  if (config_.etags) response.headers.add("ETag", etag);
  Range range;
  if (config_.ranges) {
    response.headers.add("Accept-Ranges", "bytes");
    const auto if_range = request.headers.find("If-Range");
    const bool unchanged = !if_range || (config_.etags && *if_range == etag);
    if (unchanged && request.method == "GET") range = parse_range(request.headers.get("Range"), body.size());
  }
  const std::string size = std::to_string(body.size());
  if (range.kind == Range::Kind::unsatisfiable) {
    response = refusal(416, "InvalidRange", "The requested range is not satisfiable");
    response.headers.add("Content-Range", "bytes */" + size);
    return response;
  }
  state_digest(config_.digest, body, range, response.headers);
  if (range.kind == Range::Kind::part) {
    response.status = 206;
    response.headers.add("Content-Range", "bytes " + std::to_string(range.begin) + "-" +
                                              std::to_string(range.end - 1) + "/" + size);
    body = body.substr(range.begin, range.end - range.begin);
  }
  response.body = std::move(body);
  return response;
}

}  // namespace offhook::sim
