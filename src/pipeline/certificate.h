// Certificates: a plain reading of a slice's accounts, one for each dataset (formats, manifest and
// certificate).
#pragma once

#include <vector>

#include "archive/manifest.h"
#include "model/ledger.h"

namespace offhook::pipeline {

// `accounts` are those of one slice; rows of the other dataset are skipped.
[[nodiscard]] archive::DatasetCertificate certify(model::Dataset dataset,
                                                  const std::vector<model::AccountRow>& accounts);

// Conversations that are archived but had not ended yet.
[[nodiscard]] std::vector<std::string> open_conversations(const std::vector<model::AccountRow>& accounts);

// Hex SHA-256 that changes when either certificate does, or the slice becomes (un)reconciled.
[[nodiscard]] std::string certificate_digest(const std::vector<model::AccountRow>& accounts,
                                             const archive::SourceEvidence& evidence);

[[nodiscard]] bool is_unreconciled(const archive::SourceEvidence& evidence);

}  // namespace offhook::pipeline
