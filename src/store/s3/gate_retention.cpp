// Checks on keeping what was stored.
#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "store/s3/gate_checks.h"

namespace offhook::store::s3 {

using model::GateFinding;
using Findings = std::vector<GateFinding>;

namespace {

bool load(pugi::xml_document& document, const Answer& answer) {
  return static_cast<bool>(document.load_string(answer.body.c_str()));
}

// The prefix that a lifecycle rule is for; rules by tag or size count as for everything.
std::string rule_prefix(const pugi::xml_node& rule) {
  if (const auto old_form = rule.child("Prefix")) return old_form.text().as_string();
  const auto filter = rule.child("Filter");
  if (const auto prefix = filter.child("Prefix")) return prefix.text().as_string();
  return filter.child("And").child("Prefix").text().as_string();
}

// Whether a rule touches what lies below our prefix.
bool concerns(const pugi::xml_node& rule, const Expected& expected) {
  const std::string prefix = rule_prefix(rule);
  const std::string& ours = expected.options.prefix;
  return std::string_view(rule.child_value("Status")) == "Enabled" &&
         (prefix.starts_with(ours) || ours.starts_with(prefix));
}

}  // namespace

Findings judge_versioning(const BucketFacts& facts, const Expected&) {
  const Answer& answer = facts.setting("versioning");
  if (answer.kind != AnswerKind::given) return unanswered("versioning", answer, "s3:GetBucketVersioning");
  pugi::xml_document document;
  const bool loaded = load(document, answer);
  const auto root = document.document_element();  // servers differ in its name
  const std::string status = loaded ? root.child_value("Status") : "";
  const std::string mend =
      "aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled";
  if (status == "Enabled")
    return pass("versioning", fmt::format("Enabled, MFA delete {}",
                                          root.child("MfaDelete") ? root.child_value("MfaDelete") : "off"));
  if (status == "Suspended") return refuse("versioning.suspended", status, mend);
  return refuse("versioning.off", "never enabled", mend);
}

Findings judge_object_lock(const BucketFacts& facts, const Expected& expected) {
  const Answer& answer = facts.setting("object-lock");
  const GateOptions& gate = expected.options.gate;
  const std::string mend = fmt::format(
      "aws s3api put-object-lock-configuration --bucket {} --object-lock-configuration "
      "'ObjectLockEnabled=Enabled,Rule={{DefaultRetention={{Mode={},Days={}}}}}'",
      expected.options.bucket, gate.lock_mode.empty() ? "GOVERNANCE" : gate.lock_mode, gate.lock_days);
  if (answer.kind == AnswerKind::absent) return refuse("object_lock.none", answer.seen, mend);
  if (answer.kind != AnswerKind::given)
    return unanswered("object_lock", answer, "s3:GetBucketObjectLockConfiguration");
  pugi::xml_document document;
  const bool loaded = load(document, answer);
  const auto root = document.child("ObjectLockConfiguration");
  if (!loaded || std::string_view(root.child_value("ObjectLockEnabled")) != "Enabled")
    return refuse("object_lock.none", answer.seen, mend);
  const auto retention = root.child("Rule").child("DefaultRetention");
  const bool own = !expected.options.lock_mode.empty();  // each object carries its own, which then decides
  if (!retention && !own)
    return refuse("object_lock.no_default", "enabled, without a default retention", mend);
  const std::string mode = own ? expected.options.lock_mode : retention.child_value("Mode");
  // A year counts as 365 days: short by a leap day rather than long.
  const long long days =
      own ? expected.options.lock_days
          : retention.child("Days").text().as_int() + 365LL * retention.child("Years").text().as_int();
  const std::string seen =
      fmt::format("{} for {} days{}", mode, days, own ? ", asked for with each object" : "");
  if (gate.lock_mode == "COMPLIANCE" && mode != "COMPLIANCE") return refuse("object_lock.mode", seen, mend);
  if (days < gate.lock_days) return refuse("object_lock.short", seen, mend);
  return pass("object_lock", seen);
}

Findings judge_lifecycle_abort(const BucketFacts& facts, const Expected& expected) {
  const Answer& answer = facts.setting("lifecycle");
  const std::string mend =
      R"(add the rule {"ID":"abort","Status":"Enabled","Filter":{"Prefix":""},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}})";
  if (answer.kind == AnswerKind::absent) return refuse("lifecycle_abort.none", answer.seen, mend);
  if (answer.kind != AnswerKind::given)
    return unanswered("lifecycle_abort", answer, "s3:GetLifecycleConfiguration");
  pugi::xml_document document;
  if (!load(document, answer)) return refuse("lifecycle_abort.none", "unreadable", mend);
  int days = 0;
  for (const pugi::xml_node rule : document.child("LifecycleConfiguration").children("Rule"))
    if (std::string_view(rule.child_value("Status")) == "Enabled" &&
        expected.options.prefix.starts_with(rule_prefix(rule)))
      if (const auto abort = rule.child("AbortIncompleteMultipartUpload"))
        days = std::max(days, abort.child("DaysAfterInitiation").text().as_int());
  if (days == 0) return refuse("lifecycle_abort.none", "no enabled rule for the prefix", mend);
  return pass("lifecycle_abort", fmt::format("after {} days", days));
}

Findings judge_lifecycle_expiry(const BucketFacts& facts, const Expected& expected) {
  const Answer& answer = facts.setting("lifecycle");
  if (answer.kind == AnswerKind::absent) return pass("lifecycle_expiry", answer.seen);
  if (answer.kind != AnswerKind::given)
    return unanswered("lifecycle_expiry", answer, "s3:GetLifecycleConfiguration");
  pugi::xml_document document;
  if (!load(document, answer) || !document.child("LifecycleConfiguration"))
    return unanswered("lifecycle_expiry", {AnswerKind::unclear, {}, "unreadable"}, "a readable answer");
  const int kept_days = expected.options.gate.retention_days;
  for (const pugi::xml_node rule : document.child("LifecycleConfiguration").children("Rule")) {
    const auto expiration = rule.child("Expiration");
    if (!concerns(rule, expected)) continue;
    const std::string id = rule.child_value("ID");
    const std::string mend = fmt::format("remove the expiration from rule \"{}\", or spare the prefix", id);
    if (expiration.child("Date"))
      return refuse("lifecycle_expiry.date", fmt::format("rule \"{}\" expires on a date", id), mend);
    const auto days_node = expiration.child("Days");
    const int days = days_node.text().as_int();
    if (days_node && (kept_days == 0 || days < kept_days))
      return refuse("lifecycle_expiry.early", fmt::format("rule \"{}\" expires after {} days", id, days),
                    mend);
    const auto noncurrent = rule.child("NoncurrentVersionExpiration");
    const int old_days = noncurrent.child("NoncurrentDays").text().as_int();
    if (noncurrent && (kept_days == 0 || old_days < kept_days))
      return refuse("lifecycle_expiry.versions",
                    fmt::format("rule \"{}\" removes old versions after {} days", id, old_days), mend);
  }
  return pass("lifecycle_expiry", "no rule expires objects early");
}

Findings judge_logging(const BucketFacts& facts, const Expected&) {
  const Answer& answer = facts.setting("logging");
  if (answer.kind != AnswerKind::given) return unanswered("logging", answer, "s3:GetBucketLogging");
  pugi::xml_document document;
  const bool loaded = load(document, answer);
  const auto target = document.child("BucketLoggingStatus").child("LoggingEnabled");
  if (loaded && target) return pass("logging", target.child_value("TargetBucket"));
  return refuse("logging.off", "no server access log", "aws s3api put-bucket-logging");
}

Findings judge_replication(const BucketFacts& facts, const Expected&) {
  const Answer& answer = facts.setting("replication");
  const std::string mend = "aws s3api put-bucket-replication";
  if (answer.kind == AnswerKind::absent) return refuse("replication.none", answer.seen, mend);
  if (answer.kind != AnswerKind::given)
    return unanswered("replication", answer, "s3:GetReplicationConfiguration");
  pugi::xml_document document;
  const bool loaded = load(document, answer);
  for (const pugi::xml_node rule : document.child("ReplicationConfiguration").children("Rule"))
    if (loaded && std::string_view(rule.child_value("Status")) == "Enabled")
      return pass("replication", "enabled");
  return refuse("replication.disabled", "no rule is enabled", mend);
}

Findings judge_tagging(const BucketFacts& facts, const Expected& expected) {
  const auto& keys = expected.options.gate.tag_keys;
  if (keys.empty()) return pass("tagging", "no tags wanted");
  const Answer& answer = facts.setting("tagging");
  if (answer.kind != AnswerKind::given && answer.kind != AnswerKind::absent)
    return unanswered("tagging", answer, "s3:GetBucketTagging");
  pugi::xml_document document;
  const bool loaded = answer.kind == AnswerKind::given && load(document, answer);
  Findings findings;
  for (const std::string& key : keys) {
    bool found = false;
    for (const pugi::xml_node tag : document.child("Tagging").child("TagSet").children("Tag"))
      found = found || (loaded && tag.child_value("Key") == key);
    if (!found)
      findings.push_back({"tagging.missing", model::Verdict::fail, "no tag \"" + key + "\"",
                          "aws s3api put-bucket-tagging"});
  }
  return findings.empty() ? pass("tagging", "all there") : findings;
}

}  // namespace offhook::store::s3
