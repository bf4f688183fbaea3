#include "archive/verifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "archive/certificate_check.h"
#include "archive/layout.h"
#include "archive/manifest.h"
#include "archive/object_check.h"
#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::archive {
namespace {

constexpr std::uint64_t kMaxSignatureBytes = 4096;

// One manifest as it lies in the store: what of it could be read.
struct Seen {
  std::string key;
  std::string sha256;
  std::optional<Manifest> manifest;
};

class Verifier {
 public:
  Verifier(model::ObjectStore& store, std::string_view prefix, std::string_view org,
           const VerifyOptions& options)
      : store_(store),
        prefix_(prefix),
        org_(org),
        options_(options),
        certificates_([this](std::string code, std::string subject, std::string detail) {
          found(std::move(code), std::move(subject), std::move(detail));
        }) {}

  Result<VerifyReport> run() {
    OFFHOOK_CHECK_OK(list_manifests());
    check_known();
    for (const auto& [slice, manifests] : slices_)
      for (const Seen& seen : manifests)
        if (seen.manifest) certificates_.expect_elsewhere(*seen.manifest);
    for (const auto& [slice, manifests] : slices_) OFFHOOK_CHECK_OK(check_slice(manifests));
    certificates_.finish(!options_.slice);
    return std::move(report_);
  }

 private:
  void found(std::string code, std::string subject, std::string detail) {
    report_.findings.push_back({std::move(code), std::move(subject), std::move(detail)});
  }

  // What is not there or is damaged becomes an empty optional and a finding; other failures are Errors.
  Result<std::optional<std::string>> get(const std::string& key, std::uint64_t max_bytes,
                                         std::string missing_code) {
    auto bytes = store_.get(key, std::nullopt, max_bytes);
    if (bytes) return std::optional<std::string>(std::move(*bytes));
    if (bytes.error().cls != ErrorClass::not_found && bytes.error().cls != ErrorClass::corrupt)
      return fail(std::move(bytes).error());
    found(std::move(missing_code), key, std::move(bytes.error().message));
    return std::optional<std::string>();
  }

  Result<void> list_manifests() {
    std::vector<std::string> keys;
    std::string continuation;
    do {
      OFFHOOK_TRY(auto listing, store_.list(manifests_prefix(prefix_, org_), continuation));
      std::ranges::move(listing.keys, std::back_inserter(keys));
      continuation = std::move(listing.continuation);
    } while (!continuation.empty());
    const std::set<std::string, std::less<>> all(keys.begin(), keys.end());
    for (const std::string& key : all) {
      const auto place = parse_manifest_key(prefix_, org_, key);
      if (!place) {
        const bool signature = key.ends_with(".sig") &&
                               parse_manifest_key(prefix_, org_, key.substr(0, key.size() - 4)) &&
                               all.contains(key.substr(0, key.size() - 4));
        if (!signature && !options_.slice)
          found("manifest.stray", key, "neither a manifest nor its signature");
        continue;
      }
      if (options_.slice && place->slice != *options_.slice) continue;
      OFFHOOK_CHECK_OK(load(key, *place));
    }
    return {};
  }

  Result<void> load(const std::string& key, const ManifestPlace& place) {
    auto& manifests = slices_[place.slice];
    for (std::uint64_t number = manifests.size() + 1; number < place.number; ++number) {
      const std::string gap = manifest_key(prefix_, org_, place.slice, number);
      found("manifest.missing", gap, "later numbers are there");
      manifests.push_back({gap, {}, {}});
    }
    ++report_.manifests;
    Seen seen{key, {}, {}};
    OFFHOOK_TRY(const auto bytes, get(key, kMaxManifestBytes, "manifest.missing"));
    if (bytes) {
      seen.sha256 = to_hex(crypto::sha256(*bytes));
      OFFHOOK_TRY(const auto signature, get(signature_key(key), kMaxSignatureBytes, "manifest.unsigned"));
      if (signature)
        if (auto valid = check_signature(*bytes, *signature, options_.public_key); !valid)
          found(valid.error().code == "archive.signing_key" ? "manifest.signing_key" : "manifest.signature",
                key, valid.error().message);
      if (auto manifest = parse_manifest(*bytes); manifest) {
        report_.log_checkpoints.push_back({key, manifest->audit.size, manifest->audit.root});
        seen.manifest = std::move(*manifest);
      } else {
        found("manifest.malformed", key, manifest.error().message);
      }
    }
    if (seen.manifest) check_place(seen, place, manifests.empty() ? nullptr : &manifests.back());
    manifests.push_back(std::move(seen));
    return {};
  }

  void check_place(const Seen& seen, const ManifestPlace& place, const Seen* before) {
    const Manifest& manifest = *seen.manifest;
    if (manifest.slice.org != org_ || manifest.slice.id() != place.slice || manifest.number != place.number)
      found("manifest.misplaced", seen.key,
            fmt::format("it says it is number {} of {} of {}", manifest.number, manifest.slice.id(),
                        manifest.slice.org));
    if (before == nullptr || before->sha256.empty()) return;
    if (manifest.previous != before->sha256)
      found("manifest.chain", seen.key, fmt::format("it does not name {} by its hash", before->key));
    if (before->manifest && before->manifest->audit.size >= manifest.audit.size)
      found("manifest.audit", seen.key, "its audit checkpoint is not later than the one before");
  }

  void check_known() {
    std::map<std::string, std::string, std::less<>> present;
    for (const auto& [slice, manifests] : slices_)
      for (const Seen& seen : manifests) present[seen.key] = seen.sha256;
    for (const KnownManifest& known : options_.known) {
      const auto place = parse_manifest_key(prefix_, org_, known.key);
      if (!place || (options_.slice && place->slice != *options_.slice)) continue;
      const auto it = present.find(known.key);
      if (it == present.end())
        found("manifest.rolled_back", known.key, "known to have been written, and not there any more");
      else if (it->second != known.sha256)
        found("manifest.changed", known.key, fmt::format("known with SHA-256 {}", known.sha256));
    }
  }

  Result<void> check_slice(const std::vector<Seen>& manifests) {
    certificates_.begin_slice();
    bool whole = true;  // all manifests up to here could be read
    for (const Seen& seen : manifests) {
      whole = whole && seen.manifest;
      if (!seen.manifest) continue;
      for (const ListedObject& object : seen.manifest->objects)
        OFFHOOK_CHECK_OK(check_one(*seen.manifest, object));
      if (whole) certificates_.end_manifest(seen.key, *seen.manifest);
      if (options_.progress) options_.progress(seen.key, report_);
    }
    return {};
  }

  Result<void> check_one(const Manifest& manifest, const ListedObject& object) {
    ++report_.objects;
    report_.bytes += object.size_bytes;
    if (!listed_.insert(object.key).second)
      found("object.repeated", object.key, "another manifest lists it, too");
    const auto place = parse_object_key(prefix_, object.key);
    if (!place || place->org != org_ || place->slice != manifest.slice.id() ||
        place->dataset != object.dataset || object_key(prefix_, *place, object.sha256) != object.key ||
        index_key(prefix_, object.key) != object.index_key)
      found("object.key", object.key, "its key does not tell where it belongs and what it holds");
    const ObjectCheck check{
        store_,
        [&](std::string code, std::string detail) { found(std::move(code), object.key, std::move(detail)); },
        [&](const CheckedRecord& record) {
          ++report_.lines;
          if (record.member.org != org_) found("object.line", object.key, "a line of another organisation");
          certificates_.record(object.dataset, record.member, record.leaf);
          inspect(object.key, record);
        }};
    OFFHOOK_CHECK_OK(check_object(object, check));
    if (options_.progress) options_.progress(object.key, report_);
    return {};
  }

  void inspect(const std::string& key, const CheckedRecord& record) {
    if (!options_.inspect) return;
    if (const std::string wrong = options_.inspect(record.line); !wrong.empty())
      found("record.leak", key,
            fmt::format("line {}, id {}, version {}: {}", record.number, record.member.id,
                        record.member.version, wrong));
  }

  model::ObjectStore& store_;
  const std::string prefix_;
  const std::string org_;
  const VerifyOptions& options_;
  VerifyReport report_;
  CertificateCheck certificates_;
  std::map<std::string, std::vector<Seen>, std::less<>> slices_;  // by number, from 1
  std::set<std::string, std::less<>> listed_;
};

}  // namespace

Result<VerifyReport> verify(model::ObjectStore& store, std::string_view prefix, std::string_view org,
                            const VerifyOptions& options) {
  return Verifier(store, prefix, org, options).run();
}

}  // namespace offhook::archive
