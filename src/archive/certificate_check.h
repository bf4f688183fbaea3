// CertificateCheck recounts what the certificates claim, from the records that were found. A part of
// verify().
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "archive/manifest.h"
#include "archive/record_line.h"

namespace offhook::archive {

class CertificateCheck {
 public:
  using Found = std::function<void(std::string code, std::string subject, std::string detail)>;
  explicit CertificateCheck(Found found) : found_(std::move(found)) {}

  // To be called for every manifest first, so that one pass over the records finds what stands elsewhere.
  void expect_elsewhere(const Manifest& manifest);
  void begin_slice() {
    archived_ = {};
    changed_ = {};
  }
  void record(model::Dataset dataset, const LineMember& member, std::string_view leaf);
  // After all records of this manifest: its counts and hashes against what the slice has so far.
  void end_manifest(const std::string& key, const Manifest& manifest);
  // After everything. `whole_org`: all slices were read, so nothing may be missing elsewhere.
  void finish(bool whole_org);

 private:
  void compare(const std::string& key, model::Dataset dataset, const DatasetCertificate& certificate);
  void compare_versions(const std::string& key, model::Dataset dataset,
                        const DatasetCertificate& certificate);

  Found found_;
  std::array<std::set<std::string, std::less<>>, 2> archived_;  // by dataset: ids of the slice so far
  std::array<std::unordered_set<std::string>, 2> elsewhere_;    // promised and not seen yet
  // By dataset: records that have a version above 1 since the last manifest, with the newest.
  std::array<std::map<std::string, std::uint32_t>, 2> changed_;
  // Every version of every record: 16 bytes each, the price of finding what stands twice or hangs in the air.
  struct Version {
    std::uint64_t name;  // of dataset, id and version
    std::uint64_t leaf;
    bool operator==(const Version&) const = default;
    auto operator<=>(const Version&) const = default;
  };
  struct Link {
    Version previous;
    std::string subject;
  };
  std::vector<Version> versions_;
  std::vector<Link> links_;
};

}  // namespace offhook::archive
