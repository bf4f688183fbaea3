// AuditLog: the log as a file of lines beside the ledger, and the Merkle tree over it.
//
// The ledger decides what is logged (in the transaction of what it logs); this file is its copy for people
// and auditors, brought up to date from the ledger's lines. Not thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit_line.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/result.h"
#include "crypto/merkle.h"

namespace offhook::audit {

// Size and root of the tree over the first lines of the log.
struct Checkpoint {
  std::uint64_t size = 0;
  Digest root{};
  [[nodiscard]] std::string root_hex() const;
  bool operator==(const Checkpoint&) const = default;
};

class AuditLog {
 public:
  // Opens or makes the file (0600), reads it once; a last line without LF, cut by a crash, is dropped.
  // Error "audit.log", class corrupt, where a line is malformed or out of sequence.
  [[nodiscard]] static Result<AuditLog> open(const std::filesystem::path& path);

  // Appends lines (without LF), which must go on where the log ends, and makes them durable.
  [[nodiscard]] Result<void> append(const std::vector<std::string>& lines);

  [[nodiscard]] std::uint64_t size() const { return tree_.size(); }
  [[nodiscard]] Checkpoint checkpoint() const { return {tree_.size(), tree_.root()}; }

 private:
  AuditLog(File file, crypto::MerkleTree tree, std::uint64_t size_bytes)
      : file_(std::move(file)), tree_(std::move(tree)), size_bytes_(size_bytes) {}
  File file_;
  crypto::MerkleTree tree_;
  std::uint64_t size_bytes_;
};

// The lines of a log file, each without LF.
[[nodiscard]] Result<std::vector<std::string>> read_log(const std::filesystem::path& path);

// Whether lines are well formed, in sequence, and agree with a checkpoint taken when the log had
// `expected.size` lines. Error "audit.log", class corrupt, naming the line.
[[nodiscard]] Result<void> verify_lines(const std::vector<std::string>& lines, const Checkpoint& expected);

}  // namespace offhook::audit
