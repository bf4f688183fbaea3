// Services: what a run works with. All outlive the run; the pipeline knows the interfaces only.
#pragma once

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>

#include "archive/spool.h"
#include "base/clock.h"
#include "base/random.h"
#include "crypto/ed25519.h"
#include "model/ledger.h"
#include "model/notifier.h"
#include "model/object_store.h"
#include "model/source.h"
#include "pipeline/planner.h"
#include "redact/engine.h"

namespace offhook::pipeline {

struct Services {
  model::Source& source;
  model::ObjectStore& store;
  model::Ledger& ledger;
  model::Notifier* notifier;  // null: nobody is told
  const redact::Engine& engine;
  archive::Spool& spool;
  const crypto::SigningKey& signing_key;
  Clock& clock;
  Random& random;
  // Keys that the archive was made with before `engine`'s: what did not change since is known by them.
  std::span<const redact::TokenKey> old_keys{};
};

struct RunOptions {
  std::string org;     // the configured name
  std::string prefix;  // in the store, without slashes at its ends
  TimePoint from;
  TimePoint to;
  NextDay next_day{};       // where slices are cut; empty: at midnight UTC
  std::size_t workers = 8;  // 0: everything on the calling thread
  // Records read and not yet packed, at most. Enough wait in line for a checkpoint, which may take as long as
  // a disk does, not to stop the workers.
  [[nodiscard]] std::size_t records_in_flight() const {
    return workers == 0 ? 0 : std::max<std::size_t>(4 * workers, 256);
  }
  std::size_t upload_workers = 4;  // parts at the same time; 0: on the calling thread
  int zstd_level = archive::FrameEncoder::kDefaultLevel;
  std::uint64_t object_bytes = 128u << 20;  // an object closes at (formats, object)
  std::chrono::seconds gate_interval{60};   // an upload may rely on a gate that passed so long ago
  // Between two checkpoints: a record counts once, and ten times for each transcript it may need.
  std::uint64_t checkpoint_records = 1'000;
  std::chrono::days trailing{14};                  // so long before the watermark slices are read again
  std::chrono::days transcript_give_up{7};         // a transcript missing for longer is absent
  std::chrono::hours transcript_retry{1};          // one that failed to come is asked for again after
  double quarantine_percent = 1;                   // of a slice's records; more stop the run, …
  std::uint64_t quarantine_least = 10;             // … if they are at least so many
  bool retry_quarantined = false;                  // ask again for what is quarantined
  std::uint64_t max_transcript_bytes = 32u << 20;  // formats, record line
  std::uint64_t max_conversation_bytes = 64u << 20;
  std::string probe_owner;  // as the store has it: whose probes of the gate earlier lives may have left
  std::filesystem::path audit_file;  // the audit log's text; empty: kept in the ledger alone
};

}  // namespace offhook::pipeline
