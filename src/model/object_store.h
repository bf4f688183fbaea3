// ObjectStore: where the archive lives. One contract for S3 and for a folder.
//
// Keys are UTF-8 with '/'; the store adds no prefix. Members may be called from any thread; each retries what
// is safe to retry. Unless said, an Error has the class that answers "retry, conflict, or stop?".
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"

namespace offhook::model {

// Encryption as the store stated it in an answer: "AES256", "aws:kms", "none" where it stated none.
struct Encryption {
  std::string algorithm = "none";
  std::string kms_key;
  bool operator==(const Encryption&) const = default;
};

struct ObjectInfo {
  std::uint64_t size_bytes = 0;
  std::string etag;
  std::string
      checksum_sha256;  // as stated: base64, for multipart the composite "…-N"; empty where not stated
  std::map<std::string, std::string> metadata;  // names without x-amz-meta-, lower case
  Encryption encryption;
  std::string storage_class;  // "STANDARD" where none was stated
  std::string version_id;
};

struct ObjectSpec {
  std::string key;
  std::map<std::string, std::string> metadata;
  std::string storage_class;  // empty: the store's configured class
  std::string content_type = "application/octet-stream";
};

struct Upload {
  std::string key;
  std::string id;
  bool operator==(const Upload&) const = default;
};

// An upload that is neither completed nor aborted.
struct OpenUpload {
  Upload upload;
  TimePoint initiated;
};

struct Part {
  int number = 0;  // from 1, consecutive
  std::uint64_t size_bytes = 0;
  Digest sha256{};
  std::string etag;
};

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

struct ObjectListing {
  std::vector<std::string> keys;  // sorted bytewise
  std::string continuation;       // empty: no more
};

enum class Verdict { pass, warn, fail, unknown };
[[nodiscard]] constexpr std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::warn:
      return "warn";
    case Verdict::fail:
      return "fail";
    case Verdict::unknown:
      break;
  }
  return "unknown";
}
struct GateFinding {
  std::string code;  // "encryption", "public_access", …: stable
  Verdict verdict = Verdict::unknown;
  std::string seen;  // what the store answered
  std::string mend;  // what to do about it; a statement to paste where there is one
};
// One question to the store and what came back, for the audit log.
struct GateEvidence {
  std::string question;      // "GET ?policy"
  std::string answer;        // "404 NoSuchBucketPolicy"
  std::string body_sha256;   // hex, of the answer's body
  std::string request_id{};  // as the store gave it
};
struct GateReport {
  std::string profile;
  std::vector<GateFinding> findings;
  std::vector<GateEvidence> evidence{};
  [[nodiscard]] bool passed() const {
    for (const GateFinding& finding : findings)
      if (finding.verdict == Verdict::fail || finding.verdict == Verdict::unknown) return false;
    return true;
  }
};

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  // "s3://bucket" or "file:///folder": what people call this store. key_uri(key) names one object.
  [[nodiscard]] virtual std::string uri() const = 0;
  [[nodiscard]] std::string key_uri(std::string_view key) const { return uri() + "/" + std::string(key); }

  // Looks whether the store is fit to hold the archive. An Error only where not even that could be found out;
  // a missing bucket is a finding.
  [[nodiscard]] virtual Result<GateReport> check_gate() = 0;

  // Multipart upload. Parts: equal sizes, the last may be smaller; at least 5 MiB but for the last.
  [[nodiscard]] virtual Result<Upload> begin_upload(const ObjectSpec& spec) = 0;
  [[nodiscard]] virtual Result<Part> upload_part(const Upload& upload, int number, std::string_view bytes,
                                                 const Digest& sha256) = 0;
  // Error class not_found where the upload is gone (completed, aborted, or never was).
  [[nodiscard]] virtual Result<std::vector<Part>> list_parts(const Upload& upload) = 0;
  // Completes on condition that the key has no object. Error class `conflict`: there is one (perhaps ours,
  // from a lost answer); `not_found`: the upload is gone; `retryable`: outcome unknown. In all three look
  // with head() before anything else, and delete nothing.
  [[nodiscard]] virtual Result<ObjectInfo> complete_upload(const Upload& upload,
                                                           const std::vector<Part>& parts) = 0;
  [[nodiscard]] virtual Result<void> abort_upload(const Upload& upload) = 0;
  // Unfinished uploads, anybody's, whose key starts with `prefix`. A listing says nothing of whose they are:
  // abort only what our own records name.
  [[nodiscard]] virtual Result<std::vector<OpenUpload>> list_uploads(std::string_view prefix) = 0;

  // One small object, on condition that the key has none (Error class conflict where it has).
  [[nodiscard]] virtual Result<ObjectInfo> put_new(const ObjectSpec& spec, std::string_view bytes) = 0;

  [[nodiscard]] virtual Result<ObjectInfo> head(std::string_view key) = 0;
  // At most `max_bytes` ("store.too_large" beyond); with a range, exactly its bytes.
  [[nodiscard]] virtual Result<std::string> get(std::string_view key, std::optional<ByteRange> range,
                                                std::uint64_t max_bytes) = 0;
  [[nodiscard]] virtual Result<ObjectListing> list(std::string_view prefix,
                                                   std::string_view continuation) = 0;
  // Only for an object that is provably ours and refused by the gate.
  [[nodiscard]] virtual Result<void> remove(std::string_view key) = 0;
};

}  // namespace offhook::model
