// Proofs of one record: that its line stands in an object, the object in a signed manifest, and the manifest
// in the audit log under a signed checkpoint. Whoever has the proof, the line and the public key needs
// nothing else, and not this program's word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/reader.h"
#include "base/result.h"
#include "crypto/ed25519.h"
#include "model/object_store.h"

namespace offhook::pipeline {

// The name of an organisation's audit log where nothing else is configured; ".invalid" (RFC 2606) since it is
// nobody's host.
[[nodiscard]] std::string log_origin(std::string_view org);

struct ProofRequest {
  archive::Found record;         // from archive::Reader::find()
  std::vector<std::string> log;  // the audit log's lines, with the one that names the record's manifest
  std::string origin;
};

// Canonical JSON (docs/formats/proof.md). Error class not_found, "proof.log", where the log does not name the
// record's manifest.
[[nodiscard]] Result<std::string> prove_record(model::ObjectStore& store, archive::Reader& reader,
                                               const ProofRequest& request, const crypto::SigningKey& key);

struct ProvedRecord {
  std::string dataset;
  std::string id;
  std::uint32_t version = 0;
  std::string manifest_key;
  std::uint64_t log_size = 0;  // of the checkpoint
};

// Holds a proof against the line (without LF) that it is said to prove. Error class corrupt, "proof.…",
// naming the step that fails.
[[nodiscard]] Result<ProvedRecord> check_record_proof(std::string_view proof, std::string_view line,
                                                      std::string_view origin,
                                                      const crypto::PublicKeyBytes& key);

}  // namespace offhook::pipeline
