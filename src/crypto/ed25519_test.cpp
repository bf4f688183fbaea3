#include "crypto/ed25519.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/encoding.h"

namespace offhook::crypto {
namespace {

// RFC 8410 §7: PKCS #8 of an Ed25519 key is this prefix and the 32 bytes of the seed.
std::string pem_of_seed(std::string_view seed_hex) {
  const auto der = *from_hex("302e020100300506032b657004220420" + std::string(seed_hex));
  return "-----BEGIN PRIVATE KEY-----\n" + to_base64(der) + "\n-----END PRIVATE KEY-----\n";
}

struct Vector {
  std::string_view seed, public_key, message, signature;
};

// RFC 8032 §7.1, tests 1 to 3.
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f"
     "0"
     "595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2ea"
     "e"
     "b4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e"
     "9"
     "716ed28dc027beceea1ec40a"},
};

TEST(Ed25519, AgreesWithRfc8032) {
  for (const Vector& v : kVectors) {
    const auto key = SigningKey::from_pem(pem_of_seed(v.seed));
    ASSERT_TRUE(key);
    EXPECT_EQ(to_hex(key->public_bytes()), v.public_key);
    const auto bytes = *from_hex(v.message);
    const std::string message(bytes.begin(), bytes.end());
    const Signature signature = key->sign(message);
    EXPECT_EQ(to_hex(signature), v.signature);
    EXPECT_TRUE(verify(key->public_bytes(), message, signature));
    EXPECT_FALSE(verify(key->public_bytes(), message + "x", signature));
  }
}

TEST(Ed25519, NoFlippedBitVerifies) {
  const SigningKey key = SigningKey::generate();
  const Signature good = key.sign("a manifest");
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Signature bad = good;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(verify(key.public_bytes(), "a manifest", bad)) << bit;
  }
  EXPECT_FALSE(verify(SigningKey::generate().public_bytes(), "a manifest", good));
}

TEST(Ed25519, KeysSurviveTheirPem) {
  const SigningKey key = SigningKey::generate();
  const auto again = SigningKey::from_pem(key.to_pem());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_bytes(), key.public_bytes());
  EXPECT_EQ(*public_key_from_pem(key.public_pem()), key.public_bytes());
  EXPECT_EQ(key_id(key.public_bytes()).size(), 8u);
}

TEST(Ed25519, RefusesWhatIsNoEd25519Key) {
  // SubjectPublicKeyInfo of an X25519 key: the right shape, the wrong algorithm (RFC 8410 §10.1).
  const std::string x25519 = "-----BEGIN PUBLIC KEY-----\n" +
                             to_base64(*from_hex("302a300506032b656e032100" + std::string(64, '1'))) +
                             "\n-----END PUBLIC KEY-----\n";
  const std::string pem = SigningKey::generate().to_pem();
  for (const std::string_view bad : {std::string_view(), std::string_view("no key"), std::string_view(x25519),
                                     std::string_view(pem).substr(0, 60)}) {
    const auto private_key = SigningKey::from_pem(bad);
    ASSERT_FALSE(private_key);
    EXPECT_EQ(private_key.error().code, "crypto.private_key");
    EXPECT_FALSE(public_key_from_pem(bad));
  }
  EXPECT_FALSE(public_key_from_pem(pem));
}

}  // namespace
}  // namespace offhook::crypto
