// Merkle trees as RFC 6962 §2.1 defines them: leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖
// right).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/digest.h"

namespace offhook::crypto {

[[nodiscard]] Digest leaf_hash(std::string_view data);
[[nodiscard]] Digest node_hash(const Digest& left, const Digest& right);

// MerkleTree takes leaves one by one and keeps only log2(n) digests. Not thread-safe.
class MerkleTree {
 public:
  void append(const Digest& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // The root of the empty tree is SHA-256 of nothing.
  [[nodiscard]] Digest root() const;

 private:
  std::vector<Digest> peaks_;  // roots of the perfect subtrees, largest first
  std::uint64_t size_ = 0;
};

[[nodiscard]] Digest merkle_root(std::span<const Digest> leaves);

// PATH(index, leaves) of RFC 6962 §2.1.1 and its check.
[[nodiscard]] std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::uint64_t index);
[[nodiscard]] bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t tree_size,
                                    std::span<const Digest> proof, const Digest& root);

}  // namespace offhook::crypto
