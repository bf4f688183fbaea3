#include "pipeline/certificate.h"

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::pipeline {

using model::AccountStatus;

archive::DatasetCertificate certify(model::Dataset dataset, const std::vector<model::AccountRow>& accounts) {
  archive::DatasetCertificate certificate;
  std::vector<std::string> expected, archived;
  for (const model::AccountRow& row : accounts) {
    if (row.dataset != dataset) continue;
    expected.push_back(row.id);
    switch (row.status) {
      case AccountStatus::archived:
        archived.push_back(row.id);
        if (row.detail == "elsewhere") certificate.elsewhere.push_back(row.id);
        break;
      case AccountStatus::quarantined:
        certificate.quarantined.push_back({row.id, row.reason});
        break;
      case AccountStatus::absent:
        certificate.absent.push_back({row.id, row.conversation, row.detail});
        break;
      case AccountStatus::pending:
        certificate.pending.push_back({row.id, row.conversation, row.due, row.reason});
        break;
      case AccountStatus::gap:
        certificate.gap.push_back({row.id, row.detail});
        break;
    }
  }
  certificate.expected = archive::IdSet::of(std::move(expected));
  certificate.archived = archive::IdSet::of(std::move(archived));
  return certificate;
}

std::vector<std::string> open_conversations(const std::vector<model::AccountRow>& accounts) {
  std::vector<std::string> ids;
  for (const model::AccountRow& row : accounts)
    if (row.dataset == model::Dataset::conversations && row.status == AccountStatus::archived &&
        row.reason == "open")
      ids.push_back(row.id);
  return ids;
}

bool is_unreconciled(const archive::SourceEvidence& evidence) {
  return evidence.reconciliation && evidence.reconciliation->outcome == "unreconciled";
}

std::string certificate_digest(const std::vector<model::AccountRow>& accounts,
                               const archive::SourceEvidence& evidence) {
  crypto::Sha256 digest;
  if (is_unreconciled(evidence)) digest.update("unreconciled\n");
  for (const model::AccountRow& row : accounts) {
    // A due date that moves on because nothing has changed is no change.
    for (const std::string_view field :
         {model::to_string(row.dataset), std::string_view(row.id), std::string_view(row.reason)}) {
      digest.update(field);
      digest.update("\n");
    }
    digest.update(std::to_string(static_cast<int>(row.status)));
    digest.update("\n");
  }
  return to_hex(digest.digest());
}

}  // namespace offhook::pipeline
