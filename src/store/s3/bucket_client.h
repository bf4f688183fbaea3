// BucketClient addresses one bucket: it makes URLs of keys, adds what every call carries, signs and sends.
//
// Any thread. Where Amazon answers that the bucket lies in another region, and none was configured, it goes
// there: the request is signed anew, a redirect is never followed with the old signature.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/service_client.h"
#include "base/mutex.h"
#include "store/s3_store.h"

namespace offhook::store::s3 {

class BucketClient {
 public:
  [[nodiscard]] static Result<std::unique_ptr<BucketClient>> open(const S3Options& options,
                                                                  http::Client& http, aws::Provider& provider,
                                                                  Clock& clock, Random& random);

  struct Call {
    std::string method = "GET";
    std::string key{};    // empty: the bucket itself
    std::string query{};  // encoded, without '?'
    http::Headers headers{};
    std::string_view body{};
    std::string payload_hash{};  // hex; empty: computed
    std::uint64_t max_response_bytes = 8u << 20;
    std::optional<Milliseconds> idle_timeout{};  // none: the client's own
    bool error_in_success = false;
    bool retry_conflict = false;
  };

  // The last answer, whatever its status.
  [[nodiscard]] Result<aws::ServiceClient::Answer> send(const Call& call);
  // A success; anything else as an Error that names method and key.
  [[nodiscard]] Result<aws::ServiceClient::Answer> expect(const Call& call);

  // What `call` was refused with, as an Error.
  [[nodiscard]] static Error refusal(const Call& call, const http::Response& response);

  [[nodiscard]] bool on_amazon() const { return options_.endpoint.empty(); }
  [[nodiscard]] bool over_tls() const;
  [[nodiscard]] bool on_loopback() const;
  [[nodiscard]] std::string region() const;  // where requests go now

 private:
  // Where requests go. Shared by the client and the calls under way, since a redirect replaces it.
  struct Route {
    std::string base_url;
    aws::ServiceClient client;
  };

  BucketClient(S3Options options, http::Client& http, aws::Provider& provider, Clock& clock, Random& random);
  [[nodiscard]] std::shared_ptr<Route> make_route(std::string region) const;
  [[nodiscard]] std::shared_ptr<Route> route() const;

  const S3Options options_;
  http::Client& http_;
  aws::Provider& provider_;
  Clock& clock_;
  Random& random_;
  mutable Mutex mutex_;
  std::shared_ptr<Route> route_ GUARDED_BY(mutex_);
};

}  // namespace offhook::store::s3
