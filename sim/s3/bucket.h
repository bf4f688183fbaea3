// A bucket of the fake S3: its objects, its unfinished uploads, and how it is set up.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace offhook::sim {

// What the bucket answers to `GET /?NAME`.
struct SettingAnswer {
  int status = 200;
  std::string body;  // of an error: its Code
};

struct StatedEncryption {
  std::string algorithm;  // empty: no header
  std::string kms_key{};
};

struct BucketSetup {
  std::string region = "us-east-1";
  std::string owner = "111122223333";
  // Subresource ("encryption", "policy", "publicAccessBlock", …) to its answer; one that is not here answers
  // as Amazon does where nothing is set.
  std::map<std::string, SettingAnswer> settings{};
  // What objects get where the request asks for nothing.
  StatedEncryption default_encryption{"AES256", ""};
  // Aliases and ids of KMS keys: the answers state the ARN.
  std::map<std::string, std::string> key_arns{};
  // What the answers state, whatever was asked for; unset: the truth.
  std::optional<StatedEncryption> create_states{};
  std::optional<StatedEncryption> part_states{};
  std::optional<StatedEncryption> objects_state{};  // on completion, HEAD and GET
  // Algorithms that the bucket's policy refuses on CreateMultipartUpload and PutObject (403).
  std::vector<std::string> refused_encryptions{};
  bool refuses_writes = false;
};

struct StoredObject {
  std::string bytes;
  std::string etag;
  std::string checksum_sha256;  // base64; composite "…-N" for several parts
  std::map<std::string, std::string> metadata;
  std::string storage_class = "STANDARD";
  std::string version_id;
  StatedEncryption encryption;
  std::map<std::string, std::string> lock;  // "mode", "retain-until-date", "legal-hold", as asked for
  std::string tags;                         // likewise, as one query
};

struct StoredPart {
  std::string bytes;
  std::string checksum_sha256;
  std::string etag;
};

struct OpenUpload {
  std::string key;
  TimePoint initiated{};
  StoredObject object;  // as it will be
  std::map<int, StoredPart> parts;
};

struct Bucket {
  BucketSetup setup;
  std::map<std::string, StoredObject> objects;
  std::map<std::string, OpenUpload> uploads;             // by upload id
  std::map<std::string, std::string> completed_uploads;  // id to key: a repeated completion succeeds
};

}  // namespace offhook::sim
