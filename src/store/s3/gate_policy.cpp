// Checks on what the bucket policy forbids to everybody. Each makes up requests that must be denied and asks
// the policy as IAM would.
#include <fmt/format.h>

#include <array>

#include "store/s3/gate_checks.h"
#include "store/s3/policy.h"

namespace offhook::store::s3 {

using model::GateFinding;
using Findings = std::vector<GateFinding>;

namespace {

using Keys = std::map<std::string, std::vector<std::string>>;

constexpr std::string_view kEncryption = "s3:x-amz-server-side-encryption";
constexpr std::string_view kKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";

std::string bucket_arn(const Expected& expected) { return "arn:aws:s3:::" + expected.options.bucket; }

// A request as ours is: over TLS 1.3, with the encryption wanted, replacing nothing.
Keys usual(const Expected& expected) {
  const WantedEncryption& wanted = expected.encryption;
  Keys keys{{"aws:securetransport", {"true"}},
            {"s3:tlsversion", {"1.3"}},
            {"s3:signatureversion", {"AWS4-HMAC-SHA256"}},
            {"s3:authtype", {"REST-HEADER"}},
            {"s3:if-none-match", {"*"}},
            {"s3:objectcreationoperation", {"true"}},
            {"s3:x-amz-acl", {}},
            {"s3:x-amz-grant-read", {}},
            {"s3:x-amz-grant-full-control", {}},
            {"s3:x-amz-server-side-encryption-customer-algorithm", {}},
            {std::string(kEncryption), {}},
            {std::string(kKey), {}}};
  if (!wanted.algorithm.empty()) keys[std::string(kEncryption)] = {wanted.algorithm};
  if (!wanted.kms_key.empty()) keys[std::string(kKey)] = {wanted.kms_key};
  return keys;
}

Situation on_object(const Expected& expected, std::string action, Keys keys) {
  return {std::move(action), bucket_arn(expected) + "/" + expected.options.prefix + "org=a/object",
          std::move(keys)};
}

Situation on_bucket(const Expected& expected, std::string action, Keys keys) {
  return {std::move(action), bucket_arn(expected), std::move(keys)};
}

struct Wanted {
  std::string_view check;
  std::string mend;
  std::vector<Situation> to_be_denied;
};

// "<check>.no_policy", ".missing", ".partial" (only for some principals), or a pass.
Findings judge(const BucketFacts& facts, const Wanted& wanted) {
  const Answer& answer = facts.setting("policy");
  const std::string check(wanted.check);
  if (answer.kind == AnswerKind::absent) return refuse(check + ".no_policy", answer.seen, wanted.mend);
  if (answer.kind != AnswerKind::given) return unanswered(check, answer, "s3:GetBucketPolicy");
  const auto policy = Policy::parse(answer.body);
  if (!policy)
    return unanswered(check, {AnswerKind::unclear, {}, policy.error().message}, "a policy that is JSON");
  std::string partial;
  for (const Situation& situation : wanted.to_be_denied) {
    const DenyOutcome outcome = policy->denies(situation);
    if (outcome == DenyOutcome::allowed)
      return refuse(check + ".missing",
                    fmt::format("{} on {} is not denied", situation.action, situation.resource), wanted.mend);
    if (outcome == DenyOutcome::partial) partial = situation.action;
  }
  if (!partial.empty())
    return refuse(check + ".partial", fmt::format("{} is denied to some principals only", partial),
                  wanted.mend);
  return pass(check, "denied by the policy");
}

std::string statement(const Expected& expected, std::string_view sid, std::string_view action,
                      std::string_view condition) {
  return fmt::format(
      R"({{"Sid":"{}","Effect":"Deny","Principal":"*","Action":"{}","Resource":["{}","{}/*"]{}{}}})", sid,
      action, bucket_arn(expected), bucket_arn(expected), condition.empty() ? "" : R"(,"Condition":)",
      condition);
}

std::vector<Situation> reads_and_writes(const Expected& expected, const Keys& keys) {
  return {on_object(expected, "s3:PutObject", keys), on_object(expected, "s3:GetObject", keys),
          on_bucket(expected, "s3:ListBucket", keys)};
}

bool wants_kms(const Expected& expected) { return expected.encryption.algorithm.starts_with("aws:kms"); }

}  // namespace

Findings judge_policy_tls(const BucketFacts& facts, const Expected& expected) {
  Keys keys = usual(expected);
  keys["aws:securetransport"] = {"false"};
  keys["s3:tlsversion"] = {};
  return judge(facts, {"policy_tls",
                       statement(expected, "TlsOnly", "s3:*", R"({"Bool":{"aws:SecureTransport":"false"}})"),
                       reads_and_writes(expected, keys)});
}

Findings judge_policy_tls_version(const BucketFacts& facts, const Expected& expected) {
  std::vector<Situation> denied;
  for (const char* version : {"1.0", "1.1"}) {
    Keys keys = usual(expected);
    keys["s3:tlsversion"] = {version};
    for (Situation& situation : reads_and_writes(expected, keys)) denied.push_back(std::move(situation));
  }
  return judge(facts, {"policy_tls_version",
                       statement(expected, "Tls12", "s3:*", R"({"NumericLessThan":{"s3:TlsVersion":"1.2"}})"),
                       std::move(denied)});
}

Findings judge_policy_encryption(const BucketFacts& facts, const Expected& expected) {
  if (!wants_kms(expected)) return pass("policy_encryption", "AES256 is what Amazon gives every object");
  std::vector<Situation> denied;
  for (const Keys::mapped_type& other : {Keys::mapped_type{"AES256"}, Keys::mapped_type{}}) {
    Keys keys = usual(expected);
    keys[std::string(kEncryption)] = other;
    keys[std::string(kKey)] = {};
    denied.push_back(on_object(expected, "s3:PutObject", keys));
  }
  return judge(facts, {"policy_encryption",
                       statement(expected, "KmsOnly", "s3:PutObject",
                                 fmt::format(R"({{"StringNotEquals":{{"{}":"{}"}}}})", kEncryption,
                                             expected.encryption.algorithm)),
                       std::move(denied)});
}

Findings judge_policy_key(const BucketFacts& facts, const Expected& expected) {
  if (!wants_kms(expected) || expected.encryption.kms_key.empty())
    return pass("policy_key", "no key configured");
  Keys keys = usual(expected);
  keys[std::string(kKey)] = {"arn:aws:kms:us-east-1:000000000000:key/another"};
  return judge(
      facts,
      {"policy_key",
       statement(expected, "OneKey", "s3:PutObject",
                 fmt::format(R"({{"StringNotEquals":{{"{}":"{}"}}}})", kKey, expected.encryption.kms_key)),
       {on_object(expected, "s3:PutObject", keys)}});
}

Findings judge_policy_rekey(const BucketFacts& facts, const Expected& expected) {
  return judge(facts, {"policy_rekey",
                       statement(expected, "NoRekey", "s3:UpdateObjectEncryption", ""),
                       {on_object(expected, "s3:UpdateObjectEncryption", usual(expected))}});
}

Findings judge_policy_create_only(const BucketFacts& facts, const Expected& expected) {
  Keys keys = usual(expected);
  keys["s3:if-none-match"] = {};
  return judge(
      facts,
      {"policy_create_only",
       statement(expected, "CreateOnly", "s3:PutObject",
                 R"({"Null":{"s3:if-none-match":"true"},"Bool":{"s3:ObjectCreationOperation":"true"}})"),
       {on_object(expected, "s3:PutObject", keys)}});
}

}  // namespace offhook::store::s3
