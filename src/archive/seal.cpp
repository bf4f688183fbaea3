#include "archive/seal.h"

#include <algorithm>
#include <cstdlib>

#include "archive/layout.h"
#include "base/encoding.h"
#include "crypto/composite.h"
#include "crypto/sha256.h"

namespace offhook::archive {
namespace {

// Takes the figures of one object, part by part.
class Sealer {
 public:
  explicit Sealer(std::uint64_t part_size_bytes) { seal_.part_size_bytes = part_size_bytes; }

  void part(std::string_view bytes) {
    whole_.update(bytes);
    seal_.parts.push_back(crypto::sha256(bytes));
    seal_.size_bytes += bytes.size();
  }

  [[nodiscard]] Seal finish() && {
    seal_.sha256 = whole_.digest();
    seal_.composite = crypto::composite_sha256(seal_.parts);
    return std::move(seal_);
  }

 private:
  crypto::Sha256 whole_;
  Seal seal_;
};

}  // namespace

std::string Seal::sha256_hex() const { return to_hex(sha256); }

std::uint64_t part_size_for(std::uint64_t size_bytes) {
  constexpr std::uint64_t kMaxParts = 9000;
#ifndef NDEBUG
  // Builds with assertions can be made to cut small objects, too, so that tests of uploads need no large
  // ones.
  if (const char* bytes = std::getenv("OFFHOOK_PART_BYTES")) return std::strtoull(bytes, nullptr, 10);
#endif
  const std::uint64_t least = (size_bytes + kMaxParts - 1) / kMaxParts;
  return std::max(8 * kMiB, (least + kMiB - 1) / kMiB * kMiB);
}

Seal seal_bytes(std::string_view bytes, std::uint64_t part_size_bytes) {
  Sealer sealer(part_size_bytes);
  for (std::size_t offset = 0; offset < bytes.size(); offset += part_size_bytes)
    sealer.part(bytes.substr(offset, part_size_bytes));
  return std::move(sealer).finish();
}

Result<Seal> seal(const Spool& spool, std::string_view name, std::uint64_t size_bytes) {
  const std::uint64_t part_size = part_size_for(size_bytes);
  Sealer sealer(part_size);
  for (std::uint64_t offset = 0; offset < size_bytes; offset += part_size) {
    OFFHOOK_TRY(const std::string part, spool.read(name, offset, std::min(part_size, size_bytes - offset)));
    sealer.part(part);
  }
  return std::move(sealer).finish();
}

}  // namespace offhook::archive
