#include "crypto/merkle.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::crypto {
namespace {

// The leaves and roots of the reference tests of Certificate Transparency (RFC 6962's own project).
std::vector<Digest> reference_leaves() {
  std::vector<Digest> leaves;
  for (const std::string_view hex :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
    const auto bytes = *from_hex(hex);
    leaves.push_back(leaf_hash({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  }
  return leaves;
}

TEST(Merkle, AgreesWithTheReferenceRoots) {
  const std::string_view roots[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  };
  const auto leaves = reference_leaves();
  MerkleTree tree;
  for (std::size_t n = 0; n <= leaves.size(); ++n) {
    EXPECT_EQ(tree.size(), n);
    EXPECT_EQ(to_hex(tree.root()), roots[n]) << n;
    EXPECT_EQ(merkle_root(std::span(leaves).first(n)), tree.root());
    if (n < leaves.size()) tree.append(leaves[n]);
  }
}

// RFC 6962 §2.1.3: in the tree of seven leaves d0..d6, the path of d3 is [c, g, l].
TEST(Merkle, PathsAreThoseOfTheRfcExample) {
  const auto all = reference_leaves();
  const auto d = std::span(all).first(7);
  const Digest g = node_hash(d[0], d[1]);
  const Digest l = node_hash(node_hash(d[4], d[5]), d[6]);
  EXPECT_EQ(inclusion_proof(d, 3), (std::vector<Digest>{d[2], g, l}));
  EXPECT_EQ(inclusion_proof(d, 6),
            (std::vector<Digest>{node_hash(d[4], d[5]), node_hash(g, node_hash(d[2], d[3]))}));
}

RC_GTEST_PROP(Merkle, ProvesEachLeafAndNothingElse, ()) {
  const auto n = *rc::gen::inRange<std::uint64_t>(1, 70);
  const auto index = *rc::gen::inRange<std::uint64_t>(0, n);
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < n; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
  const Digest root = merkle_root(leaves);
  auto proof = inclusion_proof(leaves, index);
  RC_ASSERT(verify_inclusion(leaves[index], index, n, proof, root));
  for (std::uint64_t other = 0; other < n + 2; ++other)
    if (other != index) RC_ASSERT(!verify_inclusion(leaves[index], other, n, proof, root));
  RC_ASSERT(!verify_inclusion(leaf_hash("another"), index, n, proof, root));
  RC_ASSERT(!verify_inclusion(leaves[index], index, n, proof, leaf_hash("another")));
  proof.push_back(root);
  RC_ASSERT(!verify_inclusion(leaves[index], index, n, proof, root));
  proof.pop_back();
  if (!proof.empty()) {
    proof.pop_back();
    RC_ASSERT(!verify_inclusion(leaves[index], index, n, proof, root));
  }
}

}  // namespace
}  // namespace offhook::crypto
