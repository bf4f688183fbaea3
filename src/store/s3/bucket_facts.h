// What a bucket, its key and its account said of themselves, before anybody judges it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/kms.h"
#include "store/s3/bucket_client.h"
#include "store/s3/encryption.h"

namespace offhook::store::s3 {

enum class AnswerKind {
  given,
  absent,       // 404: nothing is set
  denied,       // 401, 403
  unsupported,  // 405, 501: the server does not know the question
  unclear,      // anything else
};

struct Answer {
  AnswerKind kind = AnswerKind::unclear;
  std::string body;
  std::string seen;  // "200", "404 NoSuchBucketPolicy"
};

// The probe of the encryption: what the answers to a constant upload stated.
struct ProbeAnswer {
  bool accepted = false;
  std::string stated_by;  // "CreateMultipartUpload" or "UploadPart"
  model::Encryption stated;
  std::string seen;
};

struct BucketFacts {
  Answer head;
  std::string region;  // as the bucket states it; empty where it does not
  bool on_amazon = true;
  bool over_tls = true;
  bool loopback = false;
  std::map<std::string, Answer, std::less<>> settings;  // by subresource: "encryption", "policy", …
  Answer account_public_access;                         // unsupported where there is no way to ask
  std::optional<Result<aws::KmsKey>> key;               // where a KMS key is wanted and KMS can be asked
  ProbeAnswer probe;
  std::optional<ProbeAnswer> negative_probe;  // asked for AES256 where KMS is wanted
  std::vector<model::GateEvidence> evidence;

  [[nodiscard]] const Answer& setting(std::string_view name) const;
};

// Other doors than the bucket's: KMS and S3 Control. A null client: that service cannot be asked.
struct OtherServices {
  aws::ServiceClient* kms = nullptr;
  std::string kms_endpoint;
  aws::ServiceClient* control = nullptr;
  std::string control_endpoint;
};

// An Error only where the server could not be reached at all. Probes are left out where `head` was refused.
[[nodiscard]] Result<BucketFacts> gather_facts(BucketClient& bucket, const S3Options& options,
                                               const WantedEncryption& wanted, const OtherServices& others,
                                               bool negative_probe, Random& random);

}  // namespace offhook::store::s3
