// Committer makes a read slice part of the archive: manifest and signature last, then one transaction for
// ledger, audit log and outbox.
//
// Called when all objects of the slice are `stored`. May be called again after any Error or crash: the
// manifest's bytes are in the ledger before they are put, so a second try puts the same.
#pragma once

#include <string>

#include "archive/manifest.h"
#include "pipeline/audit_trail.h"
#include "pipeline/certificate.h"
#include "pipeline/services.h"
#include "pipeline/tally.h"

namespace offhook::pipeline {

class Committer {
 public:
  Committer(Services services, const RunOptions& options, Tally& tally, AuditTrail& audit)
      : services_(services), options_(options), tally_(tally), audit_(audit) {}

  // `started`: when this run began to work on the slice, for the event's metrics. Returns the manifest's key,
  // or "" when reading the slice again brought nothing new.
  [[nodiscard]] Result<std::string> commit(const model::SliceRow& slice, Clock::Monotonic started);

 private:
  struct Prepared {
    std::string bytes;
    archive::ManifestSummary summary;
  };
  // From the ledger where an earlier try left it there.
  [[nodiscard]] Result<Prepared> prepare(const model::SliceRow& slice, archive::SourceEvidence evidence,
                                         std::uint64_t number, const std::vector<model::ObjectRow>& objects,
                                         SliceCertificate certificate);
  // All of the manifest but its lists.
  [[nodiscard]] Result<archive::Manifest> build(const model::SliceRow& slice,
                                                archive::SourceEvidence evidence, std::uint64_t number,
                                                const std::vector<model::ObjectRow>& objects) const;

  Services services_;
  const RunOptions& options_;
  Tally& tally_;
  AuditTrail& audit_;
};

}  // namespace offhook::pipeline
