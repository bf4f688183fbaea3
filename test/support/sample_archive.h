// Writes small archives as the pipeline would, step by step, into a store.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/index.h"
#include "archive/layout.h"
#include "archive/manifest.h"
#include "archive/object_writer.h"
#include "archive/seal.h"
#include "base/check.h"
#include "base/encoding.h"
#include "crypto/merkle.h"
#include "crypto/sha256.h"
#include "model/object_store.h"

namespace offhook::test {

struct SampleRecord {
  archive::LineMember member;
  std::string redacted;
  std::vector<std::string> tokens;
};

class SampleArchive {
 public:
  SampleArchive(model::ObjectStore& store, std::string prefix, std::string org,
                crypto::SigningKey key = crypto::SigningKey::generate())
      : store_(store), prefix_(std::move(prefix)), org_(std::move(org)), key_(std::move(key)) {}

  const crypto::SigningKey& key() const { return key_; }
  const std::string& prefix() const { return prefix_; }
  const std::string& org() const { return org_; }

  archive::LineMember member(std::string id, std::uint32_t version = 1, std::string previous = "") const {
    archive::LineMember member;
    member.version = version;
    member.org = org_;
    member.id = std::move(id);
    member.previous = std::move(previous);
    member.policy = "0a1b2c3d";
    member.key = "11223344";
    return member;
  }

  model::Slice slice(int day) const {
    const auto from = std::chrono::sys_days(std::chrono::year(2026) / 11 / day);
    return {org_, from, from + std::chrono::days(1)};
  }

  // Packs and puts one object with its index; a frame ends after every `lines_a_frame` lines.
  archive::ListedObject put_object(const model::Slice& slice, model::Dataset dataset, std::uint32_t sequence,
                                   const std::vector<SampleRecord>& records, std::size_t lines_a_frame = 2) {
    auto writer = archive::ObjectWriter::open(3).value();
    std::string bytes;
    std::vector<archive::IndexLine> index;
    std::vector<Digest> leaves;
    const auto take = [&](const archive::Frame& frame) {
      for (std::size_t line = 0; line < frame.leaves().size(); ++line) {
        const SampleRecord& record = records[index.size()];
        index.push_back({record.member.id, record.member.conversation, record.member.version, frame.offset(),
                         frame.bytes().size(), static_cast<std::uint32_t>(line), to_hex(frame.leaves()[line]),
                         std::string(64, 'c'), "11223344", record.tokens});
        leaves.push_back(frame.leaves()[line]);
      }
      bytes += frame.bytes();
    };
    for (const SampleRecord& record : records) {
      const auto line = archive::make_line(record.member, archive::RedactedBytes(record.redacted)).value();
      leaf_of[record.member.id] = line.leaf_hex();
      if (record.member.version > 1)
        changed_[{slice.id(), dataset}].push_back({record.member.id, record.member.version});
      const auto finished = writer.add(line).value();
      for (const archive::Frame& frame : finished) take(frame);
      if (writer.held_lines() >= lines_a_frame) take(writer.flush().value().at(0));
    }
    const auto last = writer.flush().value();
    for (const archive::Frame& frame : last) take(frame);

    const archive::Seal seal = archive::seal_bytes(bytes, archive::part_size_for(bytes.size()));
    archive::ListedObject object;
    object.key = archive::object_key(prefix_, {org_, dataset, format_date(slice.from), slice.id(), sequence},
                                     seal.sha256_hex());
    object.dataset = dataset;
    object.size_bytes = bytes.size();
    object.sha256 = seal.sha256_hex();
    object.part_size_bytes = seal.part_size_bytes;
    object.checksum = seal.composite;
    object.merkle_root = to_hex(crypto::merkle_root(leaves));
    object.lines = records.size();
    object.encryption = {"AES256", ""};
    object.storage_class = "STANDARD";
    object.index_key = archive::index_key(prefix_, object.key);
    const std::string index_bytes = archive::encode_index(index, 3).value();
    object.index_size_bytes = index_bytes.size();
    object.index_sha256 = to_hex(crypto::sha256(index_bytes));
    put(object.key, bytes);
    put(object.index_key, index_bytes);
    return object;
  }

  // The next manifest of the slice, with what the caller set and all that follows from it.
  archive::Manifest manifest(const model::Slice& slice) {
    archive::Manifest manifest;
    manifest.offhook = "0.1.0";
    manifest.slice = slice;
    manifest.number = numbers_[slice.id()] + 1;
    manifest.previous = manifest.number == 1 ? "" : hashes_[slice.id()];
    manifest.created = slice.to + std::chrono::hours(manifest.number);
    manifest.source = {"job-1", slice.to + std::chrono::hours(1), 1, 2, 2048, {"request-1"}};
    manifest.provenance = {std::string(64, 'a'), "11223344", "1", "8.12", "1.5.4", 3};
    for (auto* certificate : {&manifest.conversations, &manifest.transcripts})
      certificate->expected = certificate->archived = archive::IdSet::of({});
    manifest.audit = {++audit_size_, std::string(64, 'b')};
    return manifest;
  }

  // Certifies conversations: the ids archived so far, and what the manifest's lists hold.
  static void certify(archive::DatasetCertificate& certificate, std::vector<std::string> archived) {
    certificate.archived = archive::IdSet::of(archived);
    for (const auto& it : certificate.quarantined) archived.push_back(it.id);
    for (const auto& it : certificate.absent) archived.push_back(it.id);
    for (const auto& it : certificate.pending) archived.push_back(it.id);
    for (const auto& it : certificate.gap) archived.push_back(it.id);
    certificate.expected = archive::IdSet::of(std::move(archived));
  }

  // Writes it, signed, with the versions that its objects brought; returns its key.
  std::string put_manifest(archive::Manifest manifest) {
    manifest.conversations.changed =
        std::exchange(changed_[{manifest.slice.id(), model::Dataset::conversations}], {});
    manifest.transcripts.changed =
        std::exchange(changed_[{manifest.slice.id(), model::Dataset::transcripts}], {});
    const std::string bytes = archive::manifest_json(manifest);
    const std::string slice = manifest.slice.id();
    numbers_[slice] = manifest.number;
    hashes_[slice] = to_hex(crypto::sha256(bytes));
    const std::string key = archive::manifest_key(prefix_, org_, slice, manifest.number);
    put(key, bytes);
    put(archive::signature_key(key), archive::sign_manifest(bytes, key_));
    return key;
  }

  std::map<std::string, std::string> leaf_of;  // newest leaf, hex, by id

 private:
  void put(const std::string& key, std::string_view bytes) {
    model::ObjectSpec spec;
    spec.key = key;
    check(store_.put_new(spec, bytes).has_value(), "a sample archive writes each key once");
  }

  model::ObjectStore& store_;
  std::string prefix_;
  std::string org_;
  crypto::SigningKey key_;
  std::map<std::string, std::uint64_t> numbers_;
  std::map<std::string, std::string> hashes_;
  std::map<std::pair<std::string, model::Dataset>, std::vector<archive::NewVersion>> changed_;
  std::uint64_t audit_size_ = 0;
};

}  // namespace offhook::test
