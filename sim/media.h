// Media: the host of signed URLs. It knows no login: the URL is the permission, for a while.
//
// Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/message.h"

namespace offhook::sim {

// What a media answer says about its bytes. Nothing is documented for the platform; its storage speaks `s3`.
enum class DigestStyle {
  none,
  s3,       // x-amz-checksum-sha256, of whole objects only
  repr,     // Repr-Digest (RFC 9530): of the representation, on partial answers too
  content,  // Content-Digest (RFC 9530): of the bytes of this answer
  legacy,   // Digest: SHA-256= (RFC 3230), of the representation
};

struct MediaConfig {
  Milliseconds url_life = std::chrono::hours(1);
  bool ranges = true;  // else Range is ignored
  bool etags = true;
  bool gzip = false;  // for clients that accept it
  DigestStyle digest = DigestStyle::none;
};

class MediaHost {
 public:
  MediaHost(MediaConfig config, std::uint64_t seed, Clock& clock);

  // Path and query of a URL that is good from now on for url_life.
  [[nodiscard]] std::string sign(const std::string& path) const;

  // What stands at a path, or nothing.
  using Lookup = std::function<std::optional<std::string>(std::string_view path)>;
  [[nodiscard]] http::ServerResponse serve(const http::ServerRequest& request, const Lookup& lookup);

  // Requests that carried a credential which was none of this host's business.
  [[nodiscard]] std::uint64_t credentials_seen() const { return credentials_seen_; }

 private:
  [[nodiscard]] std::string signature(std::string_view path, std::string_view date,
                                      std::string_view life) const;
  [[nodiscard]] http::ServerResponse deliver(const http::ServerRequest& request, std::string body) const;

  const MediaConfig config_;
  const std::uint64_t seed_;
  Clock& clock_;
  std::atomic<std::uint64_t> credentials_seen_{0};
};

}  // namespace offhook::sim
