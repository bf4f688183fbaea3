// The lists of a certificate as canonical JSON, made of ids that come one by one: what is in memory is their
// text, not a tree of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/manifest.h"
#include "crypto/sha256.h"
#include "json/value.h"

namespace offhook::archive {

// IdHash counts and hashes ids that come sorted bytewise, as an IdSet does.
class IdHash {
 public:
  // False for the same id again: it counts once.
  bool add(std::string_view id);
  [[nodiscard]] IdSet ids() const;
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  crypto::Sha256 hash_;
  std::uint64_t count_ = 0;
  std::string last_;
};

// ListText: the entries of one list, sorted by id. Of those with the same id the first stays.
class ListText {
 public:
  void add(const std::string& id);  // the entry is the id
  void add(const QuarantinedId& entry);
  void add(const AbsentId& entry);
  void add(const PendingId& entry);
  void add(const GapId& entry);
  void add(const NewVersion& entry);
  [[nodiscard]] IdSet ids() const { return ids_.ids(); }
  [[nodiscard]] std::uint64_t count() const { return ids_.count(); }
  [[nodiscard]] std::string json() &&;  // the array

 private:
  void add(std::string_view id, const json::Value& entry);
  IdHash ids_;
  std::string entries_;
};

// The certificate of one dataset (DatasetCertificate in manifest.h).
struct CertificateText {
  IdSet expected;
  IdSet archived;
  ListText elsewhere;
  ListText quarantined;
  ListText absent;
  ListText pending;
  ListText gap;
  ListText changed;
};

// `manifest` without its lists, which are these: the same bytes as manifest_json() of one that has them.
[[nodiscard]] std::string manifest_json(const Manifest& manifest, CertificateText conversations,
                                        CertificateText transcripts, ListText open);
[[nodiscard]] CertificateCounts counts_of(const CertificateText& certificate);
[[nodiscard]] CertificateText text_of(const DatasetCertificate& certificate);  // whose lists are sorted
[[nodiscard]] std::string json_of(CertificateText certificate);

}  // namespace offhook::archive
