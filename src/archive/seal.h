// seal() takes the figures of a complete spool file: what the upload sends, and what the store must confirm.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/spool.h"
#include "base/digest.h"
#include "base/result.h"
#include "crypto/sha256.h"

namespace offhook::archive {

struct Seal {
  std::uint64_t size_bytes = 0;
  Digest sha256{};  // of the whole object
  std::uint64_t part_size_bytes = 0;
  std::vector<Digest> parts;
  std::string composite;  // what S3 states for the multipart object: "<base64>-<parts>"

  [[nodiscard]] std::string sha256_hex() const;
};

// Sealer takes the figures of an object that grows. Not thread-safe.
class Sealer {
 public:
  explicit Sealer(std::uint64_t part_size_bytes) { seal_.part_size_bytes = part_size_bytes; }
  // One that has taken the first `size_bytes` of a spool file. Holds one part.
  [[nodiscard]] static Result<Sealer> take_up(const Spool& spool, std::string_view name,
                                              std::uint64_t size_bytes, std::uint64_t part_size_bytes);

  void append(std::string_view bytes);
  [[nodiscard]] std::uint64_t part_size_bytes() const { return seal_.part_size_bytes; }
  [[nodiscard]] Seal finish() &&;

 private:
  void end_part();

  crypto::Sha256 whole_;
  crypto::Sha256 part_;  // unused in the first one, which is the whole so far
  std::uint64_t in_part_ = 0;
  Seal seal_;
};

// max(8 MiB, ceil(size / 9000) rounded up to a MiB): never more than 9,000 parts, S3's limit being 10,000.
[[nodiscard]] std::uint64_t part_size_for(std::uint64_t size_bytes);

// Figures of bytes in memory, with the given part size.
[[nodiscard]] Seal seal_bytes(std::string_view bytes, std::uint64_t part_size_bytes);

// Reads the first `size_bytes` of a spool file once. Holds one part.
[[nodiscard]] Result<Seal> seal(const Spool& spool, std::string_view name, std::uint64_t size_bytes);

}  // namespace offhook::archive
