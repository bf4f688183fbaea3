#include "sim/media.h"

#include <charconv>
#include <map>

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "http/url.h"

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

  http::ServerResponse response;
  response.headers.add("Content-Type", "application/json");
  response.headers.add("ETag", "\"" + to_hex(crypto::sha256(*body)).substr(0, 32) + "\"");
  response.body = std::move(*body);
  return response;
}

}  // namespace offhook::sim
