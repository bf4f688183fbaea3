// The checks of the gate: each looks at the facts and says what it found, whatever the profile; the profile
// then decides what that is worth.
#pragma once

#include "store/gate_options.h"
#include "store/s3/bucket_facts.h"

namespace offhook::store::s3 {

// What the facts are held against.
struct Expected {
  const S3Options& options;
  WantedEncryption encryption;  // with an alias replaced by the key's ARN where KMS told it
};

// A judge returns one finding or more; its verdict is pass, fail or unknown, and warn only for what no
// profile makes more of.
using Judge = std::vector<model::GateFinding> (*)(const BucketFacts&, const Expected&);

struct Check {
  GateCheck check;
  Judge judge;
};
[[nodiscard]] const std::vector<Check>& all_checks();

// Access to the bucket: who, where, how.
[[nodiscard]] std::vector<model::GateFinding> judge_bucket(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_owner(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_region(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_tls(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_public_access(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_public_access_block(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_account_public_access(const BucketFacts&,
                                                                          const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_ownership(const BucketFacts&, const Expected&);

// Encryption.
[[nodiscard]] std::vector<model::GateFinding> judge_encryption(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_default_encryption(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_customer_keys(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_kms_key(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_negative_probe(const BucketFacts&, const Expected&);

// What the bucket policy forbids to everybody.
[[nodiscard]] std::vector<model::GateFinding> judge_policy_tls(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_policy_tls_version(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_policy_encryption(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_policy_key(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_policy_create_only(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_policy_rekey(const BucketFacts&, const Expected&);

// Keeping what is there.
[[nodiscard]] std::vector<model::GateFinding> judge_versioning(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_object_lock(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_lifecycle_abort(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_lifecycle_expiry(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_logging(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_replication(const BucketFacts&, const Expected&);
[[nodiscard]] std::vector<model::GateFinding> judge_tagging(const BucketFacts&, const Expected&);

// One finding, in a list.
[[nodiscard]] std::vector<model::GateFinding> pass(std::string code, std::string seen);
[[nodiscard]] std::vector<model::GateFinding> refuse(std::string code, std::string seen, std::string mend);
// "<check>.denied", ".unsupported" or ".unclear": the question was not answered.
[[nodiscard]] std::vector<model::GateFinding> unanswered(std::string_view check, const Answer& answer,
                                                         std::string_view permission);

}  // namespace offhook::store::s3
