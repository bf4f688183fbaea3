#include "crypto/merkle.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "crypto/sha256.h"

namespace offhook::crypto {
namespace {

std::string_view text(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Digest leaf_hash(std::string_view data) { return sha256({std::string_view("\0", 1), data}); }

Digest node_hash(const Digest& left, const Digest& right) {
  return sha256({std::string_view("\1", 1), text(left), text(right)});
}

void MerkleTree::append(const Digest& leaf) {
  Digest top = leaf;
  // Each trailing one bit of the size is a perfect subtree as large as `top`.
  for (std::uint64_t bits = size_; bits & 1; bits >>= 1) {
    top = node_hash(peaks_.back(), top);
    peaks_.pop_back();
  }
  peaks_.push_back(top);
  ++size_;
}

Digest MerkleTree::root() const {
  if (peaks_.empty()) return sha256("");
  Digest root = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) root = node_hash(*peak, root);
  return root;
}

Digest merkle_root(std::span<const Digest> leaves) {
  MerkleTree tree;
  for (const Digest& leaf : leaves) tree.append(leaf);
  return tree.root();
}

std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::uint64_t index) {
  check(index < leaves.size(), "a proof is asked for a leaf of the tree");
  std::vector<Digest> proof;
  while (leaves.size() > 1) {
    const std::size_t left = std::bit_floor(leaves.size() - 1);  // k of RFC 6962: 2^i < n <= 2^(i+1)
    if (index < left) {
      proof.push_back(merkle_root(leaves.subspan(left)));
      leaves = leaves.first(left);
    } else {
      proof.push_back(merkle_root(leaves.first(left)));
      leaves = leaves.subspan(left);
      index -= left;
    }
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

// RFC 9162 §2.1.3.2, which gives the check for RFC 6962's trees.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t tree_size,
                      std::span<const Digest> proof, const Digest& root) {
  if (index >= tree_size) return false;
  std::uint64_t node = index, last = tree_size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return false;
    if (node & 1 || node == last) {
      hash = node_hash(sibling, hash);
      while (!(node & 1) && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

}  // namespace offhook::crypto
