// rebuild_ledger() makes a lost ledger anew from what the archive holds: manifests, indexes and, for the
// communications of transcripts, their lines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "model/ledger.h"
#include "model/object_store.h"

namespace offhook::pipeline {

struct RebuildReport {
  std::uint64_t manifests = 0;
  std::uint64_t objects = 0;
  std::uint64_t records = 0;
  std::uint64_t audit_lines = 0;
};

struct RebuildOptions {
  std::string org;
  std::string prefix;
  std::filesystem::path audit_file;  // of the lost ledger, if it survived; its lines are taken over
  std::function<void(const RebuildReport&)> progress;
};

// Into a ledger that knows nothing of the organisation (Error class conflict, "ledger.not_empty"). What a
// crash had left unfinished is not in the archive and is read again by the next run; events not yet delivered
// are lost. A broken archive is an Error: `verify` names what is wrong with it. All or nothing: a ledger that
// knows a part of an archive would let a run archive the rest anew.
[[nodiscard]] Result<RebuildReport> rebuild_ledger(model::ObjectStore& store, model::Ledger& ledger,
                                                   const RebuildOptions& options);

}  // namespace offhook::pipeline
