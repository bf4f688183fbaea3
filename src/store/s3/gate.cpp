#include "store/s3/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "aws/service_error.h"
#include "http/url.h"
#include "store/s3/xml.h"

namespace offhook::store::s3 {
namespace {

using model::GateFinding;
using model::Verdict;

constexpr std::string_view kProbe = "offhook probe 01";  // 16 bytes, the same always

// How one question was answered.
struct Reply {
  enum class Kind { set, not_set, denied, unsupported, other } kind = Kind::other;
  http::Response response;
  std::string seen;  // "200", "404 NoSuchBucketPolicy"
};

Result<Reply> ask(BucketClient& bucket, std::string_view query) {
  OFFHOOK_TRY(auto answer, bucket.send({.query = std::string(query)}));
  Reply reply;
  reply.response = std::move(answer.response);
  const aws::ServiceError error =
      reply.response.status == 200 ? aws::ServiceError{} : aws::parse_service_error(reply.response);
  reply.seen = fmt::format("{}{}{}", reply.response.status, error.code.empty() ? "" : " ", error.code);
  switch (reply.response.status) {
    case 200:
      reply.kind = Reply::Kind::set;
      break;
    case 404:
      reply.kind = Reply::Kind::not_set;
      break;
    case 401:
    case 403:
      reply.kind = Reply::Kind::denied;
      break;
    case 405:
    case 501:
      reply.kind = Reply::Kind::unsupported;
      break;
    default:
      break;
  }
  return reply;
}

bool is_true(std::string_view text) { return text == "true" || text == "TRUE" || text == "True"; }

bool says_true(const pugi::xml_node& node, const char* child) { return is_true(node.child_value(child)); }

GateFinding bucket_finding(const Reply& head, const S3Options& options) {
  switch (head.kind) {
    case Reply::Kind::set:
      return {"bucket", Verdict::pass, head.seen, ""};
    case Reply::Kind::not_set:
      return {"bucket.missing", Verdict::fail, head.seen,
              "create the bucket " + options.bucket + ", or set S3_BUCKET to one that exists"};
    case Reply::Kind::denied:
      return {"bucket.denied", Verdict::fail, head.seen,
              options.expected_owner.empty()
                  ? "allow s3:ListBucket on the bucket"
                  : "allow s3:ListBucket on the bucket, and see that it belongs to account " +
                        options.expected_owner};
    default:
      return {"bucket.unclear", Verdict::unknown, head.seen, "see why the server answers so"};
  }
}

// Whether strangers may read, through the bucket's policy or through its access control list.
Result<GateFinding> public_access_finding(BucketClient& bucket) {
  OFFHOOK_TRY(const Reply block, ask(bucket, "publicAccessBlock"));
  bool policies_blocked = false;
  bool lists_blocked = false;
  pugi::xml_document document;
  if (block.kind == Reply::Kind::set && document.load_string(block.response.body.c_str())) {
    const auto node = document.child("PublicAccessBlockConfiguration");
    policies_blocked = says_true(node, "BlockPublicPolicy") && says_true(node, "RestrictPublicBuckets");
    lists_blocked = says_true(node, "BlockPublicAcls") && says_true(node, "IgnorePublicAcls");
  }
  OFFHOOK_TRY(const Reply status, ask(bucket, "policyStatus"));
  OFFHOOK_TRY(const Reply acl, ask(bucket, "acl"));
  const std::string seen =
      fmt::format("publicAccessBlock {}, policyStatus {}, acl {}", block.seen, status.seen, acl.seen);
  constexpr std::string_view kMend = "switch all four settings of S3 Block Public Access on for the bucket";

  bool policy_private = policies_blocked || status.kind == Reply::Kind::not_set;
  if (status.kind == Reply::Kind::set && document.load_string(status.response.body.c_str())) {
    if (says_true(document.child("PolicyStatus"), "IsPublic") && !policies_blocked)
      return GateFinding{"public_access.policy", Verdict::fail, seen + ": the policy is public",
                         std::string(kMend)};
    policy_private = true;
  }
  bool list_private = lists_blocked;
  if (acl.kind == Reply::Kind::set && document.load_string(acl.response.body.c_str())) {
    const auto is_group = [](const pugi::xml_node& node) {
      const std::string_view uri = node.child_value("URI");
      return std::string_view(node.name()) == "Grantee" &&
             (uri.ends_with("/AllUsers") || uri.ends_with("/AuthenticatedUsers"));
    };
    if (document.find_node(is_group) && !lists_blocked)
      return GateFinding{"public_access.acl", Verdict::fail, seen + ": the ACL grants to everybody",
                         std::string(kMend)};
    list_private = true;
  }
  if (policy_private || list_private) return GateFinding{"public_access", Verdict::pass, seen, ""};
  const bool all_unsupported = block.kind == Reply::Kind::unsupported &&
                               status.kind == Reply::Kind::unsupported &&
                               acl.kind == Reply::Kind::unsupported;
  return GateFinding{"public_access.unknown",
                     all_unsupported && !bucket.on_amazon() ? Verdict::warn : Verdict::unknown, seen,
                     "allow s3:GetBucketPublicAccessBlock, s3:GetBucketPolicyStatus and s3:GetBucketAcl"};
}

Result<GateFinding> default_encryption_finding(BucketClient& bucket) {
  OFFHOOK_TRY(const Reply reply, ask(bucket, "encryption"));
  if (reply.kind == Reply::Kind::set) {
    OFFHOOK_TRY(const DefaultEncryption found, read_default_encryption(reply.response.body));
    return GateFinding{"default_encryption", Verdict::pass, found.algorithm, ""};
  }
  return GateFinding{"default_encryption.none", Verdict::warn, reply.seen,
                     "set a default encryption on the bucket (it then holds for every writer)"};
}

// Begins an upload as for content, looks at what the answer states, and where it is silent sends 16 constant
// bytes and looks at that answer. The upload is taken back in any case.
Result<GateFinding> prove_encryption(BucketClient& bucket, const S3Options& options,
                                     const WantedEncryption& wanted, Random& random) {
  const std::string key = options.prefix + "_offhook/probe/" + random.uuid();
  BucketClient::Call begin{.method = "POST", .key = key, .query = "uploads"};
  begin.headers.set("x-amz-checksum-algorithm", "SHA256");
  wanted.ask(begin.headers);
  OFFHOOK_TRY(const auto begun, bucket.send(begin));
  if (begun.response.status != 200)
    return GateFinding{"encryption.refused", Verdict::fail,
                       BucketClient::refusal(begin, begun.response).message,
                       "allow s3:PutObject and s3:AbortMultipartUpload below the prefix, and for KMS "
                       "kms:GenerateDataKey and kms:Decrypt on the key"};
  OFFHOOK_TRY(const std::string id, read_upload_id(begun.response.body));
  const std::string upload = "uploadId=" + http::percent_encode(id);

  model::Encryption stated = stated_encryption(begun.response.headers);
  std::string_view where = "CreateMultipartUpload";
  if (stated.algorithm == "none") {
    const BucketClient::Call part{
        .method = "PUT", .key = key, .query = "partNumber=1&" + upload, .body = kProbe};
    OFFHOOK_TRY(const auto sent, bucket.send(part));
    if (sent.response.status == 200) stated = stated_encryption(sent.response.headers);
    where = "UploadPart";
  }
  OFFHOOK_TRY(const auto aborted, bucket.send({.method = "DELETE", .key = key, .query = upload}));

  const std::string seen = fmt::format("{} states {}{}{}", where, stated.algorithm,
                                       stated.kms_key.empty() ? "" : " under ", stated.kms_key);
  if (stated.algorithm == "none")
    return GateFinding{"encryption.none", Verdict::fail, seen,
                       "set a default encryption on the bucket; a server of one's own needs a key for it"};
  if (!wanted.algorithm.empty() && !wanted.met_by(stated))
    return GateFinding{"encryption.mismatch", Verdict::fail, seen,
                       fmt::format("wanted is {} {}: let the bucket's default and s3.encryption agree",
                                   wanted.algorithm, wanted.kms_key)};
  return GateFinding{"encryption", Verdict::pass, seen, ""};
}

GateFinding tls_finding(const BucketClient& bucket) {
  if (bucket.over_tls()) return {"tls", Verdict::pass, "https, certificate verified", ""};
  return {"tls.off", Verdict::warn, "plain http", "give the endpoint as https://"};
}

}  // namespace

Result<model::GateReport> check_gate(BucketClient& bucket, const S3Options& options,
                                     const WantedEncryption& wanted, Random& random) {
  model::GateReport report{"standard", {}};
  OFFHOOK_TRY(auto answer, bucket.send({.method = "HEAD"}));
  Reply head;
  head.seen = std::to_string(answer.response.status);
  head.kind = answer.response.status == 200   ? Reply::Kind::set
              : answer.response.status == 404 ? Reply::Kind::not_set
              : answer.response.status == 403 ? Reply::Kind::denied
                                              : Reply::Kind::other;
  report.findings.push_back(bucket_finding(head, options));
  report.findings.push_back(tls_finding(bucket));
  if (head.kind != Reply::Kind::set) return report;
  OFFHOOK_TRY(auto public_access, public_access_finding(bucket));
  report.findings.push_back(std::move(public_access));
  OFFHOOK_TRY(auto default_encryption, default_encryption_finding(bucket));
  report.findings.push_back(std::move(default_encryption));
  OFFHOOK_TRY(auto encryption, prove_encryption(bucket, options, wanted, random));
  report.findings.push_back(std::move(encryption));
  return report;
}

}  // namespace offhook::store::s3
