// AWS Signature Version 4 (AWS General Reference, "Signature Version 4 signing process"), in a header or in a
// query. Proven with the cases of awslabs/aws-c-auth and S3's own examples (test/data/sigv4/).
//
// S3 and the other services differ in how a path is canonicalised: S3 takes it as it stands on the wire,
// encoded once, with double slashes and dot segments untouched; the others normalise it and encode the wire
// form once more. S3 also wants the payload's hash in a header.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.h"
#include "base/digest.h"
#include "base/mutex.h"
#include "http/message.h"

namespace offhook::aws {

struct SigningRules {
  bool encode_path_again = true;
  bool normalize_path = true;
  bool payload_header = false;  // add and sign x-amz-content-sha256
};
inline constexpr SigningRules kS3Rules{false, false, true};
inline constexpr SigningRules kServiceRules{true, true, false};

// What is signed. `path` and `query` as they go over the wire; `headers` includes Host.
struct SigningSubject {
  std::string_view method;
  std::string_view path;
  std::string_view query;
  const http::Headers& headers;
  std::string_view payload_hash;  // hex SHA-256 of the body, or "UNSIGNED-PAYLOAD"
};

struct SigningScope {
  std::string region;
  std::string service;
  [[nodiscard]] std::string text(TimePoint time) const;  // 20150830/us-east-1/s3/aws4_request
};

[[nodiscard]] std::string canonical_request(const SigningSubject& subject, SigningRules rules);
// Lower-case names of the headers that are signed, sorted, joined with ';'. Left out are those that a hop
// on the way may add or change (user-agent, connection, expect, …) and Authorization itself.
[[nodiscard]] std::string signed_headers(const http::Headers& headers);
[[nodiscard]] std::string string_to_sign(std::string_view canonical, const SigningScope& scope,
                                         TimePoint time);

// Hex of the SHA-256 of an empty body.
inline constexpr std::string_view kEmptyPayloadHash =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// Signer signs for one region and service. It keeps the derived key, which changes with the day and with the
// secret. Any thread.
class Signer {
 public:
  Signer(SigningScope scope, SigningRules rules) : scope_(std::move(scope)), rules_(rules) {}

  // Sets X-Amz-Date, X-Amz-Security-Token (for temporary credentials), x-amz-content-sha256 (if the rules say
  // so) and Authorization. The Host is taken from the URL unless there is a Host header. Error "url.invalid".
  [[nodiscard]] Result<void> sign(http::Request& request, std::string_view payload_hash,
                                  const Credentials& credentials, TimePoint time) const;

  // The query of a signed URL: `query` with the X-Amz-… parameters, the signature last.
  [[nodiscard]] std::string signed_query(const SigningSubject& subject, const Credentials& credentials,
                                         TimePoint time, std::chrono::seconds valid_for) const;

  [[nodiscard]] const SigningScope& scope() const { return scope_; }

 private:
  [[nodiscard]] std::string signature(std::string_view text, const Credentials& credentials,
                                      TimePoint time) const;

  const SigningScope scope_;
  const SigningRules rules_;
  mutable Mutex mutex_;
  mutable std::string key_day_ GUARDED_BY(mutex_);
  mutable Digest key_of_secret_ GUARDED_BY(mutex_){};
  mutable Digest key_ GUARDED_BY(mutex_){};
};

}  // namespace offhook::aws
