// SliceCertificate: a plain reading of a slice's accounts (formats, manifest and certificate), one after
// another. It holds counts, hashes and the text of the lists, which may be as long as the slice.
#pragma once

#include <cstdint>
#include <vector>

#include "archive/certificate_text.h"
#include "archive/manifest.h"
#include "model/ledger.h"

namespace offhook::pipeline {

class SliceCertificate {
 public:
  explicit SliceCertificate(const archive::SourceEvidence& evidence);

  // The accounts of the slice, sorted by dataset and id.
  void add(const model::AccountRow& account);
  // In any order: later versions that the manifest's objects have.
  void add_changed(const model::RecordRow& record);

  // Hex SHA-256 that changes when either certificate does, or the slice becomes (un)reconciled.
  [[nodiscard]] std::string digest() const;
  [[nodiscard]] std::uint64_t gaps() const;

  // `manifest` without lists becomes one with these; its bytes.
  [[nodiscard]] std::string manifest_json(const archive::Manifest& manifest) &&;
  [[nodiscard]] archive::CertificateCounts counts(model::Dataset dataset) const;

 private:
  struct Part {
    archive::IdHash expected, archived;
    archive::CertificateText text;
    std::vector<archive::NewVersion> changed;
    [[nodiscard]] archive::CertificateText finish() &&;
  };
  Part parts_[2];           // by dataset
  archive::ListText open_;  // archived, but had not ended yet
  crypto::Sha256 digest_;
};

// All accounts of the slice, as the ledger has them.
[[nodiscard]] Result<SliceCertificate> certify(model::Ledger& ledger, std::string_view org,
                                               std::string_view slice,
                                               const archive::SourceEvidence& evidence);

[[nodiscard]] bool is_unreconciled(const archive::SourceEvidence& evidence);

}  // namespace offhook::pipeline
