#include "archive/certificate_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "crypto/sha256.h"

namespace offhook::archive {
namespace {

constexpr model::Dataset kDatasets[] = {model::Dataset::conversations, model::Dataset::transcripts};

const DatasetCertificate& part_of(const Manifest& manifest, model::Dataset dataset) {
  return dataset == model::Dataset::conversations ? manifest.conversations : manifest.transcripts;
}

// By what a record is expected: transcripts by their communication (that is what a session announces).
const std::string& expected_id(model::Dataset dataset, const LineMember& member) {
  return dataset == model::Dataset::conversations ? member.id : member.communication;
}

std::uint64_t short_hash(std::string_view text) {
  const Digest digest = crypto::sha256(text);
  std::uint64_t start = 0;
  std::memcpy(&start, digest.data(), sizeof start);
  return start;
}

std::string name_of(model::Dataset dataset, std::string_view id, std::uint32_t version) {
  return fmt::format("{} {} version {}", to_string(dataset), id, version);
}

}  // namespace

void CertificateCheck::expect_elsewhere(const Manifest& manifest) {
  for (const model::Dataset dataset : kDatasets)
    for (const std::string& id : part_of(manifest, dataset).elsewhere)
      elsewhere_[static_cast<int>(dataset)].insert(id);
}

void CertificateCheck::record(model::Dataset dataset, const LineMember& member, std::string_view leaf) {
  const std::string& id = expected_id(dataset, member);
  archived_[static_cast<int>(dataset)].insert(id);
  elsewhere_[static_cast<int>(dataset)].erase(id);
  const std::string name = name_of(dataset, member.id, member.version);
  versions_.push_back({short_hash(name), short_hash(leaf)});
  if (member.version > 1) {
    std::uint32_t& newest = changed_[static_cast<int>(dataset)][member.id];
    newest = std::max(newest, member.version);
    links_.push_back(
        {{short_hash(name_of(dataset, member.id, member.version - 1)), short_hash(member.previous)}, name});
  } else if (!member.previous.empty()) {
    found_("record.chain", name, "a first version that names one before it");
  }
}

void CertificateCheck::compare_versions(const std::string& key, model::Dataset dataset,
                                        const DatasetCertificate& certificate) {
  const auto seen = std::exchange(changed_[static_cast<int>(dataset)], {});
  std::map<std::string, std::uint32_t> certified;
  for (const NewVersion& it : certificate.changed) certified.emplace(it.id, it.version);
  if (seen != certified)
    found_("certificate.changed", key,
           fmt::format("{}: {} changed records found, {} certified{}", to_string(dataset), seen.size(),
                       certified.size(), seen.size() == certified.size() ? ", but others" : ""));
}

void CertificateCheck::compare(const std::string& key, model::Dataset dataset,
                               const DatasetCertificate& certificate) {
  std::set<std::string, std::less<>> archived = archived_[static_cast<int>(dataset)];
  archived.insert(certificate.elsewhere.begin(), certificate.elsewhere.end());
  std::vector<std::string> expected(archived.begin(), archived.end());
  const auto listed = [&](const std::string& id) {
    expected.push_back(id);
    archived.erase(id);
  };
  for (const auto& it : certificate.quarantined) listed(it.id);
  for (const auto& it : certificate.absent) listed(it.id);
  for (const auto& it : certificate.pending) listed(it.id);
  for (const auto& it : certificate.gap) listed(it.id);

  const IdSet seen = IdSet::of({archived.begin(), archived.end()});
  if (seen != certificate.archived)
    found_("certificate.archived", key,
           fmt::format("{}: {} ids found, {} certified{}", to_string(dataset), seen.count,
                       certificate.archived.count,
                       seen.count == certificate.archived.count ? ", but others" : ""));
  if (const IdSet all = IdSet::of(std::move(expected)); all != certificate.expected)
    found_("certificate.expected", key,
           fmt::format("{}: {} ids accounted for, {} expected{}", to_string(dataset), all.count,
                       certificate.expected.count,
                       all.count == certificate.expected.count ? ", but others" : ""));
}

void CertificateCheck::end_manifest(const std::string& key, const Manifest& manifest) {
  for (const model::Dataset dataset : kDatasets) {
    compare(key, dataset, part_of(manifest, dataset));
    compare_versions(key, dataset, part_of(manifest, dataset));
  }
}

void CertificateCheck::finish(bool whole_org) {
  std::ranges::sort(versions_);
  const auto repeated = [](const Version& a, const Version& b) { return a.name == b.name; };
  if (std::ranges::adjacent_find(versions_, repeated) != versions_.end()) {
    std::size_t count = 0;
    for (std::size_t i = 1; i < versions_.size(); ++i) count += repeated(versions_[i - 1], versions_[i]);
    found_("record.repeated", "records", fmt::format("{} stand twice with the same version", count));
  }
  if (!whole_org) return;
  for (const Link& link : links_)
    if (!std::ranges::binary_search(versions_, link.previous))
      found_("record.chain", link.subject, "the version before it is not the one it names, or is missing");
  for (const model::Dataset dataset : kDatasets)
    for (const std::string& id : elsewhere_[static_cast<int>(dataset)])
      found_("certificate.elsewhere", fmt::format("{} {}", to_string(dataset), id),
             "certified as archived by another slice, and not found in any");
}

}  // namespace offhook::archive
