// verify() proves an archive from its own bytes and a public key: every manifest's chain and signature, each
// object's size and hashes, frames, lines, Merkle roots, index and certificate. It trusts nothing else, and
// goes on after a finding, so that one run names everything that is wrong.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/ed25519.h"
#include "model/object_store.h"

namespace offhook::archive {

struct VerifyFinding {
  // Stable words. Of a manifest: missing (a number is skipped), rolled_back (known and gone), changed (known
  // and different), malformed, misplaced, chain, unsigned, signature, signing_key, audit, stray. Of an
  // object: missing, size, checksum, sha256, unreadable, frame, line, lines, merkle_root, key, part_size,
  // repeated. Of an index: missing, sha256, malformed, lines. certificate.archived, .expected, .elsewhere;
  // record.repeated, record.chain, record.leak (where lines are inspected).
  std::string code;
  std::string subject;  // key of the object or manifest
  std::string detail;   // positions, ids, hashes of stored bytes
};

struct VerifyReport {
  std::uint64_t manifests = 0;
  std::uint64_t objects = 0;
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;  // of objects, read back
  // What the manifests say of the audit log, for whoever has it.
  struct LogCheckpoint {
    std::string manifest;  // key
    std::uint64_t size = 0;
    std::string root;  // hex
  };
  std::vector<LogCheckpoint> log_checkpoints;
  std::vector<VerifyFinding> findings;
  [[nodiscard]] bool passed() const { return findings.empty(); }
};

// A manifest that is known to exist, from the audit log or from what a user kept.
struct KnownManifest {
  std::string key;
  std::string sha256;  // hex
};

struct VerifyOptions {
  crypto::PublicKeyBytes public_key{};
  std::vector<KnownManifest> known;  // each must be there unchanged: this finds a rolled-back archive
  std::optional<std::string> slice;  // only this slice
  // Of each line that agrees with its index: what is wrong with what it says, never content; "" is nothing.
  std::function<std::string(std::string_view line)> inspect;
  // After each manifest and object: what was just looked at, and the report so far.
  std::function<void(std::string_view subject, const VerifyReport& so_far)> progress;
};

// An Error only where the store cannot be asked; what is wrong with the archive is a finding.
[[nodiscard]] Result<VerifyReport> verify(model::ObjectStore& store, std::string_view prefix,
                                          std::string_view org, const VerifyOptions& options);

}  // namespace offhook::archive
