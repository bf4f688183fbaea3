// Checks on who may reach the bucket, where it lies and how it is spoken to.
#include <fmt/format.h>

#include <optional>
#include <pugixml.hpp>

#include "store/s3/gate_checks.h"
#include "store/s3/policy.h"

namespace offhook::store::s3 {

using model::GateFinding;
using Findings = std::vector<GateFinding>;

namespace {

constexpr std::string_view kBlockMend =
    "aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration "
    "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true";

struct AccessBlock {
  bool block_acls = false;
  bool ignore_acls = false;
  bool block_policy = false;
  bool restrict_buckets = false;
};

AccessBlock read_access_block(const Answer& answer) {
  AccessBlock block;
  pugi::xml_document document;
  if (answer.kind != AnswerKind::given || !document.load_string(answer.body.c_str())) return block;
  const auto node = document.child("PublicAccessBlockConfiguration");
  block.block_acls = node.child("BlockPublicAcls").text().as_bool();
  block.ignore_acls = node.child("IgnorePublicAcls").text().as_bool();
  block.block_policy = node.child("BlockPublicPolicy").text().as_bool();
  block.restrict_buckets = node.child("RestrictPublicBuckets").text().as_bool();
  return block;
}

// One finding for each setting that is off.
Findings judge_block(std::string_view check, const Answer& answer, std::string_view permission) {
  if (answer.kind == AnswerKind::absent)
    return refuse(fmt::format("{}.none", check), answer.seen, std::string(kBlockMend));
  if (answer.kind != AnswerKind::given) return unanswered(check, answer, permission);
  const AccessBlock block = read_access_block(answer);
  Findings findings;
  const auto want = [&](bool on, std::string_view word, std::string_view name) {
    if (!on)
      findings.push_back({fmt::format("{}.{}", check, word), model::Verdict::fail,
                          fmt::format("{} is off", name), std::string(kBlockMend)});
  };
  want(block.block_acls, "block_acls", "BlockPublicAcls");
  want(block.ignore_acls, "ignore_acls", "IgnorePublicAcls");
  want(block.block_policy, "block_policy", "BlockPublicPolicy");
  want(block.restrict_buckets, "restrict_buckets", "RestrictPublicBuckets");
  return findings.empty() ? pass(std::string(check), "all four on") : findings;
}

// What a policy status says; nothing where it is no policy status.
std::optional<bool> read_is_public(const Answer& status) {
  pugi::xml_document document;
  if (status.kind != AnswerKind::given || !document.load_string(status.body.c_str())) return std::nullopt;
  const auto is_public = document.child("PolicyStatus").child("IsPublic");
  if (!is_public) return std::nullopt;
  return is_public.text().as_bool();
}

bool is_access_list(const Answer& acl) {
  pugi::xml_document document;
  return acl.kind == AnswerKind::given && document.load_string(acl.body.c_str()) &&
         document.child("AccessControlPolicy");
}

// The group that an ACL grants something to: "AllUsers", "AuthenticatedUsers", or nothing.
std::string_view public_grantee(const Answer& acl) {
  pugi::xml_document document;
  if (acl.kind != AnswerKind::given || !document.load_string(acl.body.c_str())) return "";
  std::string_view found;
  const auto is_group = [&found](const pugi::xml_node& node) {
    if (std::string_view(node.name()) != "Grantee") return false;
    const std::string_view uri = node.child_value("URI");
    if (uri.ends_with("/AllUsers")) found = "AllUsers";
    if (uri.ends_with("/AuthenticatedUsers")) found = "AuthenticatedUsers";
    return !found.empty();
  };
  document.find_node(is_group);
  return found;
}

std::string ownership_of(const Answer& answer) {
  pugi::xml_document document;
  if (answer.kind != AnswerKind::given || !document.load_string(answer.body.c_str())) return "";
  return document.child("OwnershipControls").child("Rule").child_value("ObjectOwnership");
}

}  // namespace

Findings judge_bucket(const BucketFacts& facts, const Expected& expected) {
  const std::string& name = expected.options.bucket;
  switch (facts.head.kind) {
    case AnswerKind::given:
      return pass("bucket", facts.head.seen);
    case AnswerKind::absent:
      return refuse("bucket.missing", facts.head.seen,
                    fmt::format("create the bucket {}, or set S3_BUCKET to one that exists", name));
    case AnswerKind::denied:
      return refuse("bucket.denied", facts.head.seen,
                    expected.options.expected_owner.empty()
                        ? "allow s3:ListBucket on the bucket; see that credentials and name are right"
                        : "allow s3:ListBucket on the bucket, and see that it belongs to account " +
                              expected.options.expected_owner);
    case AnswerKind::unsupported:
    case AnswerKind::unclear:
      break;
  }
  if (facts.head.seen.starts_with("301") || facts.head.seen.starts_with("400"))
    return refuse(
        "bucket.elsewhere", facts.head.seen + " " + facts.region,
        facts.region.empty() ? "set s3.region to the bucket's region" : "set s3.region to " + facts.region);
  return unanswered("bucket", facts.head, "s3:ListBucket");
}

Findings judge_owner(const BucketFacts& facts, const Expected& expected) {
  const std::string& owner = expected.options.expected_owner;
  if (!owner.empty()) {
    // Every call carries x-amz-expected-bucket-owner: a bucket of another account would have refused HEAD.
    if (facts.on_amazon) return pass("owner", owner);
    return pass("owner", owner + " (as far as this server looks)");
  }
  const bool strict = expected.options.gate.profile == "strict";
  if (!strict) return pass("owner", "not configured");
  return refuse("owner.not_configured", "no account configured",
                "set s3.expected_owner to the account's twelve digits");
}

Findings judge_region(const BucketFacts& facts, const Expected& expected) {
  const std::string& wanted = expected.options.region;
  if (wanted.empty()) {
    if (expected.options.gate.profile != "strict") return pass("region", "not configured");
    return refuse("region.not_configured", facts.region, "set s3.region to the one region allowed");
  }
  if (facts.region.empty()) {
    if (!facts.on_amazon) return pass("region", "not stated by this server");
    return {{"region.unclear", model::Verdict::unknown, "no x-amz-bucket-region in the answer", ""}};
  }
  if (facts.region == wanted) return pass("region", facts.region);
  return refuse("region.other", facts.region, "use a bucket in " + wanted);
}

Findings judge_tls(const BucketFacts& facts, const Expected& expected) {
  if (facts.over_tls) return pass("tls", "https, certificate verified");
  const std::string mend = "give the endpoint as https://, with tls.ca_file for a private authority";
  // Decided for every connection: plain http to this machine alone passes, and is said.
  if (facts.loopback && expected.options.gate.profile != "strict")
    return {{"tls.loopback", model::Verdict::warn, "plain http to this machine", mend}};
  return refuse("tls.off", "plain http", mend);
}

Findings judge_public_access(const BucketFacts& facts, const Expected&) {
  const AccessBlock block = read_access_block(facts.setting("publicAccessBlock"));
  const Answer& status = facts.setting("policyStatus");
  const Answer& policy_text = facts.setting("policy");
  const Answer& acl = facts.setting("acl");
  const bool policies_blocked = block.block_policy && block.restrict_buckets;
  const bool lists_blocked =
      block.ignore_acls || ownership_of(facts.setting("ownershipControls")) == "BucketOwnerEnforced";

  bool policy_answered = policies_blocked;
  if (!policies_blocked) {
    const std::optional<bool> stated = read_is_public(status);
    const bool stated_public = stated.value_or(false);
    if (policy_text.kind == AnswerKind::given) {
      const auto policy = Policy::parse(policy_text.body);
      // Some servers call any statement about "*" public, a Deny too; the policy itself decides there.
      if (!policy) return refuse("public_access.policy_malformed", policy_text.seen, "write the policy anew");
      if (policy->is_public() || (stated_public && facts.on_amazon))
        return refuse("public_access.policy", "the policy allows something to everybody",
                      std::string(kBlockMend));
      policy_answered = true;
    } else if (stated_public) {
      return refuse("public_access.policy", "policyStatus: IsPublic", std::string(kBlockMend));
    } else if (stated || status.kind == AnswerKind::absent || policy_text.kind == AnswerKind::absent) {
      policy_answered = true;
    }
  }
  bool lists_answered = lists_blocked;
  if (!lists_blocked && is_access_list(acl)) {
    if (const std::string_view group = public_grantee(acl); !group.empty())
      return refuse(group == "AllUsers" ? "public_access.acl" : "public_access.acl_authenticated",
                    fmt::format("the ACL grants to {}", group), std::string(kBlockMend));
    lists_answered = true;
  }
  const std::string seen =
      fmt::format("publicAccessBlock {}, policyStatus {}, policy {}, acl {}",
                  facts.setting("publicAccessBlock").seen, status.seen, policy_text.seen, acl.seen);
  const auto silent = [&](const Answer& answer) {
    return answer.kind == AnswerKind::unsupported && !facts.on_amazon;
  };
  const bool policy_fine = policy_answered || (silent(status) && silent(policy_text));
  const bool lists_fine = lists_answered || silent(acl);
  if (policy_fine && lists_fine && (policy_answered || lists_answered)) return pass("public_access", seen);
  if (policy_fine && lists_fine)
    return {
        {"public_access.unsupported", model::Verdict::warn, seen, "the server cannot tell: look yourself"}};
  return {{policy_fine ? "public_access.acl_unknown" : "public_access.policy_unknown",
           model::Verdict::unknown, seen,
           "allow s3:GetBucketPublicAccessBlock, s3:GetBucketPolicyStatus and s3:GetBucketAcl"}};
}

Findings judge_public_access_block(const BucketFacts& facts, const Expected&) {
  return judge_block("public_access_block", facts.setting("publicAccessBlock"),
                     "s3:GetBucketPublicAccessBlock");
}

Findings judge_account_public_access(const BucketFacts& facts, const Expected&) {
  return judge_block("account_public_access", facts.account_public_access,
                     "s3:GetAccountPublicAccessBlock, and set s3.expected_owner to the account");
}

Findings judge_ownership(const BucketFacts& facts, const Expected&) {
  const Answer& answer = facts.setting("ownershipControls");
  const std::string mend =
      "aws s3api put-bucket-ownership-controls --bucket BUCKET --ownership-controls "
      "'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'";
  if (answer.kind == AnswerKind::absent) return refuse("ownership.none", answer.seen, mend);
  if (answer.kind != AnswerKind::given)
    return unanswered("ownership", answer, "s3:GetBucketOwnershipControls");
  const std::string ownership = ownership_of(answer);
  if (ownership == "BucketOwnerEnforced") return pass("ownership", ownership);
  if (ownership == "ObjectWriter") return refuse("ownership.object_writer", ownership, mend);
  return refuse("ownership.preferred", ownership, mend);
}

}  // namespace offhook::store::s3
