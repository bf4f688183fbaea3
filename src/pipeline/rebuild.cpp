#include "pipeline/rebuild.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "archive/layout.h"
#include "archive/reader.h"
#include "archive/record_line.h"
#include "audit/audit_log.h"
#include "model/partial_job.h"
#include "pipeline/certificate.h"
#include "pipeline/evidence.h"
#include "pipeline/stored_object.h"

namespace offhook::pipeline {
namespace {

using archive::LoadedManifest;
using model::AccountRow;
using model::AccountStatus;
using model::Dataset;

// As they were written: by time, and within a slice by number whatever the clock did.
std::vector<const LoadedManifest*> in_order_of_writing(const std::vector<LoadedManifest>& manifests) {
  std::vector<std::pair<TimePoint, const LoadedManifest*>> order;
  for (const LoadedManifest& loaded : manifests) {
    TimePoint written = loaded.manifest.created;
    if (loaded.manifest.number > 1) written = std::max(written, order.back().first);
    order.emplace_back(written, &loaded);
  }
  std::ranges::stable_sort(order, {}, &std::pair<TimePoint, const LoadedManifest*>::first);
  std::vector<const LoadedManifest*> sorted;
  for (const auto& [written, loaded] : order) sorted.push_back(loaded);
  return sorted;
}

// What the archive knows of the ids that accounts are kept for.
using Ids = std::set<std::string, std::less<>>;

class Rebuilder {
 public:
  Rebuilder(model::ObjectStore& store, model::Ledger& ledger, const RebuildOptions& options)
      : ledger_(ledger), options_(options), reader_(store, options.prefix, options.org) {}

  Result<RebuildReport> run() {
    OFFHOOK_TRY(const auto present, ledger_.slices(options_.org));
    if (!present.empty())
      return fail(ErrorClass::conflict, "ledger.not_empty",
                  fmt::format("the ledger already knows {} slices of {}: rebuild into a new state folder",
                              present.size(), options_.org));
    OFFHOOK_TRY(const auto manifests, reader_.load());
    const auto restore_all = [&]() -> Result<void> {
      OFFHOOK_CHECK_OK(restore_audit(manifests));
      for (const LoadedManifest* loaded : in_order_of_writing(manifests)) OFFHOOK_CHECK_OK(restore(*loaded));
      return {};
    };
    OFFHOOK_CHECK_OK(ledger_.all_or_nothing(restore_all));
    return report_;
  }

 private:
  Result<void> restore_audit(const std::vector<LoadedManifest>& manifests) {
    if (options_.audit_file.empty()) return {};
    auto lines = audit::read_log(options_.audit_file);
    if (!lines && lines.error().cls == ErrorClass::not_found) return {};
    if (!lines) return fail(std::move(lines).error());
    std::uint64_t newest = 0;
    for (const LoadedManifest& loaded : manifests) newest = std::max(newest, loaded.manifest.audit.size);
    if (lines->size() < newest)
      return fail(
          ErrorClass::corrupt, "audit.log",
          fmt::format("the audit log has {} lines, the archive was written with {}", lines->size(), newest));
    OFFHOOK_CHECK_OK(ledger_.append_audit(*lines));
    report_.audit_lines = lines->size();
    return {};
  }

  Result<void> restore(const LoadedManifest& loaded) {
    const archive::Manifest& manifest = loaded.manifest;
    const std::string slice = manifest.slice.id();
    OFFHOOK_CHECK_OK(ledger_.plan_slice(manifest.slice));
    OFFHOOK_CHECK_OK(ledger_.start_slice(options_.org, slice, manifest.source.job));
    model::Commit commit;
    const bool partial = manifest.source.job.starts_with(model::kPartialJob);
    for (const archive::ListedObject& object : manifest.objects) {
      OFFHOOK_TRY(std::string name, restore_object(slice, object, partial));
      commit.objects.push_back(std::move(name));
    }
    model::Checkpoint last = checkpoint_of(slice);
    last.evidence = evidence_text(manifest.source);
    last.slice_read = true;
    last.accounts = accounts_of(slice, Dataset::conversations, manifest.conversations, manifest.open);
    std::ranges::move(accounts_of(slice, Dataset::transcripts, manifest.transcripts, {}),
                      std::back_inserter(last.accounts));
    OFFHOOK_CHECK_OK(ledger_.checkpoint(last));

    OFFHOOK_TRY(const SliceCertificate certificate, certify(ledger_, options_.org, slice, manifest.source));
    commit.slice = slice;
    commit.org = options_.org;
    commit.number = manifest.number;
    commit.manifest_key = loaded.key;
    commit.manifest_sha256 = loaded.sha256;
    commit.certificate_sha256 = certificate.digest();
    OFFHOOK_CHECK_OK(ledger_.commit(commit));
    ++report_.manifests;
    if (options_.progress) options_.progress(report_);
    return {};
  }

  model::Checkpoint checkpoint_of(const std::string& slice) const {
    model::Checkpoint checkpoint;
    checkpoint.slice = slice;
    checkpoint.org = options_.org;
    return checkpoint;
  }

  // One object with its records, in one step of the ledger. Returns its local name.
  Result<std::string> restore_object(const std::string& slice, const archive::ListedObject& object,
                                     bool partial) {
    OFFHOOK_TRY(const archive::ObjectPlace place, archive::parse_object_key(options_.prefix, object.key));
    model::Checkpoint step = checkpoint_of(slice);
    model::ObjectRow row;
    row.name = archive::local_name(place);
    row.slice = slice;
    row.org = options_.org;
    row.dataset = object.dataset;
    row.dt = place.dt;
    row.sequence = place.sequence;
    row.state = model::ObjectState::stored;
    row.size_bytes = object.size_bytes;
    row.lines = object.lines;
    row.key = object.key;
    row.sha256 = object.sha256;
    row.merkle_root = object.merkle_root;
    row.part_size_bytes = object.part_size_bytes;
    row.stored = stored_text({object.checksum, object.encryption, object.storage_class, object.version_id,
                              object.index_key, object.index_size_bytes, object.index_sha256});

    OFFHOOK_TRY(std::vector<archive::IndexLine> lines, reader_.index_of(object));
    Ids& archived = archived_[{slice, object.dataset}];
    for (archive::IndexLine& line : lines) {
      if (object.dataset == Dataset::conversations) archived.insert(line.id);
      step.records.push_back({object.dataset, std::move(line.id), std::move(line.conversation), line.version,
                              std::move(line.commitment), std::move(line.key), std::move(line.leaf), row.name,
                              line.frame_offset, line.frame_size, line.line, std::move(line.tokens),
                              partial && object.dataset == Dataset::conversations});
    }
    if (object.dataset == Dataset::transcripts) OFFHOOK_CHECK_OK(read_communications(object, archived));
    report_.records += step.records.size();
    ++report_.objects;
    std::string name = row.name;
    step.objects.push_back(std::move(row));
    OFFHOOK_CHECK_OK(ledger_.checkpoint(step));
    return name;
  }

  // The index does not tell the communication of a transcript, by which it is expected: its line does.
  Result<void> read_communications(const archive::ListedObject& object, Ids& archived) {
    return reader_.for_each_line(
        object, [&](std::uint64_t, std::uint64_t, std::uint32_t, std::string_view bytes) -> Result<void> {
          OFFHOOK_TRY(const archive::LineMember member, archive::parse_line(bytes));
          archived.insert(member.communication);
          conversation_of_[member.communication] = member.conversation;
          return {};
        });
  }

  std::vector<AccountRow> accounts_of(const std::string& slice, Dataset dataset,
                                      const archive::DatasetCertificate& certificate,
                                      const std::vector<std::string>& open) const {
    std::map<std::string, AccountRow, std::less<>> rows;
    const auto row_of = [&](const std::string& id, AccountStatus status) -> AccountRow& {
      AccountRow& row = rows[id] = {};
      row.slice = slice;
      row.org = options_.org;
      row.dataset = dataset;
      row.id = id;
      row.status = status;
      if (const auto known = conversation_of_.find(id);
          dataset == Dataset::transcripts && known != conversation_of_.end())
        row.conversation = known->second;
      return row;
    };
    if (const auto archived = archived_.find({slice, dataset}); archived != archived_.end())
      for (const std::string& id : archived->second) row_of(id, AccountStatus::archived);
    for (const std::string& id : certificate.elsewhere)
      row_of(id, AccountStatus::archived).detail = "elsewhere";
    for (const std::string& id : open)
      if (const auto row = rows.find(id); row != rows.end()) row->second.reason = "open";
    // An id in a list is accounted for by it, also where an older version is archived.
    for (const auto& it : certificate.quarantined)
      row_of(it.id, AccountStatus::quarantined).reason = it.reason;
    for (const auto& it : certificate.absent) {
      AccountRow& row = row_of(it.id, AccountStatus::absent);
      row.conversation = it.conversation;
      row.detail = it.evidence;
      row.reason = it.evidence.substr(0, it.evidence.find(' '));  // evidence begins with the source's word
    }
    for (const auto& it : certificate.pending) {
      AccountRow& row = row_of(it.id, AccountStatus::pending);
      row.conversation = it.conversation;
      row.due = it.due;
      row.reason = it.reason;
    }
    for (const auto& it : certificate.gap) {
      AccountRow& row = row_of(it.id, AccountStatus::gap);
      row.reason = it.evidence.substr(0, it.evidence.find(' '));
      row.detail = it.evidence;
    }
    std::vector<AccountRow> accounts;
    for (auto& [id, row] : rows) accounts.push_back(std::move(row));
    return accounts;
  }

  model::Ledger& ledger_;
  const RebuildOptions& options_;
  archive::Reader reader_;
  RebuildReport report_;
  std::map<std::pair<std::string, Dataset>, Ids> archived_;       // of each slice so far
  std::unordered_map<std::string, std::string> conversation_of_;  // by communication
};

}  // namespace

Result<RebuildReport> rebuild_ledger(model::ObjectStore& store, model::Ledger& ledger,
                                     const RebuildOptions& options) {
  return Rebuilder(store, ledger, options).run();
}

}  // namespace offhook::pipeline
