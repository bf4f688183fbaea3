#include "pipeline/verification.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/audit_line.h"
#include "audit/audit_log.h"
#include "base/encoding.h"
#include "crypto/merkle.h"

namespace offhook::pipeline {
namespace {

using archive::VerifyReport;

// One pass over the log for all manifests.
void check_log(const std::vector<std::string>& lines, const std::string& log_name, VerifyReport& report) {
  auto& checkpoints = report.log_checkpoints;
  std::ranges::sort(checkpoints, {}, &VerifyReport::LogCheckpoint::size);
  crypto::MerkleTree tree;
  auto next = checkpoints.begin();
  const auto compare = [&] {
    for (; next != checkpoints.end() && next->size == tree.size(); ++next)
      if (to_hex(tree.root()) != next->root)
        report.findings.push_back(
            {"audit.changed", log_name,
             fmt::format("its first {} lines are not those that {} saw", next->size, next->manifest)});
  };
  compare();
  for (const std::string& text : lines) {
    const auto line = audit::parse_audit_line(text);
    if (!line || line->seq != tree.size())
      report.findings.push_back(
          {"audit.malformed", log_name,
           fmt::format("line {}: {}", tree.size(), line ? "it has another number" : line.error().message)});
    tree.append(crypto::leaf_hash(text));
    compare();
  }
  for (; next != checkpoints.end(); ++next)
    report.findings.push_back(
        {"audit.rolled_back", log_name,
         fmt::format("it has {} lines, {} saw {}", lines.size(), next->manifest, next->size)});
}

}  // namespace

Result<VerifyReport> verify_archive(model::ObjectStore& store, std::string_view prefix, std::string_view org,
                                    archive::VerifyOptions options, const std::filesystem::path& audit_file) {
  const auto lines = audit::read_log(audit_file);
  if (!lines && lines.error().cls != ErrorClass::not_found && lines.error().cls != ErrorClass::corrupt)
    return fail(lines.error());
  if (lines)
    for (const std::string& text : *lines)
      if (const auto line = audit::parse_audit_line(text);
          line && line->action == audit::Action::manifest_committed)
        options.known.push_back({line->object, line->checksum});

  OFFHOOK_TRY(VerifyReport report, archive::verify(store, prefix, org, options));
  if (lines)
    check_log(*lines, audit_file.filename().string(), report);
  else if (lines.error().cls == ErrorClass::corrupt)
    report.findings.push_back({"audit.malformed", audit_file.filename().string(), lines.error().message});
  return report;
}

}  // namespace offhook::pipeline
