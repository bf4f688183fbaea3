#include "archive/seal.h"

#include <algorithm>
#include <cstdlib>

#include "archive/layout.h"
#include "base/encoding.h"
#include "crypto/composite.h"

namespace offhook::archive {

void Sealer::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, seal_.part_size_bytes - in_part_);
    whole_.update(piece);
    if (!seal_.parts.empty()) part_.update(piece);
    in_part_ += piece.size();
    seal_.size_bytes += piece.size();
    bytes.remove_prefix(piece.size());
    if (in_part_ == seal_.part_size_bytes) end_part();
  }
}

void Sealer::end_part() {
  seal_.parts.push_back(seal_.parts.empty() ? whole_.digest() : part_.digest());
  part_ = {};
  in_part_ = 0;
}

Seal Sealer::finish() && {
  if (in_part_ > 0) end_part();
  seal_.sha256 = whole_.digest();
  seal_.composite = crypto::composite_sha256(seal_.parts);
  return std::move(seal_);
}

Result<Sealer> Sealer::take_up(const Spool& spool, std::string_view name, std::uint64_t size_bytes,
                               std::uint64_t part_size_bytes) {
  Sealer sealer(part_size_bytes);
  for (std::uint64_t offset = 0; offset < size_bytes; offset += part_size_bytes) {
    OFFHOOK_TRY(const std::string part,
                spool.read(name, offset, std::min(part_size_bytes, size_bytes - offset)));
    sealer.append(part);
  }
  return sealer;
}

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
  sealer.append(bytes);
  return std::move(sealer).finish();
}

Result<Seal> seal(const Spool& spool, std::string_view name, std::uint64_t size_bytes) {
  OFFHOOK_TRY(Sealer sealer, Sealer::take_up(spool, name, size_bytes, part_size_for(size_bytes)));
  return std::move(sealer).finish();
}

}  // namespace offhook::archive
