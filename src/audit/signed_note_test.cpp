#include "audit/signed_note.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/sha256.h"

namespace offhook::audit {
namespace {

const std::string kOrigin = "archive.example/offhook/acme";

std::vector<std::string> lines(std::size_t count) {
  std::vector<std::string> made;
  for (std::size_t seq = 0; seq < count; ++seq) {
    AuditLine line;
    line.seq = seq;
    made.push_back(audit_json(line));
  }
  return made;
}

Checkpoint checkpoint_of(const std::vector<std::string>& lines, std::size_t size) {
  crypto::MerkleTree tree;
  for (std::size_t i = 0; i < size; ++i) tree.append(crypto::leaf_hash(lines[i]));
  return {size, tree.root()};
}

class SignedNote : public testing::Test {
 protected:
  const crypto::SigningKey key_ = crypto::SigningKey::generate();
  const Checkpoint checkpoint_ = checkpoint_of(lines(5), 5);
};

TEST_F(SignedNote, has_the_lines_of_a_C2SP_checkpoint) {
  const std::string note = sign_checkpoint(checkpoint_, kOrigin, key_);
  const std::string text = kOrigin + "\n5\n" + to_base64(checkpoint_.root) + "\n";
  ASSERT_TRUE(note.starts_with(text + "\n\u2014 " + kOrigin + " "));
  ASSERT_TRUE(note.ends_with("\n"));
  const std::string encoded = note.substr(note.rfind(' ') + 1);
  const auto signature = from_base64(encoded.substr(0, encoded.size() - 1)).value();
  ASSERT_EQ(signature.size(), 68u);
  const auto key = key_.public_bytes();
  const Digest id = crypto::sha256(kOrigin + "\n\x01" + std::string(key.begin(), key.end()));
  EXPECT_TRUE(std::equal(signature.begin(), signature.begin() + 4, id.begin()));
  EXPECT_EQ(open_checkpoint(note, kOrigin, key).value(), checkpoint_);
}

TEST_F(SignedNote, a_key_is_written_as_others_write_theirs) {
  // The key of Go's checksum database as cmd/go has it: its id follows from name and key.
  const std::string name = "sum.golang.org";
  const std::string encoded = "Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
  const auto bytes = from_base64(encoded).value();
  crypto::PublicKeyBytes key{};
  ASSERT_EQ(bytes.size(), key.size() + 1);
  std::copy(bytes.begin() + 1, bytes.end(), key.begin());
  EXPECT_EQ(verifier_key(name, key), name + "+033de0ae+" + encoded);
}

TEST_F(SignedNote, P8_any_changed_byte_is_refused) {
  const std::string note = sign_checkpoint(checkpoint_, kOrigin, key_);
  for (std::size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(open_checkpoint(changed, kOrigin, key_.public_bytes())) << i;
    EXPECT_FALSE(open_checkpoint(note.substr(0, i), kOrigin, key_.public_bytes())) << i;
  }
}

TEST_F(SignedNote, needs_this_key_and_this_origin) {
  const std::string note = sign_checkpoint(checkpoint_, kOrigin, key_);
  EXPECT_EQ(open_checkpoint(note, "another.example/log", key_.public_bytes()).error().code, "audit.note");
  EXPECT_EQ(open_checkpoint(note, kOrigin, crypto::SigningKey::generate().public_bytes()).error().code,
            "audit.note");
}

TEST_F(SignedNote, signatures_of_witnesses_may_stand_beside_ours) {
  const std::string note = sign_checkpoint(checkpoint_, kOrigin, key_) + "\u2014 witness.example " +
                           to_base64(std::vector<std::uint8_t>(76)) + "\n";
  EXPECT_EQ(open_checkpoint(note, kOrigin, key_.public_bytes()).value(), checkpoint_);
}

TEST_F(SignedNote, an_origin_has_no_spaces_and_no_plus) {
  EXPECT_TRUE(check_origin(kOrigin));
  for (const std::string& origin : {std::string(), std::string("a b"), std::string("a+b"),
                                    std::string("a\nb"), std::string(256, 'a'), std::string("\u00a0")})
    EXPECT_EQ(check_origin(origin).error().code, "audit.origin");
}

TEST_F(SignedNote, every_line_of_a_log_can_be_proved) {
  const auto log = lines(9);
  for (std::size_t size = 1; size <= log.size(); ++size) {
    const Checkpoint checkpoint = checkpoint_of(log, size);
    const std::string note = sign_checkpoint(checkpoint, kOrigin, key_);
    for (std::size_t index = 0; index < size; ++index) {
      const std::string proof = prove_line(log, index, checkpoint, note).value();
      EXPECT_EQ(check_proof(proof, log[index], kOrigin, key_.public_bytes()).value(), checkpoint);
      EXPECT_FALSE(check_proof(proof, log[index] + " ", kOrigin, key_.public_bytes()));
    }
    EXPECT_EQ(prove_line(log, size, checkpoint, note).error().code, "audit.proof");
  }
}

TEST_F(SignedNote, a_proof_has_the_lines_of_the_specification) {
  const auto log = lines(2);
  const Checkpoint checkpoint = checkpoint_of(log, 2);
  const std::string note = sign_checkpoint(checkpoint, kOrigin, key_);
  EXPECT_EQ(prove_line(log, 1, checkpoint, note).value(),
            "c2sp.org/tlog-proof@v1\nindex 1\n" + to_base64(crypto::leaf_hash(log[0])) + "\n\n" + note);
}

TEST_F(SignedNote, P8_a_changed_proof_is_refused) {
  const auto log = lines(5);
  const std::string note = sign_checkpoint(checkpoint_, kOrigin, key_);
  const std::string proof = prove_line(log, 2, checkpoint_, note).value();
  for (std::size_t i = 0; i < proof.size(); ++i) {
    std::string changed = proof;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(check_proof(changed, log[2], kOrigin, key_.public_bytes())) << i;
    EXPECT_FALSE(check_proof(proof.substr(0, i), log[2], kOrigin, key_.public_bytes())) << i;
  }
  auto other = log;
  other[4] = log[0];
  EXPECT_EQ(prove_line(other, 2, checkpoint_, note).error().code, "audit.proof");
}

}  // namespace
}  // namespace offhook::audit
