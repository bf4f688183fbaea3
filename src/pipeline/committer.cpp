#include "pipeline/committer.h"

#include <fmt/format.h>

#include <algorithm>

#include "archive/frame.h"
#include "archive/layout.h"
#include "archive/manifest.h"
#include "base/crash_point.h"
#include "base/encoding.h"
#include "crypto/sha256.h"
#include "pipeline/certificate.h"
#include "pipeline/cost.h"
#include "pipeline/event.h"
#include "pipeline/evidence.h"
#include "pipeline/stored_object.h"
#include "pipeline/write_once.h"

namespace offhook::pipeline {
namespace {

audit::AuditLine object_line(const std::string& slice, const archive::ListedObject& object) {
  audit::AuditLine line;
  line.action = audit::Action::object_uploaded;
  line.slice = slice;
  line.object = object.key;
  line.checksum = object.sha256;
  line.evidence = {{"size_bytes", object.size_bytes},
                   {"lines", object.lines},
                   {"encryption", object.encryption.algorithm},
                   {"storage_class", object.storage_class}};
  return line;
}

audit::AuditLine account_line(const model::AccountRow& row) {
  audit::AuditLine line;
  line.action = row.status == model::AccountStatus::quarantined ? audit::Action::record_quarantined
                : row.status == model::AccountStatus::absent    ? audit::Action::record_absent
                                                                : audit::Action::gap_found;
  line.slice = row.slice;
  line.conversation_id = row.dataset == model::Dataset::transcripts ? row.conversation : row.id;
  line.status = audit::Status::warning;
  line.evidence = {{"dataset", model::to_string(row.dataset)}, {"id", row.id}, {"reason", row.reason}};
  return line;
}

audit::AuditLine manifest_line(const archive::ManifestSummary& manifest, const model::Commit& commit) {
  audit::AuditLine line;
  line.action = audit::Action::manifest_committed;
  line.slice = commit.slice;
  line.object = commit.manifest_key;
  line.checksum = commit.manifest_sha256;
  line.evidence = {{"number", manifest.number},
                   {"objects", static_cast<std::uint64_t>(manifest.objects.size())},
                   {"conversations", manifest.conversations.archived},
                   {"transcripts", manifest.transcripts.archived}};
  return line;
}

}  // namespace

Result<std::string> Committer::commit(const model::SliceRow& slice, Clock::Monotonic started) {
  const StageTimer timer(services_.clock, tally_.stages, Stage::upload);
  const std::string id = slice.slice.id();
  const std::uint64_t number = slice.manifests + 1;
  OFFHOOK_TRY(const auto objects, services_.ledger.open_objects(options_.org, id));
  OFFHOOK_TRY(archive::SourceEvidence evidence, parse_evidence(slice.evidence));
  tally_.unreconciled += is_unreconciled(evidence);
  OFFHOOK_TRY(SliceCertificate certificate, certify(services_.ledger, options_.org, id, evidence));
  tally_.gaps += certificate.gaps();
  const std::string digest = certificate.digest();
  if (objects.empty() && slice.manifests > 0 && digest == slice.certificate_sha256) {
    OFFHOOK_CHECK_OK(services_.ledger.settle_slice(options_.org, id));
    crash_point("after-unchanged");
    return std::string();
  }

  OFFHOOK_TRY(const Prepared prepared,
              prepare(slice, std::move(evidence), number, objects, std::move(certificate)));
  const std::string& bytes = prepared.bytes;
  const archive::ManifestSummary& manifest = prepared.summary;

  const std::string key = archive::manifest_key(options_.prefix, options_.org, id, number);
  const std::string signature = archive::sign_manifest(bytes, services_.signing_key);
  OFFHOOK_TRY(const bool wrote, write_once(services_.store, {key, "application/json"}, bytes));
  crash_point("after-manifest");
  OFFHOOK_TRY(const bool signed_now,
              write_once(services_.store, {archive::signature_key(key), "application/json"}, signature));
  crash_point("after-signature");
  if (wrote) tally_.stored_bytes += bytes.size();
  if (signed_now) tally_.stored_bytes += signature.size();

  model::Commit commit;
  commit.slice = id;
  commit.org = options_.org;
  commit.number = number;
  commit.manifest_key = key;
  commit.manifest_sha256 = to_hex(crypto::sha256(bytes));
  commit.certificate_sha256 = digest;
  for (const model::ObjectRow& object : objects) commit.objects.push_back(object.name);
  if (services_.notifier) {
    EventFacts facts;
    facts.archive_uri =
        options_.prefix.empty() ? services_.store.uri() : services_.store.key_uri(options_.prefix);
    facts.manifest_uri = services_.store.key_uri(key);
    facts.manifest_sha256 = commit.manifest_sha256;
    facts.time = services_.clock.now();
    facts.duration = services_.clock.monotonic() - started;
    commit.outbox = model::OutboxRow{completion_event(manifest, facts), key, 0, facts.time};
  }
  OFFHOOK_CHECK_OK(audit_.append_with([&](const AuditTrail::Number& number_line) {
    for (const archive::ListedObject& object : manifest.objects)
      commit.audit_lines.push_back(number_line(object_line(id, object)));
    commit.account_line = [&](const model::AccountRow& row) { return number_line(account_line(row)); };
    commit.last_line = [&] { return number_line(manifest_line(manifest, commit)); };
    return services_.ledger.commit(commit);
  }));
  crash_point("after-commit");
  ++tally_.manifests;
  tally_.estimated_micro_usd += static_cast<std::uint64_t>(estimated_cost_usd(manifest.objects) * 1e6 + 0.5);
  for (const model::ObjectRow& object : objects) {
    OFFHOOK_CHECK_OK(services_.spool.remove(object.name));
    crash_point("after-spool-remove");
  }
  return key;
}

Result<Committer::Prepared> Committer::prepare(const model::SliceRow& slice, archive::SourceEvidence evidence,
                                               std::uint64_t number,
                                               const std::vector<model::ObjectRow>& objects,
                                               SliceCertificate certificate) {
  const std::string id = slice.slice.id();
  OFFHOOK_TRY(auto known, services_.ledger.prepared_manifest(options_.org, id, number));
  if (known) {
    OFFHOOK_TRY(const archive::Manifest manifest, archive::parse_manifest(*known));
    return Prepared{std::move(*known), summary_of(manifest)};
  }
  OFFHOOK_TRY(archive::Manifest manifest, build(slice, std::move(evidence), number, objects));
  for (const model::ObjectRow& row : objects)
    OFFHOOK_CHECK_OK(
        services_.ledger.each_changed_record(row.name, [&](const model::RecordRow& record) -> Result<void> {
          certificate.add_changed(record);
          return {};
        }));
  Prepared prepared;
  prepared.summary = summary_of(manifest);
  prepared.summary.conversations = certificate.counts(model::Dataset::conversations);
  prepared.summary.transcripts = certificate.counts(model::Dataset::transcripts);
  prepared.bytes = std::move(certificate).manifest_json(manifest);
  OFFHOOK_CHECK_OK(services_.ledger.prepare_manifest(options_.org, id, number, prepared.bytes));
  crash_point("after-manifest-prepare");
  return prepared;
}

Result<archive::Manifest> Committer::build(const model::SliceRow& slice, archive::SourceEvidence evidence,
                                           std::uint64_t number,
                                           const std::vector<model::ObjectRow>& objects) const {
  archive::Manifest manifest;
  manifest.offhook = OFFHOOK_VERSION;
  manifest.slice = slice.slice;
  manifest.number = number;
  manifest.previous = slice.last_manifest_sha256;
  manifest.created = services_.clock.now();
  manifest.source = std::move(evidence);
  manifest.provenance = {services_.engine.policy().hash,
                         services_.engine.key().id(),
                         redact::Engine::version(),
                         redact::Engine::phone_library_version(),
                         archive::FrameEncoder::library_version(),
                         options_.zstd_level};
  for (const model::ObjectRow& row : objects) {
    if (row.state != model::ObjectState::stored)
      return fail(ErrorClass::permanent, "pipeline.not_stored",
                  fmt::format("{} is not stored yet: its slice cannot be committed", row.name));
    OFFHOOK_TRY(const StoredObject stored, parse_stored(row.stored));
    manifest.objects.push_back({row.key, row.dataset, row.size_bytes, row.sha256, row.part_size_bytes,
                                stored.checksum, row.merkle_root, row.lines, stored.version_id,
                                stored.encryption, stored.storage_class, stored.index_key,
                                stored.index_size_bytes, stored.index_sha256});
  }
  std::ranges::sort(manifest.objects, {}, &archive::ListedObject::key);
  const audit::Checkpoint checkpoint = audit_.checkpoint();
  manifest.audit = {checkpoint.size, checkpoint.root_hex()};
  return manifest;
}

}  // namespace offhook::pipeline
