#include "store/s3/gate_checks.h"

#include <fmt/format.h>

#include <algorithm>

namespace offhook::store {
namespace s3 {

using model::GateFinding;
using model::Verdict;

const std::vector<Check>& all_checks() {
  constexpr Demand off = Demand::off;
  constexpr Demand warn = Demand::warn;
  constexpr Demand require = Demand::require;
  static const std::vector<Check> kChecks = {
      {{"bucket", require, require, "the bucket is there and may be listed"}, judge_bucket},
      {{"owner", require, require, "the bucket belongs to the configured account"}, judge_owner},
      {{"region", require, require, "the bucket lies in the configured region"}, judge_region},
      {{"tls", require, require, "the connection is https with a verified certificate"}, judge_tls},
      {{"public_access", require, require, "nobody else can read: policy, its status, ACL, access block"},
       judge_public_access},
      {{"encryption", require, require,
        "an upload's answers state the encryption wanted, before content goes"},
       judge_encryption},
      {{"default_encryption", warn, require, "the bucket's default is KMS with the key wanted"},
       judge_default_encryption},
      {{"kms_key", warn, require, "the key is enabled, symmetric, one's own, not about to be deleted"},
       judge_kms_key},
      {{"customer_keys", warn, require, "SSE-C is blocked"}, judge_customer_keys},
      {{"negative_probe", off, require, "an upload that asks for AES256 is refused where KMS is wanted"},
       judge_negative_probe},
      {{"public_access_block", warn, require, "all four settings are on for the bucket"},
       judge_public_access_block},
      {{"account_public_access", warn, require, "all four settings are on for the account"},
       judge_account_public_access},
      {{"ownership", warn, require, "BucketOwnerEnforced: access control lists are off"}, judge_ownership},
      {{"policy_tls", warn, require, "the policy denies requests without TLS"}, judge_policy_tls},
      {{"policy_tls_version", warn, require, "the policy denies TLS below 1.2"}, judge_policy_tls_version},
      {{"policy_encryption", warn, require, "the policy denies uploads with another encryption than KMS"},
       judge_policy_encryption},
      {{"policy_key", warn, require, "the policy denies uploads under another key"}, judge_policy_key},
      {{"policy_rekey", warn, require, "the policy denies s3:UpdateObjectEncryption"}, judge_policy_rekey},
      {{"policy_create_only", off, warn, "the policy denies uploads that may replace an object"},
       judge_policy_create_only},
      {{"versioning", warn, require, "versioning is enabled"}, judge_versioning},
      {{"object_lock", warn, require, "a default retention of the mode and length wanted"},
       judge_object_lock},
      {{"lifecycle_abort", warn, require, "unfinished uploads are aborted after some days"},
       judge_lifecycle_abort},
      {{"lifecycle_expiry", warn, require, "no rule expires objects before their retention ends"},
       judge_lifecycle_expiry},
      {{"logging", off, warn, "server access logging is on"}, judge_logging},
      {{"replication", off, warn, "a replication rule is enabled"}, judge_replication},
      {{"tagging", off, warn, "the bucket carries the tags wanted"}, judge_tagging},
  };
  return kChecks;
}

std::vector<GateFinding> pass(std::string code, std::string seen) {
  return {{std::move(code), Verdict::pass, std::move(seen), ""}};
}

std::vector<GateFinding> refuse(std::string code, std::string seen, std::string mend) {
  return {{std::move(code), Verdict::fail, std::move(seen), std::move(mend)}};
}

std::vector<GateFinding> unanswered(std::string_view check, const Answer& answer,
                                    std::string_view permission) {
  const std::string_view how = answer.kind == AnswerKind::denied        ? "denied"
                               : answer.kind == AnswerKind::unsupported ? "unsupported"
                                                                        : "unclear";
  const std::string mend =
      answer.kind == AnswerKind::unsupported
          ? fmt::format("the server cannot tell; accept it with gate.accept_unknown = [\"{}\"]", check)
          : fmt::format("allow {}", permission);
  return {{fmt::format("{}.{}", check, how), Verdict::unknown, answer.seen, mend}};
}

}  // namespace s3

std::vector<GateCheck> gate_checks() {
  std::vector<GateCheck> checks;
  for (const s3::Check& check : s3::all_checks()) checks.push_back(check.check);
  return checks;
}

Result<void> validate(const GateOptions& options) {
  const auto refuse = [](std::string what) {
    return fail(ErrorClass::permanent, "config.invalid", std::move(what));
  };
  if (options.profile != "standard" && options.profile != "strict" && options.profile != "custom")
    return refuse("gate.profile is standard, strict or custom");
  if (!options.demands.empty() && options.profile != "custom")
    return refuse("single checks are set with gate.profile = custom");
  if (!options.lock_mode.empty() && options.lock_mode != "GOVERNANCE" && options.lock_mode != "COMPLIANCE")
    return refuse("gate.lock_mode is GOVERNANCE or COMPLIANCE");
  const auto is_check = [](const std::string& name) {
    return std::ranges::any_of(s3::all_checks(), [&](const s3::Check& c) { return c.check.name == name; });
  };
  for (const auto& [name, demand] : options.demands)
    if (!is_check(name)) return refuse(fmt::format("the gate has no check \"{}\"", name));
  for (const std::string& name : options.accept_unknown)
    if (!is_check(name)) return refuse(fmt::format("the gate has no check \"{}\"", name));
  return {};
}

}  // namespace offhook::store
