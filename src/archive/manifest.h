// Manifest: the commit point. It alone makes an object part of the archive (formats, manifest and
// certificate).
//
// Canonical JSON, written last and on condition that its number is free; signed beside it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crypto/ed25519.h"
#include "model/object_store.h"
#include "model/slice.h"

namespace offhook::archive {

// How the conversations that began in the slice compare with a second listing of the source's own.
struct Reconciliation {
  std::string outcome;                // "totals" agree, "ids" were compared, "unreconciled"
  std::uint64_t started = 0;          // of the slice's conversations: those that began in it
  std::vector<std::uint64_t> totals;  // as the second listing stated them, one a look; approximate
  std::uint64_t listed = 0;           // ids that it named
  std::string reason;                 // of unreconciled
  bool operator==(const Reconciliation&) const = default;
};

// What the source said about this slice.
struct SourceEvidence {
  std::string job;
  std::optional<TimePoint> available_until;  // dataAvailabilityDate
  std::uint64_t pages = 0;
  std::uint64_t records = 0;
  std::uint64_t source_bytes = 0;
  std::vector<std::string> request_ids;  // the source's correlation ids, in order
  std::optional<Reconciliation> reconciliation{};
  bool operator==(const SourceEvidence&) const = default;
};

// What made these bytes.
struct Provenance {
  std::string policy_sha256;  // hex
  std::string key;            // token key id
  std::string engine;
  std::string libphonenumber;
  std::string libzstd;
  int zstd_level = 0;
  bool operator==(const Provenance&) const = default;
};

struct ListedObject {
  std::string key;
  model::Dataset dataset{};
  std::uint64_t size_bytes = 0;
  std::string sha256;  // hex
  std::uint64_t part_size_bytes = 0;
  std::string checksum;     // composite, "<base64>-<parts>"
  std::string merkle_root;  // hex
  std::uint64_t lines = 0;
  std::string version_id;  // as the store stated; empty where it stated none
  model::Encryption encryption;
  std::string storage_class;
  std::string index_key;
  std::uint64_t index_size_bytes = 0;
  std::string index_sha256;  // hex
  bool operator==(const ListedObject&) const = default;
};

// Ids as a count and as the hex SHA-256 of the ids sorted bytewise, each ended by LF. Each id counts once.
struct IdSet {
  std::uint64_t count = 0;
  std::string sha256;
  [[nodiscard]] static IdSet of(std::vector<std::string> ids);
  bool operator==(const IdSet&) const = default;
};
struct QuarantinedId {
  std::string id;  // "page/position" where the record has none
  std::string reason;
  bool operator==(const QuarantinedId&) const = default;
};
struct AbsentId {
  std::string id;
  std::string conversation;  // of a transcript
  std::string evidence;
  bool operator==(const AbsentId&) const = default;
};
struct PendingId {
  std::string id;
  std::string conversation;
  TimePoint due;
  std::string reason;  // why it is not there yet, in the source's word
  bool operator==(const PendingId&) const = default;
};

// An id that can be named and is none of the others: missing.
struct GapId {
  std::string id;
  std::string evidence;
  bool operator==(const GapId&) const = default;
};
// A record that changed: its newest version, which an object of this manifest has.
struct NewVersion {
  std::string id;  // the record's
  std::uint32_t version = 0;
  bool operator==(const NewVersion&) const = default;
};

// Accounts for every expected record of one dataset of the slice, as of this manifest. Each id stands in
// exactly one of archived, quarantined, absent, pending, gap: in a list if it is in one, else archived.
struct DatasetCertificate {
  IdSet expected;
  IdSet archived;
  // Of the archived: unchanged since another slice archived them, so that no object of this slice has them.
  std::vector<std::string> elsewhere;
  std::vector<QuarantinedId> quarantined;
  std::vector<AbsentId> absent;
  std::vector<PendingId> pending;
  std::vector<GapId> gap{};
  std::vector<NewVersion> changed{};
  bool operator==(const DatasetCertificate&) const = default;
};

struct CertificateCounts {
  std::uint64_t expected = 0;
  std::uint64_t archived = 0;
  std::uint64_t quarantined = 0;
  std::uint64_t absent = 0;
  std::uint64_t pending = 0;
  std::uint64_t gap = 0;
};

struct AuditCheckpoint {
  std::uint64_t size = 0;
  std::string root;  // hex
  bool operator==(const AuditCheckpoint&) const = default;
};

struct Manifest {
  std::string offhook;  // version of the program
  model::Slice slice;
  std::uint64_t number = 1;
  std::string previous;  // hex SHA-256 of manifest number-1 of this slice; empty for the first
  TimePoint created;
  SourceEvidence source;
  Provenance provenance;
  std::vector<ListedObject> objects;  // sorted by key
  DatasetCertificate conversations;
  DatasetCertificate transcripts;
  std::vector<std::string> open;  // conversations that are archived, but still to be read again
  AuditCheckpoint audit;          // the log before this manifest's own line
  bool operator==(const Manifest&) const = default;
};

// What is told of a manifest without its lists, which may be as long as the slice.
struct ManifestSummary {
  model::Slice slice;
  std::uint64_t number = 1;
  std::uint64_t source_bytes = 0;
  std::vector<ListedObject> objects;
  AuditCheckpoint audit;
  CertificateCounts conversations;
  CertificateCounts transcripts;
};
[[nodiscard]] CertificateCounts counts_of(const DatasetCertificate& certificate);
[[nodiscard]] ManifestSummary summary_of(const Manifest& manifest);

inline constexpr std::uint64_t kMaxManifestBytes = 256u << 20;

// Sorts what is a set (objects, ids of lists; an id that stands twice counts once), so that equal contents
// are equal bytes.
[[nodiscard]] std::string manifest_json(Manifest manifest);
// Strict: Error "archive.manifest", class corrupt, naming the member, for anything manifest_json() would not
// write: unknown or missing members, wrong types, a different order, counts that do not add up.
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view bytes);

// The bytes of the .sig file: canonical JSON with algorithm, key id and signature over the manifest's bytes.
[[nodiscard]] std::string sign_manifest(std::string_view manifest_bytes, const crypto::SigningKey& key);
// Error class corrupt: "archive.signature" (does not verify, or is malformed), "archive.signing_key" (made
// with another key; the message names both ids).
[[nodiscard]] Result<void> check_signature(std::string_view manifest_bytes, std::string_view signature_file,
                                           const crypto::PublicKeyBytes& key);

}  // namespace offhook::archive
