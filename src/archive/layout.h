// Layout: every name in the archive (formats, objects, index, manifest).
//
// `prefix` is empty or ends without '/'; names of ours below it are `org=…/…` for data and `_offhook/…` for
// the rest. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/slice.h"

namespace offhook::archive {

inline constexpr std::uint64_t kMiB = 1u << 20;
inline constexpr std::uint64_t kObjectCloseBytes = 128 * kMiB;        // formats, object: closes at 128 MiB
inline constexpr std::uint64_t kStandardClassBelowBytes = 128 << 10;  // smaller objects are STANDARD

// Error "archive.org_name": an organisation's name is [a-z0-9-]{1,40}.
[[nodiscard]] Result<void> check_org_name(std::string_view org);

// The names of one object but for its content hash.
struct ObjectPlace {
  std::string org;
  model::Dataset dataset{};
  std::string dt;     // UTC date of conversationStart, 2026-11-20
  std::string slice;  // model::Slice::id()
  std::uint32_t sequence = 0;
  bool operator==(const ObjectPlace&) const = default;
};

// The local name, of ledger rows and spool files: <org>/<slice>/<dataset>/<dt>/<sequence>.
[[nodiscard]] std::string local_name(const ObjectPlace& place);
// [prefix/]org=acme/dataset=conversations/dt=2026-11-20/<slice>-<0000>-<16 hex>.ndjson.zst
[[nodiscard]] std::string object_key(std::string_view prefix, const ObjectPlace& place,
                                     std::string_view sha256_hex);
// The way back; Error "archive.object_key" for any other text.
[[nodiscard]] Result<ObjectPlace> parse_object_key(std::string_view prefix, std::string_view key);

// [prefix/]_offhook/index/<object's key without prefix>.idx.zst
[[nodiscard]] std::string index_key(std::string_view prefix, std::string_view object_key);

// [prefix/]_offhook/manifests/org=acme/ and, below it, <slice>/<ten digits>.json; numbers count from 1.
[[nodiscard]] std::string manifests_prefix(std::string_view prefix, std::string_view org);
[[nodiscard]] std::string manifest_key(std::string_view prefix, std::string_view org, std::string_view slice,
                                       std::uint64_t number);
[[nodiscard]] std::string signature_key(std::string_view manifest_key);  // ….json.sig
struct ManifestPlace {
  std::string slice;
  std::uint64_t number = 0;
};
// Error "archive.manifest_key" for any other text, signatures included.
[[nodiscard]] Result<ManifestPlace> parse_manifest_key(std::string_view prefix, std::string_view org,
                                                       std::string_view key);

// [prefix/]_offhook/probe/<name>: where the gate proves encryption.
[[nodiscard]] std::string probe_key(std::string_view prefix, std::string_view name);

}  // namespace offhook::archive
