#include "store/least_privilege.h"

#include <fmt/format.h>

#include <vector>

#include "json/value.h"

namespace offhook::store {
namespace {

// A list of JSON strings, one a line.
std::string strings(const std::vector<std::string>& values) {
  std::string text = "[";
  for (const std::string& value : values)
    text += fmt::format("{}\n        {}", text.size() > 1 ? "," : "", json::quote(value));
  return text + "\n      ]";
}

std::string statement(std::string_view effect, std::string_view sid, std::string_view principal,
                      const std::vector<std::string>& actions, const std::vector<std::string>& resources,
                      std::string_view condition = "") {
  return fmt::format(
      "    {{\n      \"Sid\": \"{}\",\n      \"Effect\": \"{}\",\n{}      \"Action\": {},\n      "
      "\"Resource\": {}{}{}\n"
      "    }}",
      sid, effect, principal.empty() ? "" : fmt::format("      \"Principal\": {},\n", principal),
      strings(actions), strings(resources), condition.empty() ? "" : ",\n      \"Condition\": ", condition);
}

std::string document(const std::vector<std::string>& statements) {
  std::string text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n";
  for (std::size_t i = 0; i < statements.size(); ++i)
    text += statements[i] + (i + 1 < statements.size() ? ",\n" : "\n");
  return text + "  ]\n}\n";
}

// Terraform takes the JSON as it is in a here-document; "${" and "%{" would be templates there.
std::string resource(std::string_view type, std::string_view head, std::string_view json) {
  std::string escaped;
  for (std::size_t i = 0; i < json.size(); ++i) {
    escaped += json[i];
    if ((json[i] == '$' || json[i] == '%') && i + 1 < json.size() && json[i + 1] == '{') escaped += json[i];
  }
  return fmt::format("resource \"{}\" \"offhook\" {{\n{}\n  policy = <<-JSON\n{}  JSON\n}}\n", type, head,
                     escaped);
}

Error missing(std::string_view what) { return {ErrorClass::permanent, "config.invalid", std::string(what)}; }

struct Names {
  std::string partition;  // "aws", "aws-cn", "aws-us-gov"
  std::string bucket;     // ARN
  std::string objects;    // ARN of everything below the prefix
};

Result<Names> names(const LeastPrivilege& wanted) {
  if (wanted.bucket.empty()) return fail(missing("the bucket is not configured"));
  if (!wanted.kms_key.empty() && !wanted.kms_key.starts_with("arn:"))
    return fail(missing("a policy needs the KMS key's ARN: an alias may point elsewhere tomorrow"));
  const std::string partition = wanted.region.starts_with("cn-")       ? "aws-cn"
                                : wanted.region.starts_with("us-gov-") ? "aws-us-gov"
                                                                       : "aws";
  const std::string bucket = "arn:" + partition + ":s3:::" + wanted.bucket;
  return Names{partition, bucket, bucket + "/" + wanted.prefix + "*"};
}

}  // namespace

Result<std::string> role_policy(const LeastPrivilege& wanted, PolicyFormat format) {
  OFFHOOK_TRY(const Names name, names(wanted));
  std::vector<std::string> writes{"s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
                                  "s3:GetObject"};
  if (wanted.tags) writes.emplace_back("s3:PutObjectTagging");
  if (wanted.lock) writes.emplace_back("s3:PutObjectRetention");
  if (wanted.legal_hold) writes.emplace_back("s3:PutObjectLegalHold");
  std::vector<std::string> statements{
      statement("Allow", "LookAtTheBucket", "",
                {"s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetEncryptionConfiguration",
                 "s3:GetBucketPublicAccessBlock", "s3:GetBucketPolicyStatus", "s3:GetBucketPolicy",
                 "s3:GetBucketAcl", "s3:GetBucketOwnershipControls", "s3:GetBucketVersioning",
                 "s3:GetBucketObjectLockConfiguration", "s3:GetLifecycleConfiguration",
                 "s3:GetReplicationConfiguration", "s3:GetBucketLogging", "s3:GetBucketTagging"},
                {name.bucket}),
      statement("Allow", "LookAtTheAccount", "", {"s3:GetAccountPublicAccessBlock"}, {"*"}),
      statement("Allow", "Archive", "", writes, {name.objects}),
      // Used for one thing: an object of ours whose encryption turns out wrong after it was completed.
      statement("Allow", "TakeBackWhatTheGateRefuses", "", {"s3:DeleteObject"}, {name.objects})};
  if (!wanted.kms_key.empty()) {
    statements.push_back(statement("Allow", "LookAtTheKey", "", {"kms:DescribeKey"}, {wanted.kms_key}));
    statements.push_back(
        statement("Allow", "UseTheKeyThroughS3", "", {"kms:GenerateDataKey", "kms:Decrypt"}, {wanted.kms_key},
                  fmt::format(R"({{"StringLike": {{"kms:ViaService": "s3.{}.amazonaws.com{}"}}}})",
                              wanted.region.empty() ? "*" : wanted.region,
                              wanted.region.starts_with("cn-") ? ".cn" : "")));
  }
  const std::string json = document(statements);
  if (format == PolicyFormat::json) return json;
  return resource("aws_iam_policy", "  name = \"offhook\"", json);
}

Result<std::string> bucket_policy(const LeastPrivilege& wanted, PolicyFormat format) {
  OFFHOOK_TRY(const Names name, names(wanted));
  constexpr std::string_view kEverybody = "\"*\"";
  const std::string all = name.bucket + "/*";
  const auto deny = [&](std::string_view sid, const std::string& action,
                        const std::vector<std::string>& resources, const std::string& condition) {
    return statement("Deny", sid, kEverybody, {action}, resources, condition);
  };
  std::vector<std::string> statements{
      deny("TlsOnly", "s3:*", {name.bucket, all}, R"({"Bool": {"aws:SecureTransport": "false"}})"),
      deny("Tls12OrLater", "s3:*", {name.bucket, all}, R"({"NumericLessThan": {"s3:TlsVersion": "1.2"}})"),
      deny("NoRekeying", "s3:UpdateObjectEncryption", {all}, ""),
      deny("CreateOnly", "s3:PutObject", {name.objects},
           R"({"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}})")};
  if (!wanted.kms_key.empty()) {
    statements.push_back(deny("KmsOnly", "s3:PutObject", {all},
                              R"({"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}})"));
    statements.push_back(
        deny("OneKeyOnly", "s3:PutObject", {all},
             fmt::format(R"({{"StringNotEquals": {{"s3:x-amz-server-side-encryption-aws-kms-key-id": {}}}}})",
                         json::quote(wanted.kms_key))));
  }
  const std::string json = document(statements);
  if (format == PolicyFormat::json) return json;
  return resource("aws_s3_bucket_policy", fmt::format("  bucket = {}", json::quote(wanted.bucket)), json);
}

Result<std::string> kms_policy(const LeastPrivilege& wanted, PolicyFormat format) {
  OFFHOOK_TRY(const Names name, names(wanted));
  if (wanted.account.size() != 12) return fail(missing("s3.expected_owner must be the account's id"));
  if (!wanted.role_arn.starts_with("arn:")) return fail(missing("the ARN of the program's role is needed"));
  const std::string root = fmt::format(R"({{"AWS": "arn:{}:iam::{}:root"}})", name.partition, wanted.account);
  const std::string role = fmt::format(R"({{"AWS": {}}})", json::quote(wanted.role_arn));
  const std::string through_s3 = fmt::format(
      R"({{"StringEquals": {{"kms:CallerAccount": "{}"}}, "StringLike": {{"kms:ViaService": "s3.*"}}}})",
      wanted.account);
  const std::string json =
      document({statement("Allow", "TheAccountAdministers", root, {"kms:*"}, {"*"}),
                statement("Allow", "TheArchiverUsesItThroughS3", role, {"kms:GenerateDataKey", "kms:Decrypt"},
                          {"*"}, through_s3),
                statement("Allow", "TheArchiverLooks", role, {"kms:DescribeKey"}, {"*"})});
  if (format == PolicyFormat::json) return json;
  return resource(
      "aws_kms_key_policy",
      fmt::format("  key_id = {}", json::quote(wanted.kms_key.empty() ? "KEY-ID" : wanted.kms_key)), json);
}

}  // namespace offhook::store
