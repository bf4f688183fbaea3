#include "store/s3/gate.h"

#include <utility>

namespace offhook::store::s3 {

using model::GateFinding;
using model::Verdict;

namespace {

// What a server says may be anything, and is shown on terminals and kept in the audit log.
void make_printable(std::string& text) {
  constexpr std::size_t kMost = 1000;
  if (text.size() > kMost) text.replace(kMost, std::string::npos, "...");
  for (char& c : text)
    if (c < ' ' || c > '~') c = '?';
}

Demand demand_for(const GateCheck& check, const GateOptions& options) {
  if (options.profile == "strict") return check.strict;
  const auto changed = options.demands.find(std::string(check.name));
  return changed == options.demands.end() ? check.standard : changed->second;
}

}  // namespace

GateFinding weigh(GateFinding finding, Demand demand, bool accept_unknown) {
  if (finding.verdict == Verdict::unknown && accept_unknown) finding.verdict = Verdict::warn;
  const bool counts = finding.verdict == Verdict::fail || finding.verdict == Verdict::unknown;
  if (counts && demand != Demand::require) finding.verdict = Verdict::warn;
  return finding;
}

Result<model::GateReport> check_gate(BucketClient& bucket, const S3Options& options,
                                     const WantedEncryption& wanted, const OtherServices& others,
                                     Random& random) {
  const auto& checks = all_checks();
  bool negative_probe = false;
  for (const Check& check : checks)
    if (check.check.name == "negative_probe")
      negative_probe = demand_for(check.check, options.gate) != Demand::off;

  OFFHOOK_TRY(BucketFacts facts, gather_facts(bucket, options, wanted, others, negative_probe, random));
  Expected expected{options, wanted};
  if (facts.key && *facts.key && !(*facts.key)->arn.empty()) expected.encryption.kms_key = (*facts.key)->arn;

  model::GateReport report{options.gate.profile, {}};
  const bool reachable = facts.head.kind == AnswerKind::given;
  for (const Check& check : checks) {
    const Demand demand = demand_for(check.check, options.gate);
    // Of a bucket that cannot be reached nothing else is known, and one finding says so.
    if (demand == Demand::off || (!reachable && check.check.name != "bucket")) continue;
    const bool accept_unknown = options.gate.accept_unknown.contains(std::string(check.check.name));
    for (GateFinding& finding : check.judge(facts, expected)) {
      make_printable(finding.seen);
      make_printable(finding.mend);
      report.findings.push_back(weigh(std::move(finding), demand, accept_unknown));
    }
  }
  report.evidence = std::move(facts.evidence);
  for (model::GateEvidence& evidence : report.evidence) {
    make_printable(evidence.answer);
    make_printable(evidence.request_id);
  }
  return report;
}

}  // namespace offhook::store::s3
