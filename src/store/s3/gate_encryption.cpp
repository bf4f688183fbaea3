// Checks on how objects are encrypted.
#include <fmt/format.h>

#include "store/s3/gate_checks.h"

namespace offhook::store::s3 {

using model::GateFinding;
using Findings = std::vector<GateFinding>;

namespace {

bool wants_kms(const Expected& expected) { return expected.encryption.algorithm.starts_with("aws:kms"); }

std::string in_words(const WantedEncryption& wanted) {
  return wanted.algorithm + (wanted.kms_key.empty() ? "" : " under " + wanted.kms_key);
}

}  // namespace

Findings judge_encryption(const BucketFacts& facts, const Expected& expected) {
  const ProbeAnswer& probe = facts.probe;
  if (!probe.accepted)
    return refuse("encryption.refused", probe.seen,
                  "allow s3:PutObject and s3:AbortMultipartUpload below the prefix, and for KMS "
                  "kms:GenerateDataKey and kms:Decrypt on the key");
  if (probe.stated.algorithm == "none")
    return refuse("encryption.none", probe.seen,
                  "set a default encryption on the bucket; a server of one's own needs a key for it");
  const WantedEncryption& wanted = expected.encryption;
  if (wanted.algorithm.empty() || wanted.met_by(probe.stated)) return pass("encryption", probe.seen);
  const std::string mend =
      fmt::format("wanted is {}: let the bucket and s3.encryption agree", in_words(wanted));
  if (probe.stated.algorithm != wanted.algorithm) return refuse("encryption.algorithm", probe.seen, mend);
  return refuse("encryption.key", probe.seen, mend);
}

Findings judge_default_encryption(const BucketFacts& facts, const Expected& expected) {
  const Answer& answer = facts.setting("encryption");
  const std::string mend = fmt::format(
      "aws s3api put-bucket-encryption --bucket {} --server-side-encryption-configuration "
      "'{{\"Rules\":[{{\"ApplyServerSideEncryptionByDefault\":{{\"SSEAlgorithm\":\"aws:kms\","
      "\"KMSMasterKeyID\":"
      "\"KEY-ARN\"}},\"BucketKeyEnabled\":true,\"BlockedEncryptionTypes\":{{\"EncryptionType\":[\"SSE-C\"]}}}"
      "}]}}'",
      expected.options.bucket);
  if (answer.kind == AnswerKind::absent) return refuse("default_encryption.none", answer.seen, mend);
  if (answer.kind != AnswerKind::given)
    return unanswered("default_encryption", answer, "s3:GetEncryptionConfiguration");
  const auto found = read_default_encryption(answer.body);
  if (!found || found->algorithm.empty()) return refuse("default_encryption.none", answer.seen, mend);
  const bool content = expected.encryption.algorithm == "AES256" && expected.options.gate.profile != "strict";
  if (found->algorithm == "AES256" && content) return pass("default_encryption", found->algorithm);
  if (!found->algorithm.starts_with("aws:kms"))
    return refuse("default_encryption.not_kms", found->algorithm, mend);
  const WantedEncryption& wanted = expected.encryption;
  if (wants_kms(expected) && !wanted.kms_key.empty()) {
    if (found->kms_key.empty()) return refuse("default_encryption.amazons_key", found->algorithm, mend);
    if (!wanted.met_by({wanted.algorithm, found->kms_key}))
      return refuse("default_encryption.other_key", found->kms_key, mend);
  }
  if (wants_kms(expected) && wanted.bucket_key && found->algorithm == "aws:kms" && !found->bucket_key)
    return refuse("default_encryption.no_bucket_key", found->algorithm, mend);
  return pass("default_encryption", found->algorithm + " " + found->kms_key);
}

Findings judge_customer_keys(const BucketFacts& facts, const Expected& expected) {
  const Answer& answer = facts.setting("encryption");
  if (answer.kind != AnswerKind::given && answer.kind != AnswerKind::absent)
    return unanswered("customer_keys", answer, "s3:GetEncryptionConfiguration");
  const auto found = read_default_encryption(answer.body);
  if (found && found->blocks_customer_keys) return pass("customer_keys", "SSE-C blocked");
  return refuse("customer_keys.allowed", "SSE-C is not blocked",
                fmt::format("block SSE-C in the default encryption of {} (BlockedEncryptionTypes)",
                            expected.options.bucket));
}

Findings judge_kms_key(const BucketFacts& facts, const Expected& expected) {
  if (!wants_kms(expected)) return pass("kms_key", "no key in use");
  if (expected.encryption.kms_key.empty())
    return refuse("kms_key.amazons", "the account's key for S3, whose policy nobody can change",
                  "make a key of your own and set s3.kms_key to its ARN");
  if (!facts.key)
    return unanswered("kms_key", {AnswerKind::unsupported, {}, "KMS was not asked"}, "kms:DescribeKey");
  if (!*facts.key) {
    const Error& error = facts.key->error();
    if (error.code == "kms.not_found_exception")
      return refuse("kms_key.missing", error.message, "set s3.kms_key to a key that exists");
    return unanswered("kms_key", {AnswerKind::denied, {}, error.message}, "kms:DescribeKey on the key");
  }
  const aws::KmsKey& key = **facts.key;
  if (key.deletion_planned || key.state == "PendingDeletion" || key.state == "PendingReplicaDeletion")
    return refuse("kms_key.deletion", key.state,
                  "aws kms cancel-key-deletion; what it encrypted dies with it");
  if (key.state == "Disabled") return refuse("kms_key.disabled", key.state, "aws kms enable-key");
  if (key.state != "Enabled") return refuse("kms_key.state", key.state, "use a key that is Enabled");
  if (key.manager != "CUSTOMER")
    return refuse("kms_key.amazons", key.manager, "use a key of your own, whose policy you can change");
  if (key.spec != "SYMMETRIC_DEFAULT" || key.usage != "ENCRYPT_DECRYPT")
    return refuse("kms_key.kind", key.spec + " for " + key.usage,
                  "S3 takes symmetric keys for encryption only");
  return pass("kms_key", key.arn);
}

Findings judge_negative_probe(const BucketFacts& facts, const Expected& expected) {
  if (!wants_kms(expected)) return pass("negative_probe", "nothing to refuse: AES256 is what is wanted");
  if (!facts.negative_probe)
    return unanswered("negative_probe", {AnswerKind::unclear, {}, "not made"}, "s3:PutObject");
  if (!facts.negative_probe->accepted && facts.negative_probe->seen.starts_with("403"))
    return pass("negative_probe", facts.negative_probe->seen);
  if (!facts.negative_probe->accepted)
    return unanswered("negative_probe", {AnswerKind::unclear, {}, facts.negative_probe->seen},
                      "s3:PutObject");
  return refuse("negative_probe.let_through", facts.negative_probe->seen,
                "let the bucket policy deny other encryptions (offhook doctor --print-bucket-policy)");
}

}  // namespace offhook::store::s3
