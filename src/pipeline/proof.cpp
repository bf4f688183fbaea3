#include "pipeline/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "archive/layout.h"
#include "archive/manifest.h"
#include "archive/record_line.h"
#include "audit/audit_line.h"
#include "audit/signed_note.h"
#include "base/encoding.h"
#include "crypto/merkle.h"
#include "crypto/sha256.h"
#include "json/value.h"

namespace offhook::pipeline {
namespace {

constexpr std::string_view kFormat = "offhook/proof/1";
constexpr std::uint64_t kMaxSignatureBytes = 4096;

tl::unexpected<Error> refuse(std::string_view step, std::string_view why) {
  return fail(ErrorClass::corrupt, fmt::format("proof.{}", step), fmt::format("proof: {}", why));
}

Result<Digest> digest_from(std::string_view hex) {
  const auto bytes = from_hex(hex);
  Digest digest{};
  if (!bytes || bytes->size() != digest.size()) return refuse("malformed", "a hash is malformed");
  std::memcpy(digest.data(), bytes->data(), digest.size());
  return digest;
}

// The place of the record among the lines of its object, and all their leaves.
struct Leaves {
  std::vector<Digest> hashes;
  std::uint64_t index = 0;
};

Result<Leaves> leaves_of(archive::Reader& reader, const archive::Found& record) {
  OFFHOOK_TRY(const auto lines, reader.index_of(record.object));
  Leaves leaves;
  for (const archive::IndexLine& line : lines) {
    if (line == record.line) leaves.index = leaves.hashes.size();
    OFFHOOK_TRY(const Digest leaf, digest_from(line.leaf));
    leaves.hashes.push_back(leaf);
  }
  if (to_hex(crypto::merkle_root(leaves.hashes)) != record.object.merkle_root)
    return refuse("object", "the index does not give the object's root; `offhook verify` tells more");
  return leaves;
}

// The line of the log that says the manifest was committed.
Result<std::uint64_t> find_commit(const std::vector<std::string>& log, std::string_view manifest_key) {
  for (std::uint64_t index = 0; index < log.size(); ++index) {
    OFFHOOK_TRY(const audit::AuditLine line, audit::parse_audit_line(log[index]));
    if (line.action == audit::Action::manifest_committed && line.object == manifest_key) return index;
  }
  return fail(
      ErrorClass::not_found, "proof.log",
      fmt::format("the audit log does not name {}: was the archive written from another state folder?",
                  manifest_key));
}

}  // namespace

std::string log_origin(std::string_view org) { return fmt::format("offhook.invalid/{}", org); }

Result<std::string> prove_record(model::ObjectStore& store, archive::Reader& reader,
                                 const ProofRequest& request, const crypto::SigningKey& key) {
  OFFHOOK_CHECK_OK(audit::check_origin(request.origin));
  const archive::Found& record = request.record;
  OFFHOOK_TRY(const Leaves leaves, leaves_of(reader, record));
  json::Value::Array path;
  for (const Digest& hash : crypto::inclusion_proof(leaves.hashes, leaves.index))
    path.emplace_back(to_hex(hash));

  OFFHOOK_TRY(std::string manifest, store.get(record.manifest_key, std::nullopt, archive::kMaxManifestBytes));
  OFFHOOK_TRY(std::string signature,
              store.get(archive::signature_key(record.manifest_key), std::nullopt, kMaxSignatureBytes));

  OFFHOOK_TRY(const std::uint64_t committed, find_commit(request.log, record.manifest_key));
  crypto::MerkleTree tree;
  for (const std::string& line : request.log) tree.append(crypto::leaf_hash(line));
  const audit::Checkpoint checkpoint{tree.size(), tree.root()};
  OFFHOOK_TRY(std::string log_proof,
              audit::prove_line(request.log, committed, checkpoint,
                                audit::sign_checkpoint(checkpoint, request.origin, key)));

  return json::canonical(json::Value::Object{
      {"format", kFormat},
      {"object",
       json::Value::Object{{"key", record.object.key}, {"index", leaves.index}, {"path", std::move(path)}}},
      {"manifest", json::Value::Object{{"key", record.manifest_key},
                                       {"bytes", std::move(manifest)},
                                       {"signature", std::move(signature)}}},
      {"audit", json::Value::Object{{"line", request.log[committed]}, {"proof", std::move(log_proof)}}}});
}

Result<ProvedRecord> check_record_proof(std::string_view proof, std::string_view line,
                                        std::string_view origin, const crypto::PublicKeyBytes& key) {
  OFFHOOK_TRY(const json::Value value, json::parse(proof));
  if (value.text("format") != kFormat || json::canonical(value) != proof)
    return refuse("malformed", "it is not of version 1");
  OFFHOOK_TRY(const archive::LineMember member, archive::parse_line(line));

  const json::Value& object = value["object"];
  std::vector<Digest> path;
  if (const auto* hashes = object["path"].array())
    for (const json::Value& hash : *hashes) {
      OFFHOOK_TRY(const Digest digest, digest_from(hash.string() ? *hash.string() : std::string()));
      path.push_back(digest);
    }
  // The root that the path leads to is whatever the signed manifest says.
  const std::string manifest_bytes(value["manifest"].text("bytes"));
  OFFHOOK_TRY(const archive::Manifest manifest, archive::parse_manifest(manifest_bytes));
  const auto listed = std::ranges::find(manifest.objects, object.text("key"), &archive::ListedObject::key);
  if (listed == manifest.objects.end()) return refuse("manifest", "the manifest does not list the object");
  OFFHOOK_TRY(const Digest root, digest_from(listed->merkle_root));
  if (!crypto::verify_inclusion(crypto::leaf_hash(line), static_cast<std::uint64_t>(object.number("index")),
                                listed->lines, path, root))
    return refuse("object", fmt::format("the line of {} does not stand in the object", member.id));
  OFFHOOK_CHECK_OK(archive::check_signature(manifest_bytes, value["manifest"].text("signature"), key));

  const json::Value& log = value["audit"];
  OFFHOOK_TRY(const audit::AuditLine committed, audit::parse_audit_line(log.text("line")));
  if (committed.action != audit::Action::manifest_committed ||
      committed.object != value["manifest"].text("key") ||
      committed.checksum != to_hex(crypto::sha256(manifest_bytes)))
    return refuse("log", "the line of the audit log is not about this manifest");
  OFFHOOK_TRY(const audit::Checkpoint checkpoint,
              audit::check_proof(log.text("proof"), log.text("line"), origin, key));
  return ProvedRecord{std::string(model::to_string(listed->dataset)), member.id, member.version,
                      std::string(committed.object), checkpoint.size};
}

}  // namespace offhook::pipeline
