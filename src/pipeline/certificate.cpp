#include "pipeline/certificate.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/encoding.h"

namespace offhook::pipeline {

using model::AccountStatus;
using model::Dataset;

SliceCertificate::SliceCertificate(const archive::SourceEvidence& evidence) {
  if (is_unreconciled(evidence)) digest_.update("unreconciled\n");
}

void SliceCertificate::add(const model::AccountRow& account) {
  // A due date that moves on because nothing has changed is no change.
  for (const std::string_view field :
       {model::to_string(account.dataset), std::string_view(account.id), std::string_view(account.reason)}) {
    digest_.update(field);
    digest_.update("\n");
  }
  digest_.update(std::to_string(static_cast<int>(account.status)));
  digest_.update("\n");

  Part& part = parts_[static_cast<std::size_t>(account.dataset)];
  part.expected.add(account.id);
  switch (account.status) {
    case AccountStatus::archived:
      part.archived.add(account.id);
      if (account.detail == "elsewhere") part.text.elsewhere.add(account.id);
      if (account.dataset == Dataset::conversations && account.reason == "open") open_.add(account.id);
      break;
    case AccountStatus::quarantined:
      part.text.quarantined.add(archive::QuarantinedId{account.id, account.reason});
      break;
    case AccountStatus::absent:
      part.text.absent.add(archive::AbsentId{account.id, account.conversation, account.detail});
      break;
    case AccountStatus::pending:
      part.text.pending.add(
          archive::PendingId{account.id, account.conversation, account.due, account.reason});
      break;
    case AccountStatus::gap:
      part.text.gap.add(archive::GapId{account.id, account.detail});
      break;
  }
}

void SliceCertificate::add_changed(const model::RecordRow& record) {
  parts_[static_cast<std::size_t>(record.dataset)].changed.push_back({record.id, record.version});
}

std::string SliceCertificate::digest() const { return to_hex(digest_.digest()); }

std::uint64_t SliceCertificate::gaps() const {
  return parts_[0].text.gap.count() + parts_[1].text.gap.count();
}

archive::CertificateCounts SliceCertificate::counts(Dataset dataset) const {
  const Part& part = parts_[static_cast<std::size_t>(dataset)];
  archive::CertificateCounts counts = counts_of(part.text);
  counts.expected = part.expected.count();
  counts.archived = part.archived.count();
  return counts;
}

archive::CertificateText SliceCertificate::Part::finish() && {
  text.expected = expected.ids();
  text.archived = archived.ids();
  // Of several versions of one record the newest is current.
  std::ranges::sort(changed, std::greater<>(), &archive::NewVersion::version);
  std::ranges::stable_sort(changed, {}, &archive::NewVersion::id);
  for (const archive::NewVersion& it : changed) text.changed.add(it);
  return std::move(text);
}

std::string SliceCertificate::manifest_json(const archive::Manifest& manifest) && {
  return archive::manifest_json(manifest, std::move(parts_[0]).finish(), std::move(parts_[1]).finish(),
                                std::move(open_));
}

Result<SliceCertificate> certify(model::Ledger& ledger, std::string_view org, std::string_view slice,
                                 const archive::SourceEvidence& evidence) {
  SliceCertificate certificate(evidence);
  OFFHOOK_CHECK_OK(ledger.each_account(org, slice, [&](const model::AccountRow& account) -> Result<void> {
    certificate.add(account);
    return {};
  }));
  return certificate;
}

bool is_unreconciled(const archive::SourceEvidence& evidence) {
  return evidence.reconciliation && evidence.reconciliation->outcome == "unreconciled";
}

}  // namespace offhook::pipeline
